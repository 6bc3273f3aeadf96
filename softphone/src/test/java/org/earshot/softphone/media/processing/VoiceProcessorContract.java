package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [VoiceProcessor] does, in a room with a tail of 60 ms. Whoever extends it says which one.
abstract class VoiceProcessorContract {
    private static final int SECONDS = 6;
    private static final int MILLIS = SECONDS * 1_000;
    private static final int SAMPLES_PER_MILLI = 48;
    private static final VoiceSettings ECHO_AND_NOISE = new VoiceSettings(true, true, false);
    private static final VoiceSettings ECHO = new VoiceSettings(true, false, false);
    private static final VoiceSettings NOISE = new VoiceSettings(false, true, false);
    private static final VoiceSettings GAIN = new VoiceSettings(false, true, true);

    private static final double[] FAR = EchoRoom.speech(MILLIS, 2);
    private static final double[] NEAR = EchoRoom.speech(MILLIS, 77);
    private static final double[] NOTHING = new double[MILLIS * SAMPLES_PER_MILLI];
    private static final double[] ROOM_NOISE = EchoRoom.noise(MILLIS, 2, 9);

    private final EchoRoom room = new EchoRoom(1);
    private VoiceProcessor processor = VoiceProcessor.NONE;

    /// A new one, that the contract closes.
    abstract VoiceProcessor open(VoiceSettings settings);

    private VoiceProcessor use(VoiceSettings settings) {
        processor.close();
        processor = open(settings);
        return processor;
    }

    @AfterEach
    void close() {
        processor.close();
    }

    private static double reducedDb(short[] before, short[] after, int from, int to) {
        return EchoRoom.levelDb(before, from, to) - EchoRoom.levelDb(after, from, to);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 50, 120, 200})
    void theEchoIsGoneAfterThreeSecondsWhateverTheDelay(int millis) {
        double[] heard = EchoRoom.sum(room.echo(FAR, millis * SAMPLES_PER_MILLI), ROOM_NOISE);

        short[] sent = EchoRoom.run(use(ECHO_AND_NOISE), FAR, heard);

        assertThat(reducedDb(EchoRoom.samples(heard), sent, 3_000, MILLIS)).isGreaterThan(35);
        assertThat(processor.echoReducedDb().orElseThrow()).isGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {-200, -100, 100, 200})
    void clocksThatDifferDoNotBringItBack(int partsPerMillion) {
        double[] played = EchoRoom.stretched(FAR, partsPerMillion);
        double[] heard = EchoRoom.sum(room.echo(played, 80 * SAMPLES_PER_MILLI), ROOM_NOISE);

        short[] sent = EchoRoom.run(use(ECHO_AND_NOISE), FAR, heard);

        assertThat(reducedDb(EchoRoom.samples(heard), sent, 3_000, MILLIS)).isGreaterThan(35);
    }

    /// She begins when the echo is gone, and he goes on.
    @Test
    void whoSpeaksAtTheSameTimeIsHeard() {
        double[] near = NEAR.clone();
        int begin = 3_000;
        Arrays.fill(near, 0, begin * SAMPLES_PER_MILLI, 0);
        double[] heard = EchoRoom.sum(room.echo(FAR, 80 * SAMPLES_PER_MILLI), near);

        short[] sent = EchoRoom.run(use(ECHO), FAR, heard);

        short[] alone = EchoRoom.samples(near);
        assertThat(EchoRoom.levelDb(sent, begin, MILLIS - 50))
                .isBetween(
                        EchoRoom.levelDb(alone, begin, MILLIS - 50) - 4,
                        EchoRoom.levelDb(alone, begin, MILLIS - 50) + 1);
        assertThat(EchoRoom.likeness(alone, sent, begin, MILLIS - 50)).isGreaterThan(0.8);
    }

    @Test
    void whoSpeaksAloneIsLeftAsHeIs() {
        short[] sent = EchoRoom.run(use(ECHO), NOTHING, NEAR);

        short[] spoken = EchoRoom.samples(NEAR);
        assertThat(EchoRoom.levelDb(sent, 1_000, MILLIS - 50))
                .isBetween(
                        EchoRoom.levelDb(spoken, 1_000, MILLIS - 50) - 1,
                        EchoRoom.levelDb(spoken, 1_000, MILLIS - 50) + 1);
        assertThat(EchoRoom.likeness(spoken, sent, 1_000, MILLIS - 50)).isGreaterThan(0.8);
    }

    @Test
    void steadyNoiseBecomesQuieterAndSpeechInItDoesNot() {
        double[] noise = EchoRoom.noise(MILLIS, 60, 5);
        short[] quiet = EchoRoom.run(use(NOISE), NOTHING, noise);
        short[] spoken = EchoRoom.run(use(NOISE), NOTHING, EchoRoom.sum(NEAR, noise));

        assertThat(reducedDb(EchoRoom.samples(noise), quiet, 4_000, MILLIS)).isGreaterThan(8);
        assertThat(reducedDb(EchoRoom.samples(NEAR), spoken, 4_000, MILLIS)).isLessThan(2);
    }

    @Test
    void quietSpeechIsMadeLouder() {
        double[] quiet = NEAR.clone();
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] *= 0.1;
        }

        short[] sent = EchoRoom.run(use(GAIN), NOTHING, quiet);

        assertThat(reducedDb(EchoRoom.samples(quiet), sent, 5_000, MILLIS)).isLessThan(-6);
    }

    @Test
    void silenceStaysSilence() {
        short[] sent = EchoRoom.run(use(new VoiceSettings(true, true, true)), NOTHING, NOTHING);

        assertThat(sent).containsOnly((short) 0);
        assertThat(processor.echoReducedDb()).isEmpty();
    }

    /// Full scale, with jumps, both ways; then it works as before.
    @Test
    void theLoudestSoundsBreakNothing() {
        VoiceProcessor tried = use(ECHO_AND_NOISE);
        double[] loud = EchoRoom.noise(500, 60_000, 3);
        EchoRoom.run(tried, loud, EchoRoom.noise(500, 60_000, 4));
        double[] heard = EchoRoom.sum(room.echo(FAR, 50 * SAMPLES_PER_MILLI), ROOM_NOISE);

        short[] sent = EchoRoom.run(tried, FAR, heard);

        assertThat(reducedDb(EchoRoom.samples(heard), sent, 4_000, MILLIS)).isGreaterThan(25);
    }

    @Test
    void afterAResetItLearnsAnotherRoom() {
        VoiceProcessor tried = use(ECHO_AND_NOISE);
        double[] played = EchoRoom.speech(1_000, 5);
        EchoRoom.run(tried, played, room.echo(played, 150 * SAMPLES_PER_MILLI));
        tried.reset();
        double[] heard =
                EchoRoom.sum(new EchoRoom(8).echo(FAR, 30 * SAMPLES_PER_MILLI), ROOM_NOISE);

        short[] sent = EchoRoom.run(tried, FAR, heard);

        assertThat(reducedDb(EchoRoom.samples(heard), sent, 3_000, MILLIS)).isGreaterThan(35);
    }

    @Test
    void closedItLeavesFramesAlone() {
        VoiceProcessor tried = use(ECHO_AND_NOISE);
        tried.close();
        short[] frame = new short[VoiceProcessor.SAMPLES];
        Arrays.fill(frame, (short) 1_234);

        tried.render(frame);
        tried.capture(frame, 0);

        assertThat(frame).containsOnly((short) 1_234);
    }
}
