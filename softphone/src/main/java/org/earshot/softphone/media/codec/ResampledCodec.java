package org.earshot.softphone.media.codec;

import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.softphone.media.noise.SilenceSuppression;
import org.earshot.softphone.media.processing.Resampler;

/// A codec of a lower rate that turns a fixed number of samples into each octet: our 48 kHz are resampled around it, and what is lost is
/// continued by the waveform.
final class ResampledCodec implements Codec {
    private final String name;
    private final int rate;
    private final int clockRate;
    private final int width;
    private final int samplesOfOctet;
    private final Supplier<SampleEncoder> encoders;
    private final Supplier<SampleDecoder> decoders;

    /// Samples of the codec's rate to octets. Confined to one thread; doesn't allocate.
    interface SampleEncoder {
        /// Encodes the first `samples` of `pcm`.
        ///
        /// @return octets
        int encode(short[] pcm, int samples, byte[] octets, int offset);

        /// Forgets the past, as if new.
        void reset();
    }

    /// Octets to samples of the codec's rate. Confined to one thread; doesn't allocate.
    interface SampleDecoder {
        /// Decodes into the beginning of `pcm`.
        ///
        /// @return samples
        int decode(byte[] octets, int offset, int length, short[] pcm);

        /// Forgets the past, as if new.
        void reset();
    }

    /// @param rate in Hz, a divisor of 48000
    /// @param clockRate of RTP in Hz
    /// @param width of the resamplers
    private ResampledCodec(
            String name,
            int rate,
            int clockRate,
            int width,
            int samplesOfOctet,
            Supplier<SampleEncoder> encoders,
            Supplier<SampleDecoder> decoders) {
        this.name = name;
        this.rate = rate;
        this.clockRate = clockRate;
        this.width = width;
        this.samplesOfOctet = samplesOfOctet;
        this.encoders = encoders;
        this.decoders = decoders;
    }

    /// PCMU or PCMA (RFC 3551 §4.5.14): 8 kHz on the wire, a byte a sample.
    static ResampledCodec of(G711 law) {
        return new ResampledCodec(
                law.name(), 8_000, 8_000, Resampler.SPEECH, 1, () -> law, () -> law);
    }

    /// G722 (RFC 3551 §4.5.2): 16 kHz at 64 kbit/s, an octet for two samples. Its RTP clock runs at 8 kHz, by an error of RFC 1890 that
    /// must stay: 20 ms are 320 samples, 160 octets and 160 ticks.
    static ResampledCodec g722() {
        return new ResampledCodec(
                "G722",
                16_000,
                8_000,
                Resampler.WIDEBAND,
                2,
                G722Encoder::new,
                () -> new G722Decoder(1));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int clockRate() {
        return clockRate;
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
        return Optional.of(new NoiseDecoder(rate));
    }

    @Override
    public Optional<SilenceSuppression> newSilenceSuppression() {
        return Optional.of(new SilenceSuppression(rate));
    }

    private int factor() {
        return 48_000 / rate;
    }

    private final class FrameEncoder implements Encoder {
        private final SampleEncoder encoder = encoders.get();
        private final Resampler resampler = new Resampler(48_000, rate, width, MAX_SAMPLES);
        private final short[] narrow = new short[MAX_SAMPLES / factor() + 1];

        @Override
        public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
            int length = resampler.process(pcm, offset, samples, narrow, 0);
            return encoder.encode(narrow, length, payload, payloadOffset);
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

    private final class FrameDecoder implements Decoder {
        private final SampleDecoder decoder = decoders.get();
        private final Resampler resampler =
                new Resampler(rate, 48_000, width, MAX_SAMPLES / factor());
        private final WaveformExtrapolator extrapolator = new WaveformExtrapolator(rate);
        private final short[] narrow = new short[MAX_SAMPLES / factor()];

        @Override
        public int clockRate() {
            return clockRate;
        }

        @Override
        public int samplesIn(byte[] payload, int offset, int length) {
            int samples = length * samplesOfOctet;
            return samples > narrow.length ? 0 : samples * factor();
        }

        @Override
        public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
            if (samplesIn(payload, offset, length) == 0) {
                return 0;
            }
            int samples = decoder.decode(payload, offset, length, narrow);
            extrapolator.received(narrow, samples);
            return resampler.process(narrow, 0, samples, pcm, pcmOffset);
        }

        @Override
        public void conceal(short[] pcm, int pcmOffset, int samples) {
            int length = samples / factor();
            extrapolator.extrapolate(narrow, length);
            resampler.process(narrow, 0, length, pcm, pcmOffset);
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
