package org.earshot.softphone.media.audio;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// A tone that tells the user of this phone how a call stands, in the beat of most countries' networks (ITU-T E.180): bursts
/// of 425 Hz, and the three notes of the special information tone. It is mixed with the calls that there are, and goes to nobody else.
/// Playing it allocates nothing.
public final class SignalTone implements AudioSession {
    private static final int HERTZ = 425;

    /// Of each multiple of 25 Hz whole periods are exactly so many samples.
    private static final int PERIODS = 1_920;

    private static final double LOUD = 0.12;
    private static final double LOW = 0.06;

    /// How long a call that failed is told of: 5 s.
    private static final int LONGEST_END = 500;

    private static final int FOREVER = Integer.MAX_VALUE;

    private final Beat beat;
    private final int frames;
    private final BooleanSupplier silent;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private int played;
    private int position;

    /// What is repeated.
    private record Beat(int frames, List<Burst> bursts) {}

    private static final class Burst {
        private final int from; // frames of the beat
        private final int length;
        private final short[] periods = new short[PERIODS];

        Burst(int from, int length, int hertz, double loudness) {
            this.from = from;
            this.length = length;
            for (int i = 0; i < PERIODS; i++) {
                double phase = 2 * Math.PI * hertz * i / AudioFrame.SAMPLE_RATE;
                periods[i] = (short) Math.round(loudness * Short.MAX_VALUE * Math.sin(phase));
            }
        }
    }

    private SignalTone(int frames, BooleanSupplier silent, Beat beat) {
        this.frames = frames;
        this.silent = silent;
        this.beat = beat;
    }

    /// It rings at the one who is called: a second of each five.
    ///
    /// @param silent whether the other side is heard itself, such as with a ring-back of its own (RFC 3960 §3.2); asked by an
    ///     audio thread
    public static SignalTone ringBack(BooleanSupplier silent) {
        return new SignalTone(
                FOREVER, silent, new Beat(500, List.of(new Burst(0, 100, HERTZ, LOUD))));
    }

    /// Somebody else calls: two short and low ones each five seconds.
    public static SignalTone callWaiting() {
        Burst first = new Burst(0, 15, HERTZ, LOW);
        Burst second = new Burst(35, 15, HERTZ, LOW);
        return new SignalTone(FOREVER, () -> false, new Beat(500, List.of(first, second)));
    }

    /// The one who is called is busy: 0.48 s on and off, for five seconds.
    public static SignalTone busy() {
        return ofEnd(new Beat(96, List.of(new Burst(0, 48, HERTZ, LOUD))));
    }

    /// The call can't be carried, now: 0.24 s on and off, for five seconds.
    public static SignalTone congestion() {
        return ofEnd(new Beat(48, List.of(new Burst(0, 24, HERTZ, LOUD))));
    }

    /// There is nobody of that address: three rising notes of 0.33 s each and a second of silence, for five seconds.
    public static SignalTone specialInformation() {
        return ofEnd(
                new Beat(
                        199,
                        List.of(
                                new Burst(0, 33, 950, LOUD),
                                new Burst(33, 33, 1_400, LOUD),
                                new Burst(66, 33, 1_800, LOUD))));
    }

    private static SignalTone ofEnd(Beat beat) {
        return new SignalTone(LONGEST_END, () -> false, beat);
    }

    /// Completes on no audio thread, when all was played; never for one that only its owner ends.
    public CompletableFuture<Void> over() {
        return over;
    }

    @Override
    public void captured(short[] heard, long nanoTime) {
        // it has nothing to say
    }

    @Override
    public void playout(short[] samples, long nanoTime) {
        if (played == frames || !fill(samples) || silent.getAsBoolean()) {
            Arrays.fill(samples, (short) 0);
        }
        if (played < frames) {
            played++;
            if (played == frames) {
                over.completeAsync(() -> null);
            }
        }
    }

    private boolean fill(short[] samples) {
        int frame = played % beat.frames;
        for (int each = 0; each < beat.bursts.size(); each++) {
            Burst burst = beat.bursts.get(each);
            if (frame >= burst.from && frame < burst.from + burst.length) {
                if (frame == burst.from) {
                    position = 0; // it begins with a zero, or would click
                }
                for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                    samples[i] = burst.periods[position];
                    position = position + 1 == PERIODS ? 0 : position + 1;
                }
                return true;
            }
        }
        return false;
    }
}
