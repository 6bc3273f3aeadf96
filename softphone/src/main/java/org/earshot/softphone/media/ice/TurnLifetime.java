package org.earshot.softphone.media.ice;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// How long a server keeps an allocation (RFC 8656 §3.2, §8), in nanoseconds of the client's clock.
///
/// @param refresh when to ask for more
/// @param expiry  when it ends
record TurnLifetime(long refresh, long expiry) {
    /// Nothing to refresh.
    static final TurnLifetime NONE = new TurnLifetime(Long.MAX_VALUE, Long.MAX_VALUE);

    /// What servers grant who are asked for nothing else.
    static final int USUAL_SECONDS = 600;

    private static final int MIN_SECONDS = 10; // a server that grants less is asked no oftener
    private static final int MAX_SECONDS = 86_400;
    private static final int MARGIN_SECONDS = 60;

    /// @param granted seconds, unsigned, as the server says
    /// @param asked   when the request was sent: the server's count begins later
    static TurnLifetime of(OptionalInt granted, long asked) {
        long seconds =
                Math.clamp(
                        Integer.toUnsignedLong(granted.orElse(USUAL_SECONDS)),
                        MIN_SECONDS,
                        MAX_SECONDS);
        long refresh = Math.max(seconds / 2, seconds - MARGIN_SECONDS);
        return new TurnLifetime(
                asked + TimeUnit.SECONDS.toNanos(refresh),
                asked + TimeUnit.SECONDS.toNanos(seconds));
    }

    /// The same end, and another time to ask.
    TurnLifetime refreshedAt(long time) {
        return new TurnLifetime(time, expiry);
    }
}
