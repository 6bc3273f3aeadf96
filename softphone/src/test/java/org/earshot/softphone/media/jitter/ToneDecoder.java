package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.codec.Decoder;

/// A codec of 48 kHz and 20 ms that says of each packet where in a tone of 264 samples it begins. It conceals by going on with the tone,
/// more and more softly, fades over to what is decoded next, as the real ones do, and costs next to nothing.
final class ToneDecoder implements Decoder {
    private static final int PERIOD = 264;
    private static final int SAMPLES = 960;
    private static final int JOIN = 240;
    private static final int LOUD = 8_000;
    private static final int FROM_SILENCE = 1;
    private static final int TO_SILENCE = 2;

    private final short[] tone =
            new short[PERIOD + SAMPLES]; // from each phase on there is a packet
    private int phase;
    private double volume;
    private boolean concealed; // what came last
    private final short[] madeUp = new short[JOIN];

    ToneDecoder() {
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(LOUD * Math.sin(2 * Math.PI * i / PERIOD));
        }
    }

    /// The payload of the packet that begins with sample number `first`.
    static void write(byte[] payload, long first, boolean fromSilence, boolean toSilence) {
        int phase = (int) Math.floorMod(first, (long) PERIOD);
        payload[0] = (byte) (phase >> 8);
        payload[1] = (byte) phase;
        payload[2] = (byte) (fromSilence ? FROM_SILENCE : toSilence ? TO_SILENCE : 0);
    }

    @Override
    public int clockRate() {
        return 48_000;
    }

    @Override
    public int samplesIn(byte[] payload, int offset, int length) {
        return SAMPLES;
    }

    @Override
    public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
        boolean join = concealed;
        concealed = false;
        if (join) {
            tone(madeUp, 0, JOIN, volume, volume);
        }
        phase = (payload[offset] & 0xFF) << 8 | (payload[offset + 1] & 0xFF);
        double begin = payload[offset + 2] == FROM_SILENCE ? 0 : 1;
        double end = payload[offset + 2] == TO_SILENCE ? 0 : 1;
        tone(pcm, pcmOffset, SAMPLES, begin, end);
        for (int i = 0; join && i < JOIN; i++) {
            int sample = pcm[pcmOffset + i] * i + madeUp[i] * (JOIN - i);
            pcm[pcmOffset + i] = (short) (sample / JOIN);
        }
        return SAMPLES;
    }

    @Override
    public void conceal(short[] pcm, int pcmOffset, int samples) {
        tone(pcm, pcmOffset, samples, volume, volume * 0.8);
        concealed = true;
    }

    private void tone(short[] pcm, int offset, int samples, double begin, double end) {
        if (begin == 1 && end == 1) {
            System.arraycopy(tone, phase, pcm, offset, samples);
        } else {
            for (int i = 0; i < samples; i++) {
                pcm[offset + i] = (short) (tone[phase + i] * (begin + (end - begin) * i / samples));
            }
        }
        phase = (phase + samples) % PERIOD;
        volume = end;
    }

    @Override
    public void reset() {
        volume = 0;
        concealed = false;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
