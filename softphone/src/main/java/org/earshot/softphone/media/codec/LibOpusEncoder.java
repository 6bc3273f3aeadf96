package org.earshot.softphone.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An encoder of libopus. Confined to one thread at a time.
final class LibOpusEncoder implements Encoder {
    private static final int MAX_FRAME = 960;

    /// Of 0..10. Native code has the time, and with less (or with less loss expected) libopus 1.3 finds no room for redundancy in 32 kb/s.
    private static final int COMPLEXITY = 9;

    private final LibOpus library;
    private final LibOpusState state;
    private final MemorySegment pcm;
    private final MemorySegment packet;

    LibOpusEncoder(LibOpus library) {
        this.library = library;
        state =
                new LibOpusState(
                        "encoder",
                        error ->
                                (MemorySegment)
                                        library.encoderCreate.invokeExact(
                                                OpusCodec.CLOCK_RATE,
                                                1,
                                                LibOpus.APPLICATION_VOIP,
                                                error),
                        library.encoderReset,
                        library.encoderDestroy);
        pcm = state.allocateSamples(MAX_FRAME);
        packet = state.allocateBytes(Codec.MAX_PAYLOAD);
        set(LibOpus.SET_BITRATE, OpusCodec.BITRATE);
        set(LibOpus.SET_COMPLEXITY, COMPLEXITY);
        set(LibOpus.SET_SIGNAL, LibOpus.SIGNAL_VOICE);
        set(LibOpus.SET_INBAND_FEC, 1);
        set(LibOpus.SET_PACKET_LOSS_PERC, OpusCodec.EXPECTED_LOSS);
        set(LibOpus.SET_DTX, 0);
    }

    @Override
    public int encode(short[] samples, int offset, int count, byte[] payload, int payloadOffset) {
        MemorySegment.copy(samples, offset, pcm, ValueLayout.JAVA_SHORT, 0, count);
        int length;
        try {
            length =
                    (int)
                            library.encode.invokeExact(
                                    state.address(), pcm, count, packet, Codec.MAX_PAYLOAD);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
        if (length < 1) {
            throw new IllegalArgumentException(
                    count + " samples can't be encoded: error " + length);
        }
        MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, 0, payload, payloadOffset, length);
        return length;
    }

    @Override
    public void expectLoss(int percent) {
        set(LibOpus.SET_PACKET_LOSS_PERC, Math.clamp(percent, 0, 100));
    }

    @Override
    public void bitrate(int bitsPerSecond) {
        set(
                LibOpus.SET_BITRATE,
                Math.clamp(bitsPerSecond, OpusCodec.MIN_BITRATE, OpusCodec.MAX_BITRATE));
    }

    private void set(int request, int value) {
        try {
            int error = (int) library.encoderSet.invokeExact(state.address(), request, value);
            if (error != LibOpus.OK) {
                throw new IllegalArgumentException(
                        "libopus refuses %d = %d".formatted(request, value));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw LibOpus.broken(e);
        }
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
