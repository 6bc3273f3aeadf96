package org.earshot.softphone.media.jitter;

/// How far behind what it is a copy of older audio travels, where the sender sends such at present (RFC 2198). Confined to one thread.
final class CopiesBehind {
    /// So many packets without one, and the sender has given it up: 1 to 2 s.
    private static final int GIVEN_UP = 100;

    private int samples;
    private int packetsSince;

    /// A packet came, with copies or without.
    void packet() {
        packetsSince++;
    }

    /// With a packet came older audio.
    ///
    /// @param behind by so many samples at 48 kHz
    void seen(int behind) {
        samples = behind;
        packetsSince = 0;
    }

    /// Samples at 48 kHz; 0 where there are no copies.
    int behind() {
        return packetsSince > GIVEN_UP ? 0 : samples;
    }

    void clear() {
        samples = 0;
    }
}
