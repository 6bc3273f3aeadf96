package org.earshot.softphone.media.codec;

import java.util.Optional;
import org.earshot.softphone.media.noise.SilenceSuppression;
import org.earshot.softphone.media.processing.Resampler;

/// PCMU or PCMA (RFC 3551 §4.5.14): 8 kHz on the wire, a byte a sample.
final class G711Codec implements Codec {
    private static final int RATE = 8_000;
    private static final int FACTOR = 6; // 48 kHz to 8 kHz

    private final G711 law;

    G711Codec(G711 law) {
        this.law = law;
    }

    @Override
    public String name() {
        return law.name();
    }

    @Override
    public int clockRate() {
        return RATE;
    }

    @Override
    public Encoder newEncoder() {
        return new G711Encoder(law);
    }

    @Override
    public Decoder newDecoder() {
        return new G711Decoder(law);
    }

    @Override
    public Optional<Decoder> newNoiseDecoder() {
        return Optional.of(new NoiseDecoder(RATE));
    }

    @Override
    public Optional<SilenceSuppression> newSilenceSuppression() {
        return Optional.of(new SilenceSuppression(RATE));
    }

    private static final class G711Encoder implements Encoder {
        private final G711 law;
        private final Resampler resampler =
                new Resampler(48_000, RATE, Resampler.SPEECH, MAX_SAMPLES);
        private final short[] narrow = new short[MAX_SAMPLES / FACTOR + 1];

        G711Encoder(G711 law) {
            this.law = law;
        }

        @Override
        public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
            int length = resampler.process(pcm, offset, samples, narrow, 0);
            for (int i = 0; i < length; i++) {
                payload[payloadOffset + i] = law.compress(narrow[i]);
            }
            return length;
        }

        @Override
        public void reset() {
            resampler.reset();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static final class G711Decoder implements Decoder {
        private final G711 law;
        private final Resampler resampler =
                new Resampler(RATE, 48_000, Resampler.SPEECH, MAX_SAMPLES / FACTOR);
        private final WaveformExtrapolator extrapolator = new WaveformExtrapolator(RATE);
        private final short[] narrow = new short[MAX_SAMPLES / FACTOR];

        G711Decoder(G711 law) {
            this.law = law;
        }

        @Override
        public int clockRate() {
            return RATE;
        }

        @Override
        public int samplesIn(byte[] payload, int offset, int length) {
            return length > narrow.length ? 0 : length * FACTOR;
        }

        @Override
        public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
            if (samplesIn(payload, offset, length) == 0) {
                return 0;
            }
            for (int i = 0; i < length; i++) {
                narrow[i] = law.expand(payload[offset + i]);
            }
            extrapolator.received(narrow, length);
            return resampler.process(narrow, 0, length, pcm, pcmOffset);
        }

        @Override
        public void conceal(short[] pcm, int pcmOffset, int samples) {
            int length = samples / FACTOR;
            extrapolator.extrapolate(narrow, length);
            resampler.process(narrow, 0, length, pcm, pcmOffset);
        }

        @Override
        public void reset() {
            resampler.reset();
            extrapolator.reset();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
