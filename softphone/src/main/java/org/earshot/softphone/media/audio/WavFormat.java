package org.earshot.softphone.media.audio;

/// What the `fmt ` chunk of a WAV file says. Integer PCM only.
///
/// @param channels 1..[#MAX_CHANNELS]
/// @param rate sampling rate in Hz, 1..[org.earshot.softphone.media.processing.Resampler#MAX_RATE]
/// @param bits per sample: 8 (unsigned), 16, 24 or 32 (signed)
record WavFormat(int channels, int rate, int bits) {
    static final int MAX_CHANNELS = 64;

    /// Bytes of one sample of all channels.
    int blockAlign() {
        return channels * bits / 8;
    }
}
