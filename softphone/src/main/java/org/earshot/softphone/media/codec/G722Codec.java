package org.earshot.softphone.media.codec;

import java.util.Optional;
import org.earshot.softphone.media.noise.SilenceSuppression;
import org.earshot.softphone.media.processing.Resampler;

/// G722 (RFC 3551 §4.5.2): 16 kHz at 64 kbit/s, an octet for two samples. Its RTP clock runs at 8 kHz, by an error of RFC 1890 that
/// must stay: 20 ms are 320 samples, 160 octets and 160 ticks.
final class G722Codec implements Codec {
    private static final int RATE = 16_000;
    private static final int CLOCK_RATE = 8_000;
    private static final int FACTOR = 3; // 48 kHz to 16 kHz
    private static final int OCTET = 2; // samples in an octet

    @Override
    public String name() {
        return "G722";
    }

    @Override
    public int clockRate() {
        return CLOCK_RATE;
    }

    @Override
    public Encoder newEncoder() {
        return new FrameEncoder();
    }

    @Override
    public Decoder newDecoder() {
        return new FrameDecoder();
    }

    @Override
    public Optional<Decoder> newNoiseDecoder() {
        return Optional.of(new NoiseDecoder(RATE));
    }

    @Override
    public Optional<SilenceSuppression> newSilenceSuppression() {
        return Optional.of(new SilenceSuppression(RATE));
    }

    private static final class FrameEncoder implements Encoder {
        private final G722Encoder encoder = new G722Encoder();
        private final Resampler resampler =
                new Resampler(48_000, RATE, Resampler.WIDEBAND, MAX_SAMPLES);
        private final short[] wide = new short[MAX_SAMPLES / FACTOR + 1];

        @Override
        public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
            int length = resampler.process(pcm, offset, samples, wide, 0);
            return encoder.encode(wide, length, payload, payloadOffset);
        }

        @Override
        public void reset() {
            resampler.reset();
            encoder.reset();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static final class FrameDecoder implements Decoder {
        private final G722Decoder decoder = new G722Decoder(1);
        private final Resampler resampler =
                new Resampler(RATE, 48_000, Resampler.WIDEBAND, MAX_SAMPLES / FACTOR);
        private final WaveformExtrapolator extrapolator = new WaveformExtrapolator(RATE);
        private final short[] wide = new short[MAX_SAMPLES / FACTOR];

        @Override
        public int clockRate() {
            return CLOCK_RATE;
        }

        @Override
        public int samplesIn(byte[] payload, int offset, int length) {
            return length * OCTET > wide.length ? 0 : length * OCTET * FACTOR;
        }

        @Override
        public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
            if (samplesIn(payload, offset, length) == 0) {
                return 0;
            }
            int samples = decoder.decode(payload, offset, length, wide);
            extrapolator.received(wide, samples);
            return resampler.process(wide, 0, samples, pcm, pcmOffset);
        }

        @Override
        public void conceal(short[] pcm, int pcmOffset, int samples) {
            int length = samples / FACTOR;
            extrapolator.extrapolate(wide, length);
            resampler.process(wide, 0, length, pcm, pcmOffset);
        }

        @Override
        public void reset() {
            resampler.reset();
            decoder.reset();
            extrapolator.reset();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
