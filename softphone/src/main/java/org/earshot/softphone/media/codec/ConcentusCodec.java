package org.earshot.softphone.media.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import java.util.Arrays;
import java.util.List;

/// Opus in pure Java.
final class ConcentusCodec extends OpusCodec {
    private static final List<OpusBandwidth> BANDS =
            List.of(
                    OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND,
                    OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND,
                    OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND,
                    OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND,
                    OpusBandwidth.OPUS_BANDWIDTH_FULLBAND);

    @Override
    public Encoder newEncoder() {
        try {
            return new ConcentusEncoder();
        } catch (OpusException e) {
            throw new IllegalStateException("Opus encoder", e);
        }
    }

    @Override
    public Decoder newDecoder() {
        try {
            return new ConcentusDecoder();
        } catch (OpusException e) {
            throw new IllegalStateException("Opus decoder", e);
        }
    }

    private static final class ConcentusEncoder implements Encoder {
        private final OpusEncoder opus =
                new OpusEncoder(CLOCK_RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        private boolean begun;
        private OpusMode mode = OpusMode.USUAL;
        private int lossPercent = EXPECTED_LOSS;
        private int bitsPerSecond = BITRATE;

        ConcentusEncoder() throws OpusException {
            opus.setComplexity(COMPLEXITY);
            bitrate(bitsPerSecond);
            expectLoss(lossPercent);
            follow(mode);
        }

        @Override
        public int encode(short[] pcm, int offset, int samples, byte[] payload, int payloadOffset) {
            begun = true;
            try {
                return opus.encode(pcm, offset, samples, payload, payloadOffset, MAX_PAYLOAD);
            } catch (OpusException e) {
                throw new IllegalArgumentException(samples + " samples can't be encoded", e);
            }
        }

        @Override
        public void expectLoss(int percent) {
            lossPercent = Math.clamp(percent, 0, 100);
            opus.setPacketLossPercent(lossPercent);
            chooseModel();
        }

        @Override
        public void bitrate(int wanted) {
            bitsPerSecond = Math.clamp(wanted, MIN_BITRATE, MAX_BITRATE);
            opus.setBitrate(bitsPerSecond);
            chooseModel();
        }

        @Override
        public void complexity(int level) {
            opus.setComplexity(Math.clamp(level, 0, 10));
        }

        @Override
        public void follow(OpusMode next) {
            mode = next;
            if (!begun) { // later it is refused
                opus.setApplication(
                        mode.lowDelay()
                                ? OpusApplication.OPUS_APPLICATION_RESTRICTED_LOWDELAY
                                : OpusApplication.OPUS_APPLICATION_VOIP);
            }
            opus.setUseInbandFEC(mode.redundancy());
            opus.setUseVBR(!mode.constantBitrate());
            opus.setUseDTX(mode.discontinuous());
            opus.setMaxBandwidth(BANDS.get(mode.band()));
            chooseModel();
        }

        private void chooseModel() {
            opus.setSignalType(
                    wantsModelOfSpeech(mode, lossPercent, bitsPerSecond)
                            ? OpusSignal.OPUS_SIGNAL_VOICE
                            : OpusSignal.OPUS_SIGNAL_MUSIC);
        }

        @Override
        public void reset() {
            opus.resetState();
        }

        @Override
        public void close() {
            // holds nothing but memory
        }
    }

    private static final class ConcentusDecoder implements Decoder {
        private final OpusDecoder opus = new OpusDecoder(CLOCK_RATE, 1);

        ConcentusDecoder() throws OpusException {}

        @Override
        public int clockRate() {
            return CLOCK_RATE;
        }

        @Override
        public int samplesIn(byte[] payload, int offset, int length) {
            return OpusPacket.samples(payload, offset, length);
        }

        @Override
        public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
            int samples = samplesIn(payload, offset, length);
            return samples == 0
                    ? 0
                    : guarded(payload, offset, length, pcm, pcmOffset, samples, false);
        }

        @Override
        public boolean pauses(int length) {
            return Codec.isOpusSilence(length);
        }

        @Override
        public boolean repairs() {
            return true;
        }

        @Override
        public int decodeRedundancy(
                byte[] payload, int offset, int length, short[] pcm, int pcmOffset, int samples) {
            if (!OpusPacket.hasRedundancy(payload, offset, length)) {
                return 0;
            }
            return guarded(payload, offset, length, pcm, pcmOffset, samples, true);
        }

        @Override
        public void conceal(short[] pcm, int pcmOffset, int samples) {
            for (int done = 0; done < samples; ) {
                int part = Math.min(samples - done, MAX_CONCEALED_AT_ONCE);
                int written = guarded(null, 0, 0, pcm, pcmOffset + done, part, false);
                if (written <= 0) {
                    Arrays.fill(pcm, pcmOffset + done, pcmOffset + samples, (short) 0);
                    return;
                }
                done += written;
            }
        }

        /// Hostile payloads make Concentus throw all sorts of things: that is a payload lost, no more.
        private int guarded(
                byte[] payload,
                int offset,
                int length,
                short[] pcm,
                int pcmOffset,
                int samples,
                boolean fec) {
            try {
                return opus.decode(payload, offset, length, pcm, pcmOffset, samples, fec);
            } catch (OpusException | RuntimeException | AssertionError e) {
                opus.resetState(); // it may have stopped halfway
                return 0;
            }
        }

        @Override
        public void reset() {
            opus.resetState();
        }

        @Override
        public void close() {
            // holds nothing but memory
        }
    }
}
