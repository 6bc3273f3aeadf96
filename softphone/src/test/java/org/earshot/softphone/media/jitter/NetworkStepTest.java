package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.jitter.SimulatedCall.MS;
import static org.earshot.softphone.media.jitter.SimulatedCall.NOTHING;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Queue;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.earshot.softphone.media.Speech;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.jitter.SimulatedCall.Heard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The packets take another route, which is slower, and later the old one again.
class NetworkStepTest {
    private static final Codecs CODECS = Codecs.detect();
    private static final int UP = 8_000; // ms
    private static final int DOWN = 16_000;
    private static final int END = 23_000;
    private static final int SETTLED = 5_000; // ms after a step
    private static final int TICK = 10; // more or less, as chance will have it
    private static final int STRETCHED = 20; // more than usual, until the next good place in speech

    private final Random random = new Random(80);

    private static LongUnaryOperator route(int step, LongUnaryOperator jitter) {
        return sent ->
                sent
                        + 5 * MS
                        + jitter.applyAsLong(sent)
                        + (sent >= UP * MS && sent < DOWN * MS ? step * MS : 0);
    }

    private static short[] speech() {
        short[] once = Speech.alice();
        short[] speech = new short[END * 48];
        for (int at = 0; at < speech.length; at += once.length) {
            System.arraycopy(once, 0, speech, at, Math.min(once.length, speech.length - at));
        }
        return speech;
    }

    private static int worst(Heard heard, int fromMs, int toMs) {
        return Arrays.stream(heard.wholeDelays(), fromMs / 10, toMs / 10)
                .filter(delay -> delay != NOTHING)
                .max()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}, {1} ms more, jitter of {2} ms")
    @CsvSource({
        "PCMU, 80, 0",
        "PCMU, 200, 0",
        "PCMU, 80, 15",
        "PCMU, 200, 15",
        "opus, 80, 0",
        "opus, 200, 0",
        "opus, 200, 15"
    })
    void theDelayGrowsByAsMuchAsTheNetworksAndNotByTwiceThat(String name, int step, int jitter) {
        Codec codec = CODECS.named(name).orElseThrow();
        long most = jitter * MS + 1;
        Heard usual =
                new SimulatedCall(codec, speech(), 20).run(route(0, _ -> random.nextLong(most)));

        Heard heard =
                new SimulatedCall(codec, speech(), 20).run(route(step, _ -> random.nextLong(most)));

        int before = worst(usual, 4_000, END);
        String all = "worst by half second: " + halfSeconds(heard);
        assertThat(worst(heard, UP, UP + SETTLED))
                .as("in between, " + all)
                .isLessThanOrEqualTo(before + step + STRETCHED);
        assertThat(worst(heard, UP + SETTLED, DOWN))
                .as("on the slow route, " + all)
                .isLessThanOrEqualTo(before + step + (jitter > 0 ? TICK : 0));
        assertThat(worst(heard, DOWN, DOWN + SETTLED))
                .as("just back, " + all)
                .isLessThanOrEqualTo(before + step + STRETCHED);
        assertThat(worst(heard, DOWN + SETTLED, END))
                .as("on the old route, " + all)
                .isLessThanOrEqualTo(before);
        assertThat(heard.statistics().lost() + heard.statistics().late()).isZero();
        assertThat(heard.statistics().concealedMs() - usual.statistics().concealedMs())
                .as("made up: what comes later by the step, and no more")
                .isLessThanOrEqualTo(step + 20);
    }

    private static String halfSeconds(Heard heard) {
        StringBuilder line = new StringBuilder();
        for (int ms = UP - 1_000; ms < END; ms += 500) {
            line.append(worst(heard, ms, ms + 500)).append(' ');
        }
        return line.toString();
    }

    private record Packet(int number, long arrival) {}

    /// With a tone of which each sample is known.
    @ParameterizedTest(name = "{0} ms")
    @CsvSource({"80", "200"})
    void nothingClicks(int step) {
        Queue<Packet> onTheWay = new ArrayDeque<>();
        LongUnaryOperator route = route(step, _ -> 0);
        for (int number = 0; number < END / 20; number++) {
            onTheWay.add(new Packet(number, route.applyAsLong(20L * number * MS)));
        }
        Queue<Packet> arriving =
                new ArrayDeque<>(
                        onTheWay.stream()
                                .sorted(Comparator.comparingLong(Packet::arrival))
                                .toList());
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        byte[] payload = new byte[3];
        short[] heard = new short[END * 48];
        short[] frame = new short[480];
        try (ToneDecoder tone = new ToneDecoder()) {
            buffer.decoder(0, tone);
            for (int i = 0; i < END / 10; i++) {
                long now = 10L * i * MS + 3 * MS;
                while (!arriving.isEmpty() && arriving.element().arrival() <= now) {
                    Packet packet = arriving.remove();
                    int number = packet.number();
                    ToneDecoder.write(payload, 960L * number, number == 0, false);
                    buffer.insert(0, number, 960 * number, 7, payload, 0, 3, packet.arrival());
                }
                buffer.poll(now, frame);
                System.arraycopy(frame, 0, heard, 480 * i, 480);
            }
        }
        int bend = 0;
        int at = 0;
        for (int i = 480; i + 2 < heard.length; i++) {
            int found = Math.abs(heard[i + 2] - 2 * heard[i + 1] + heard[i]);
            at = found > bend ? i / 48 : at;
            bend = Math.max(bend, found);
        }
        assertThat(bend).as("greatest bend, at " + at + " ms").isLessThan(120);
    }
}
