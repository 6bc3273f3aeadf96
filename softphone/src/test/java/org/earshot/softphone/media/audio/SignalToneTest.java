package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignalToneTest {
    private static final int RATE = AudioFrame.SAMPLE_RATE;

    private static short[] played(SignalTone tone, int frames) {
        short[] all = new short[frames * AudioFrame.SAMPLES];
        short[] frame = new short[AudioFrame.SAMPLES];
        for (int i = 0; i < frames; i++) {
            Arrays.fill(frame, (short) 999); // what it was is undefined
            tone.playout(frame, 0);
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    private static int loudest(short[] all, int from, int to) {
        return IntStream.range(from, to).map(i -> Math.abs(all[i])).max().orElseThrow();
    }

    @Test
    void aRingBackIsASecondOfFive() {
        short[] all = played(SignalTone.ringBack(() -> false), 700);
        assertThat(loudest(all, 0, RATE)).isBetween(3_000, 5_000);
        assertThat(loudest(all, RATE, 5 * RATE)).isZero();
        assertThat(loudest(all, 5 * RATE, 6 * RATE)).isBetween(3_000, 5_000);
        long rises = IntStream.range(1, RATE).filter(i -> all[i - 1] < 0 && all[i] >= 0).count();
        assertThat(rises).isBetween(424L, 425L);
    }

    @Test
    void aWaitingCallIsTwoShortTonesAndLow() {
        short[] all = played(SignalTone.callWaiting(), 500);
        assertThat(loudest(all, 0, RATE * 15 / 100)).isBetween(1_500, 2_500);
        assertThat(loudest(all, RATE * 15 / 100, RATE * 35 / 100)).isZero();
        assertThat(loudest(all, RATE * 35 / 100, RATE / 2)).isPositive();
        assertThat(loudest(all, RATE / 2, 5 * RATE)).isZero();
    }

    @Test
    void busyIsFourHundredAndEightyMillisecondsOnAndOffForFiveSeconds() {
        SignalTone tone = SignalTone.busy();
        short[] all = played(tone, 600);
        for (int at = 0; at < 480; at += 96) {
            assertThat(loudest(all, ms(at * 10), ms(at * 10 + 480))).isBetween(3_000, 5_000);
            assertThat(loudest(all, ms(at * 10 + 480), ms(at * 10 + 960))).isZero();
        }
        assertThat(loudest(all, ms(5_000), all.length)).isZero();
        assertThat(tone.over()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(all[0]).isZero();
        assertThat(hertz(all, 0, 480)).isBetween(424.0, 426.0);
    }

    @Test
    void congestionIsTwiceAsFast() {
        short[] all = played(SignalTone.congestion(), 600);
        for (int at = 0; at < 480; at += 48) {
            assertThat(loudest(all, ms(at * 10), ms(at * 10 + 240))).isBetween(3_000, 5_000);
            assertThat(loudest(all, ms(at * 10 + 240), ms(at * 10 + 480))).isZero();
        }
        assertThat(loudest(all, ms(5_000), all.length)).isZero();
        assertThat(hertz(all, 0, 240)).isBetween(424.0, 426.0);
    }

    @Test
    void theSpecialInformationToneIsThreeRisingNotes() {
        short[] all = played(SignalTone.specialInformation(), 600);
        assertThat(hertz(all, 0, 330)).isBetween(945.0, 955.0);
        assertThat(hertz(all, 330, 660)).isBetween(1_395.0, 1_405.0);
        assertThat(hertz(all, 660, 990)).isBetween(1_795.0, 1_805.0);
        assertThat(loudest(all, ms(990), ms(1_990))).isZero();
        assertThat(hertz(all, 1_990, 2_320)).isBetween(945.0, 955.0);
    }

    @Test
    void whatItsOwnerEndsIsNotOver() {
        SignalTone tone = SignalTone.ringBack(() -> false);
        played(tone, 1_200);
        assertThat(tone.over()).isNotDone();
    }

    @Test
    void playingMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SignalTone tone = SignalTone.specialInformation();
        short[] frame = new short[AudioFrame.SAMPLES];
        tone.playout(frame, 0);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 400; i++) {
            tone.playout(frame, 0);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }

    private static int ms(int millis) {
        return millis * RATE / 1_000;
    }

    private static double hertz(short[] all, int from, int to) {
        long rises =
                IntStream.range(ms(from) + 1, ms(to))
                        .filter(i -> all[i - 1] <= 0 && all[i] > 0)
                        .count();
        return rises * 1_000.0 / (to - from);
    }

    @Test
    void whileTheOtherSideIsHeardItIsSilent() {
        AtomicBoolean heard = new AtomicBoolean();
        SignalTone tone = SignalTone.ringBack(heard::get);
        assertThat(loudest(played(tone, 10), 0, 10 * AudioFrame.SAMPLES)).isPositive();
        heard.set(true);
        assertThat(loudest(played(tone, 10), 0, 10 * AudioFrame.SAMPLES)).isZero();
    }
}
