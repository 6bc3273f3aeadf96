package org.earshot.softphone.media.codec;

/// Turns frames into payloads. Confined to one thread at a time (the capture thread).
public interface Encoder extends AutoCloseable {
    /// Encodes `samples` (480, 960, 1920 or 2880: 10, 20, 40 or 60 ms; G.711 and G.722: 480 or 960) samples of 48 kHz mono into `payload` from `payloadOffset` on, where
    /// [Codec#MAX_PAYLOAD] bytes must be free.
    ///
    /// @return length of the payload in bytes, at least 1
    int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset);

    /// Tells how many per cent of the packets get lost (0..100), as RTCP says; more redundancy where the codec has it (Opus FEC).
    default void expectLoss(int percent) {}

    /// Asks for a bit rate in bits per second; codecs with one rate ignore it.
    default void bitrate(int bitsPerSecond) {}

    /// How hard to try, 0..10; codecs that can't choose ignore it.
    default void complexity(int level) {}

    /// How to send from now on; only Opus has that choice.
    default void follow(OpusMode mode) {}

    /// Forgets the past, as if new.
    void reset();

    @Override
    void close();
}
