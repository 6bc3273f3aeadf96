package org.earshot.softphone.media;

/// The UDP ports from which media may take pairs: an even one for RTP and the next for RTCP (RFC 3550 §11).
///
/// @param first lowest port, 1024–65535
/// @param last  highest port, at least `first + 2`, so that one pair fits
public record PortRange(int first, int last) {

    /// Checks the range.
    public PortRange {
        if (first < 1024 || last > 65_535 || last < first + 2) {
            throw new IllegalArgumentException("port range " + first + "-" + last);
        }
    }

    /// How many pairs fit.
    int pairs() {
        return (last + 1 - firstEven()) / 2;
    }

    /// The even port of a pair.
    int evenPort(int pair) {
        return firstEven() + 2 * pair;
    }

    private int firstEven() {
        return first + (first & 1);
    }
}
