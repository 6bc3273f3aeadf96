package org.earshot.server.files;

import java.time.Duration;

/// What is held back.
///
/// @param keep how long; zero: nothing is held back, what policy refuses is gone
/// @param ofAll bytes of all files that are held
public record QuarantineLimits(Duration keep, long ofAll) {
    private static final int SHARE = 4;

    /// Nothing is.
    public static final QuarantineLimits OFF = new QuarantineLimits(Duration.ZERO, 0);

    boolean isOn() {
        return keep.isPositive();
    }

    /// Nobody can fill it alone.
    HeldTable.Room room() {
        return new HeldTable.Room(ofAll / SHARE, ofAll);
    }
}
