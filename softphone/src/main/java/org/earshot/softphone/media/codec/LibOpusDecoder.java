package org.earshot.softphone.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A decoder of libopus. Confined to one thread at a time.
final class LibOpusDecoder implements Decoder {
    private static final int MAX_PACKET = 1_500;

    private final LibOpus library;
    private final LibOpusState state;
    private final MemorySegment pcm;
    private final MemorySegment packet;

    LibOpusDecoder(LibOpus library) {
        this.library = library;
        state =
                new LibOpusState(
                        "decoder",
                        error ->
                                (MemorySegment)
                                        library.decoderCreate.invokeExact(
                                                OpusCodec.CLOCK_RATE, 1, error),
                        library.decoderReset,
                        library.decoderDestroy);
        pcm = state.allocateSamples(Codec.MAX_SAMPLES);
        packet = state.allocateBytes(MAX_PACKET);
    }

    @Override
    public int clockRate() {
        return OpusCodec.CLOCK_RATE;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        return length > MAX_PACKET ? 0 : OpusPacket.samples(payload, offset, length);
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] samples, int samplesOffset) {
        int count = samplesIn(payload, offset, length);
        if (count == 0) {
            return 0;
        }
        MemorySegment.copy(payload, offset, packet, ValueLayout.JAVA_BYTE, 0, length);
        return call(packet, length, samples, samplesOffset, count, 0);
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
            byte[] payload, int offset, int length, short[] samples, int samplesOffset, int count) {
        if (samplesIn(payload, offset, length) == 0
                || !OpusPacket.hasRedundancy(payload, offset, length)) {
            return 0;
        }
        MemorySegment.copy(payload, offset, packet, ValueLayout.JAVA_BYTE, 0, length);
        return call(packet, length, samples, samplesOffset, count, 1);
    }

    @Override
    public void conceal(short[] samples, int samplesOffset, int count) {
        for (int done = 0; done < count; ) {
            int part = Math.min(count - done, OpusCodec.MAX_CONCEALED_AT_ONCE);
            int written = call(MemorySegment.NULL, 0, samples, samplesOffset + done, part, 0);
            if (written == 0) {
                Arrays.fill(samples, samplesOffset + done, samplesOffset + count, (short) 0);
                return;
            }
            done += written;
        }
    }

    /// @return samples written, 0 on any error
    private int call(
            MemorySegment from, int length, short[] samples, int offset, int count, int fec) {
        int written;
        try {
            written =
                    (int)
                            library.decode.invokeExact(
                                    state.address(), from, length, pcm, count, fec);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
        if (written <= 0) {
            return 0;
        }
        MemorySegment.copy(pcm, ValueLayout.JAVA_SHORT, 0, samples, offset, written);
        return written;
    }

    @Override
    public void reset() {
        state.reset();
    }

    @Override
    public void close() {
        state.close();
    }
}
