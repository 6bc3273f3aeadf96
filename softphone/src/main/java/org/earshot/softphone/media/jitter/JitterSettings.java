package org.earshot.softphone.media.jitter;

/// How a [JitterBuffer] behaves. All in ms; the target moves between `minMs` and `maxMs` and begins at `startMs`.
///
/// @param startMs delay of the first packet, until the network is known
/// @param minMs the least delay aimed at: what a busy machine needs to be in time
/// @param maxMs the most delay aimed at; audio beyond twice that is thrown away
public record JitterSettings(int startMs, int minMs, int maxMs) {
    /// 40 ms at the start, then 4 to 400 ms, and up to the tick after that.
    public static final JitterSettings DEFAULT = new JitterSettings(40, 4, 400);

    public JitterSettings {
        if (minMs < 0 || startMs < minMs || maxMs < startMs || maxMs > 1_000) {
            throw new IllegalArgumentException(
                    "jitter buffer of %d ms, %d to %d".formatted(startMs, minMs, maxMs));
        }
    }
}
