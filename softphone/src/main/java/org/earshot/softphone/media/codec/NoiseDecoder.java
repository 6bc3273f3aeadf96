package org.earshot.softphone.media.codec;

import org.earshot.softphone.media.noise.NoiseGenerator;
import org.earshot.softphone.media.noise.NoiseModel;
import org.earshot.softphone.media.processing.Resampler;

/// Comfort noise (RFC 3389) in place of a codec that is silent: a payload says what the noise is like from now on, and all that is
/// concealed after it is that noise.
final class NoiseDecoder implements Decoder {
    private static final int CLOCK_RATE = 8_000;
    private static final int FRAME = 480;
    private static final int MAX_BLOCK = Codec.MAX_SAMPLES;

    private final NoiseModel model = new NoiseModel();
    private final NoiseGenerator generator = new NoiseGenerator();
    private final Resampler resampler;
    private final short[] noise;
    private final int factor;

    /// @param rate of the codec in Hz, 8000 or 16000: the band of the noise
    NoiseDecoder(int rate) {
        factor = 48_000 / rate;
        int width = rate == CLOCK_RATE ? Resampler.SPEECH : Resampler.WIDEBAND;
        resampler = new Resampler(rate, 48_000, width, MAX_BLOCK / factor);
        noise = new short[MAX_BLOCK / factor];
    }

    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public boolean pauses(int length) {
        return true;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        return length < 1 ? 0 : FRAME;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
        if (!model.read(payload, offset, length)) {
            return 0;
        }
        generator.become(model);
        conceal(pcm, pcmOffset, FRAME);
        return FRAME;
    }

    @Override
    public void conceal(short[] pcm, int pcmOffset, int samples) {
        int length = samples / factor;
        generator.generate(noise, 0, length);
        resampler.process(noise, 0, length, pcm, pcmOffset);
    }

    @Override
    public void reset() {
        generator.reset();
        resampler.reset();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
