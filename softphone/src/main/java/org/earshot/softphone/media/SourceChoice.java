package org.earshot.softphone.media;

/// Which of a peer's sources (SSRC) is heard, where more than one sends: the newest. One that it took the place of is heard again when the newest
/// has fallen silent, or when it comes back after a while; else two that send at the same time, as where a server leaves its music on, would break
/// off each other with each packet. Confined to one thread; allocates nothing.
final class SourceChoice {
    /// A source that sends has a packet in less.
    private static final long SILENCE_NANOS = 200_000_000;

    /// Who was not there for so long comes back, and has not sent all the time.
    private static final long AWAY_NANOS = 1_000_000_000;

    private static final int REMEMBERED = 4;

    private final int[] others = new int[REMEMBERED]; // which were heard before, in a ring
    private final long[] seen = new long[REMEMBERED]; // their last packets
    private int left; // how many sources were
    private boolean begun;
    private int present;
    private long lastNanos; // of the present one

    /// A packet has come.
    ///
    /// @return whether its source is the one that is heard
    boolean isHeard(int ssrc, long now) {
        if (begun && ssrc != present && sendsBeside(ssrc, now)) {
            return false;
        }
        if (begun && ssrc != present) {
            others[left % REMEMBERED] = present;
            seen[left % REMEMBERED] = lastNanos;
            left++;
        }
        begun = true;
        present = ssrc;
        lastNanos = now;
        return true;
    }

    /// Whether it was left a moment ago, and goes on beside the one that is heard.
    private boolean sendsBeside(int ssrc, long now) {
        boolean lately = false;
        for (int i = 0; i < Math.min(left, REMEMBERED); i++) {
            if (others[i] == ssrc) {
                lately |= now - seen[i] < AWAY_NANOS;
                seen[i] = now;
            }
        }
        return lately && now - lastNanos < SILENCE_NANOS;
    }
}
