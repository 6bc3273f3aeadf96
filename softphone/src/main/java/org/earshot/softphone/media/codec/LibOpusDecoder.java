package org.earshot.softphone.media.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A decoder of libopus, with memory outside of the heap that is taken once. Confined to one thread at a time.
final class LibOpusDecoder implements Decoder {
    private static final int MAX_PACKET = 1_500;

    private final LibOpus library;
    private final Arena arena =
            Arena.ofShared(); // closed by another thread than the one that decodes
    private final MemorySegment pcm = arena.allocate(ValueLayout.JAVA_SHORT, Codec.MAX_SAMPLES);
    private final MemorySegment packet = arena.allocate(MAX_PACKET);
    private final MemorySegment state;
    private boolean closed;

    LibOpusDecoder(LibOpus library) {
        this.library = library;
        state = create();
    }

    private MemorySegment create() {
        MemorySegment error = arena.allocate(ValueLayout.JAVA_INT);
        try {
            MemorySegment created =
                    (MemorySegment)
                            library.decoderCreate.invokeExact(OpusCodec.CLOCK_RATE, 1, error);
            if (error.get(ValueLayout.JAVA_INT, 0) != LibOpus.OK) {
                throw new IllegalStateException("libopus gives no decoder");
            }
            return created;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
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
            written = (int) library.decode.invokeExact(state, from, length, pcm, count, fec);
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
        try {
            int _ = (int) library.decoderReset.invokeExact(state, LibOpus.RESET_STATE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            library.decoderDestroy.invokeExact(state);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
        arena.close();
    }
}
