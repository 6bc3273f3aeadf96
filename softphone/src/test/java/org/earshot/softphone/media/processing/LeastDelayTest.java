package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastDelayTest {
    private static final int MILLIS = 4_000;
    private static final int ROUNDS_OF_REST = 8; // of four seconds, not all of them with sound
    private static final int PER_MILLI = VoiceProcessor.SAMPLE_RATE / 1_000;
    private static final int HELD = 8 * PER_MILLI;
    private static final double[] FAR = EchoRoom.speech(MILLIS, 2);

    private final LeastDelay leastDelay = new LeastDelay();
    private int begun;

    private short[] run(double[] heard) {
        short[] played = EchoRoom.samples(FAR);
        short[] out = EchoRoom.samples(heard);
        short[] frame = new short[VoiceProcessor.SAMPLES];
        for (int at = 0; at + frame.length <= out.length; at += frame.length) {
            System.arraycopy(played, at, frame, 0, frame.length);
            leastDelay.rendered(frame);
            System.arraycopy(out, at, frame, 0, frame.length);
            begun += leastDelay.captured(frame) ? 1 : 0;
            System.arraycopy(frame, 0, out, at, frame.length);
        }
        return out;
    }

    private static double[] echo(int millis) {
        return new EchoRoom(1).echo(FAR, millis * PER_MILLI);
    }

    private static short[] lastSecond(short[] samples, int earlier) {
        int end = samples.length - earlier;
        return Arrays.copyOfRange(samples, end - VoiceProcessor.SAMPLE_RATE, end);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anEchoThatComesAtOnceIsHeldBack(int millis) {
        double[] heard = echo(millis);

        short[] out = run(heard);

        assertThat(lastSecond(out, 0)).isEqualTo(lastSecond(EchoRoom.samples(heard), HELD));
        assertThat(begun).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 200})
    void anotherIsLeftAsItIs(int millis) {
        double[] heard = echo(millis);

        assertThat(run(heard)).isEqualTo(EchoRoom.samples(heard));
        assertThat(begun).isZero();
    }

    @Test
    void whoSpeaksIntoAHeadsetIsNotHeldBack() {
        double[] heard = EchoRoom.speech(MILLIS, 77);

        assertThat(run(heard)).isEqualTo(EchoRoom.samples(heard));
    }

    /// The system moves a stream to another device, and nobody tells.
    @Test
    void aDelayThatChangesLaterIsFoundThen() {
        double[] usual = echo(50);
        double[] atOnce = echo(1);
        run(usual);
        assertThat(begun).isZero();
        for (int round = 0; round < ROUNDS_OF_REST; round++) {
            run(atOnce);
        }
        assertThat(begun).as("held back").isEqualTo(1);
        assertThat(lastSecond(run(atOnce), 0))
                .isEqualTo(lastSecond(EchoRoom.samples(atOnce), HELD));

        for (int round = 0; round < ROUNDS_OF_REST; round++) {
            run(usual);
        }
        assertThat(begun).as("and let go").isEqualTo(2);
        assertThat(run(usual)).isEqualTo(EchoRoom.samples(usual));
    }

    @Test
    void afterAResetAnotherDeviceIsLookedAt() {
        run(echo(0));
        leastDelay.reset();
        begun = 0;
        double[] heard = echo(50);

        assertThat(run(heard)).isEqualTo(EchoRoom.samples(heard));
        assertThat(begun).isZero();
    }
}
