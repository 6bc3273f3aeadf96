package org.earshot.softphone.media.codec;

/// How Opus is sent: what the receiver says that it prefers (RFC 7587 §6.1), and what our own user wants.
///
/// @param redundancy       whether packets carry the audio before them a second time (FEC): worth it where the receiver uses it
/// @param constantBitrate  whether all packets have one length: then the lengths of encrypted ones say nothing of what is spoken (RFC 6562 §3)
/// @param discontinuous    whether nearly nothing is sent while nobody speaks (DTX)
/// @param lowDelay         whether the encoder looks ahead by 2.5 ms in place of 6.5: then without redundancy (RFC 6716 §2.1.7). Counts
///                         before the first frame
/// @param maxBitsPerSecond the most that the receiver takes on average, 6,000–510,000
/// @param maxPlaybackHz    what the receiver can play: no more of the band is sent, 8,000–48,000
public record OpusMode(
        boolean redundancy,
        boolean constantBitrate,
        boolean discontinuous,
        boolean lowDelay,
        int maxBitsPerSecond,
        int maxPlaybackHz) {

    /// RFC 7587 §6.1.
    public static final int LEAST_BITS_PER_SECOND = 6_000;

    /// RFC 7587 §6.1.
    public static final int MOST_BITS_PER_SECOND = 510_000;

    /// RFC 7587 §6.1.
    public static final int LEAST_PLAYBACK_HZ = 8_000;

    /// RFC 7587 §6.1.
    public static final int MOST_PLAYBACK_HZ = 48_000;

    /// Among our own phones.
    public static final OpusMode USUAL =
            new OpusMode(true, false, false, false, MOST_BITS_PER_SECOND, MOST_PLAYBACK_HZ);

    /// The least of the codec's five bands that has all that can be played: 0 for narrowband to 4 for the whole (RFC 6716 §2, table 1).
    int band() {
        if (maxPlaybackHz <= 16_000) {
            return maxPlaybackHz <= 8_000 ? 0 : maxPlaybackHz <= 12_000 ? 1 : 2;
        }
        return maxPlaybackHz <= 24_000 ? 3 : 4;
    }

    /// Checks the ranges.
    public OpusMode {
        if (maxBitsPerSecond < LEAST_BITS_PER_SECOND || maxBitsPerSecond > MOST_BITS_PER_SECOND) {
            throw new IllegalArgumentException(maxBitsPerSecond + " bits per second");
        }
        if (maxPlaybackHz < LEAST_PLAYBACK_HZ || maxPlaybackHz > MOST_PLAYBACK_HZ) {
            throw new IllegalArgumentException("playback of " + maxPlaybackHz + " Hz");
        }
    }
}
