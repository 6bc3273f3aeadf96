package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

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
    void whileTheOtherSideIsHeardItIsSilent() {
        AtomicBoolean heard = new AtomicBoolean();
        SignalTone tone = SignalTone.ringBack(heard::get);
        assertThat(loudest(played(tone, 10), 0, 10 * AudioFrame.SAMPLES)).isPositive();
        heard.set(true);
        assertThat(loudest(played(tone, 10), 0, 10 * AudioFrame.SAMPLES)).isZero();
    }
}
