package org.earshot.softphone.media.codec;

/// Turns payloads into 48 kHz mono, and invents what was lost. Confined to one thread at a time (the playout thread).
///
/// Call the methods in the order of the audio: each continues smoothly where the one before ended. None throws on hostile
/// payloads.
public interface Decoder extends AutoCloseable {
    /// The RTP clock rate of the payloads, in Hz.
    int clockRate();

    /// How many samples at 48 kHz the payload holds (1..[Codec#MAX_SAMPLES]); 0 when it is no payload of this codec. Changes nothing.
    int samplesIn(byte[] payload, int offset, int length);

    /// Decodes into `pcm` from `pcmOffset` on, where [Codec#MAX_SAMPLES] must be free.
    ///
    /// @return samples written; 0 when the payload cannot be decoded
    int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset);

    /// Writes the `samples` (a multiple of 480) samples that came right before this payload, from the redundancy within it.
    ///
    /// @return `samples`, or 0 when the payload has none: then [#conceal]
    default int decodeRedundancy(
            byte[] payload, int offset, int length, short[] pcm, int pcmOffset, int samples) {
        return 0;
    }

    /// Whether payloads can have such redundancy at all, so that a loss is worth waiting for the next of them.
    default boolean repairs() {
        return false;
    }

    /// Writes `samples` (a multiple of 480) samples that continue what was decoded before; fades out to silence or comfort noise
    /// when called again and again.
    void conceal(short[] pcm, int pcmOffset, int samples);

    /// Whether a payload of `length` bytes stands for all the time until the next one, however long that is (comfort noise; the beginning of
    /// a silence of Opus): then [#conceal] is what it says, and no loss.
    default boolean pauses(int length) {
        return false;
    }

    /// Forgets the past, as if new.
    void reset();

    @Override
    void close();
}
