package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.earshot.softphone.media.codec.Codecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is heard of speech over networks that lose and delay, without time: the same on every machine.
class DisturbedSpeechTest {
    private static final CodecChoice OPUS = new CodecChoice(CodecName.OPUS, 96, 20);
    private static final CodecChoice PCMU = new CodecChoice(CodecName.PCMU, 0, 20);
    private static final short[] SPEECH = Speech.alice(4_000);

    private final Codecs codecs = Codecs.pureJava();

    /// Loses so many of a hundred, and delays each of the others by anything up to so much, so that some overtake others.
    private static LongUnaryOperator network(long seed, int lossPercent, int jitterMs) {
        Random random = new Random(seed);
        return _ ->
                random.nextInt(100) < lossPercent
                        ? VirtualCall.LOST
                        : random.nextLong(jitterMs * VirtualCall.MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {30, 31, 32})
    void speechSurvivesFivePercentLossAnd30MsOfJitter(long seed) throws IOException {
        try (VirtualCall call = new VirtualCall(codecs.opus(), OPUS, network(seed, 5, 30))) {
            short[] heard = call.say(SPEECH);
            MediaStatistics statistics = call.statistics();
            assertThat(Speech.correlation(SPEECH, heard, 250)).isGreaterThanOrEqualTo(0.85);
            assertThat(statistics.lossPercent()).isBetween(2.0, 8.0);
            assertThat(statistics.jitterMs()).isBetween(5.0, 20.0);
            assertThat(statistics.playoutDelayMs()).isPositive();
            assertThat(statistics.mos()).isBetween(3.5, 4.45);
            assertThat(statistics.refused()).isEmpty();
            assertThat(call.tap.captured).hasSizeGreaterThan(200);
            assertThat(call.tap.played).hasSizeGreaterThan(150);
            assertThat(call.tap.captured.keySet()).containsAll(call.tap.played.keySet());
        }
    }

    @Test
    void onACleanWayNothingIsMissingOrMadeUp() throws IOException {
        try (VirtualCall call = new VirtualCall(codecs.pcmu(), PCMU, _ -> 10 * VirtualCall.MS)) {
            short[] heard = call.say(SPEECH);
            MediaStatistics statistics = call.statistics();
            assertThat(Speech.correlation(SPEECH, heard, 250)).isGreaterThanOrEqualTo(0.95);
            assertThat(statistics.packetsLost()).isZero();
            assertThat(statistics.latePackets()).isZero();
            assertThat(statistics.jitterMs()).isLessThan(0.2);
            assertThat(statistics.mos()).isGreaterThan(4);
        }
    }

    /// As for a collector, or for want of a processor: what came meanwhile lies in the socket, and is read a moment later.
    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30})
    void afterAStandstillOfTheProcessNothingIsMadeUpOfWhatHasCome(int millis) throws IOException {
        try (VirtualCall call = new VirtualCall(codecs.pcmu(), PCMU, _ -> 5 * VirtualCall.MS)) {
            long since = 2_800 * VirtualCall.MS; // the delay is short by then, and somebody speaks
            call.standStill(now -> now >= since && now < since + millis * VirtualCall.MS);
            short[] heard = call.say(SPEECH);
            assertThat(call.statistics().concealedMs()).isZero();
            assertThat(Speech.correlation(SPEECH, heard, 250)).isGreaterThanOrEqualTo(0.9);
        }
    }
}
