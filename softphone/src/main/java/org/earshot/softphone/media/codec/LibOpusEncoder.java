package org.earshot.softphone.media.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An encoder of libopus. Confined to one thread at a time.
final class LibOpusEncoder implements Encoder {
    private final LibOpus library;
    private final LibOpusState state;
    private final MemorySegment pcm;
    private final MemorySegment packet;
    private boolean begun;
    private OpusMode mode = OpusMode.USUAL;
    private int lossPercent = OpusCodec.EXPECTED_LOSS;
    private int bitsPerSecond = OpusCodec.BITRATE;

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
        pcm = state.allocateSamples(OpusCodec.MAX_FRAME);
        packet = state.allocateBytes(Codec.MAX_PAYLOAD);
        set(LibOpus.SET_COMPLEXITY, OpusCodec.COMPLEXITY);
        bitrate(bitsPerSecond);
        expectLoss(lossPercent);
        follow(mode);
    }

    @Override
    public int encode(short[] samples, int offset, int count, byte[] payload, int payloadOffset) {
        begun = true;
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
        lossPercent = Math.clamp(percent, 0, 100);
        set(LibOpus.SET_PACKET_LOSS_PERC, lossPercent);
        chooseModel();
    }

    @Override
    public void bitrate(int wanted) {
        bitsPerSecond = Math.clamp(wanted, OpusCodec.MIN_BITRATE, OpusCodec.MAX_BITRATE);
        set(LibOpus.SET_BITRATE, bitsPerSecond);
        chooseModel();
    }

    @Override
    public void complexity(int level) {
        set(LibOpus.SET_COMPLEXITY, Math.clamp(level, 0, 10));
    }

    @Override
    public void follow(OpusMode next) {
        mode = next;
        if (!begun) { // later the library refuses it
            set(
                    LibOpus.SET_APPLICATION,
                    mode.lowDelay() ? LibOpus.APPLICATION_LOW_DELAY : LibOpus.APPLICATION_VOIP);
        }
        set(LibOpus.SET_INBAND_FEC, mode.redundancy() ? 1 : 0);
        set(LibOpus.SET_VBR, mode.constantBitrate() ? 0 : 1);
        set(LibOpus.SET_DTX, mode.discontinuous() ? 1 : 0);
        set(LibOpus.SET_MAX_BANDWIDTH, LibOpus.NARROWBAND + mode.band());
        chooseModel();
    }

    private void chooseModel() {
        boolean speech = OpusCodec.wantsModelOfSpeech(mode, lossPercent, bitsPerSecond);
        set(LibOpus.SET_SIGNAL, speech ? LibOpus.SIGNAL_VOICE : LibOpus.SIGNAL_MUSIC);
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
