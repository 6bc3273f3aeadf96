package org.earshot.softphone.media;

/// The codecs that a session can speak, by their names in SDP (RFC 3551, RFC 7587).
public enum CodecName {
    /// RFC 7587. The RTP clock is 48 kHz whatever is inside.
    OPUS(48_000),
    /// G.722, 16 kHz, RFC 3551 §4.5.2: the RTP clock counts only every other sample.
    G722(8_000),
    /// G.711 µ-law, RFC 3551 §4.5.14.
    PCMU(8_000),
    /// G.711 A-law, RFC 3551 §4.5.14.
    PCMA(8_000);

    private final int clockRate;

    CodecName(int clockRate) {
        this.clockRate = clockRate;
    }

    /// Ticks of the RTP timestamp per second.
    public int clockRate() {
        return clockRate;
    }

    /// Whether comfort noise (RFC 3389) stands for its silence: Opus has its own.
    public boolean hasNoise() {
        return this != OPUS;
    }
}
