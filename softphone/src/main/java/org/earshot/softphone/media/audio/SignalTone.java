package org.earshot.softphone.media.audio;

import java.util.function.BooleanSupplier;

/// A tone that tells the user of this phone how a call stands, in the beat of most countries' networks (ITU-T E.180): bursts
/// of 425 Hz. It is mixed with the calls that there are, and goes to nobody else.
public final class SignalTone implements AudioSession {
    private static final int HERTZ = 425;

    /// 17 periods of 425 Hz are exactly so many samples.
    private static final int PERIODS = 1_920;

    private final short[] periods = new short[PERIODS];
    private final int[] bursts;
    private final int burstFrames;
    private final int beatFrames;
    private final BooleanSupplier silent;
    private int frame;
    private int position;

    private SignalTone(
            double loudness,
            int burstFrames,
            int beatFrames,
            BooleanSupplier silent,
            int... bursts) {
        this.bursts = bursts;
        this.burstFrames = burstFrames;
        this.beatFrames = beatFrames;
        this.silent = silent;
        for (int i = 0; i < PERIODS; i++) {
            double phase = 2 * Math.PI * HERTZ * i / AudioFrame.SAMPLE_RATE;
            periods[i] = (short) Math.round(loudness * Short.MAX_VALUE * Math.sin(phase));
        }
    }

    /// It rings at the one who is called: a second of each five.
    ///
    /// @param silent whether the other side is heard itself, such as with a ring-back of its own (RFC 3960 §3.2); asked by an
    ///     audio thread
    public static SignalTone ringBack(BooleanSupplier silent) {
        return new SignalTone(0.12, 100, 500, silent, 0);
    }

    /// Somebody else calls: two short and low ones each five seconds.
    public static SignalTone callWaiting() {
        return new SignalTone(0.06, 15, 500, () -> false, 0, 35);
    }

    @Override
    public void captured(short[] heard, long nanoTime) {
        // it has nothing to say
    }

    @Override
    public void playout(short[] samples, long nanoTime) {
        boolean on = isOn() && !silent.getAsBoolean();
        for (int i = 0; i < AudioFrame.SAMPLES; i++) {
            samples[i] = on ? periods[position] : 0;
            position = position + 1 == PERIODS ? 0 : position + 1;
        }
        frame = (frame + 1) % beatFrames;
    }

    private boolean isOn() {
        for (int burst : bursts) {
            if (frame >= burst && frame < burst + burstFrames) {
                return true;
            }
        }
        return false;
    }
}
