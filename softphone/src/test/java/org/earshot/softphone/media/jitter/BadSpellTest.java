package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.jitter.SimulatedCall.LOST;
import static org.earshot.softphone.media.jitter.SimulatedCall.MS;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.earshot.softphone.media.Speech;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.jitter.SimulatedCall.Heard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A network that is bad for some seconds in mid-call.
class BadSpellTest {
    private static final int BEGIN = 5_000; // ms
    private static final int END = 11_000;
    private static final int NORMAL = 16_000;
    private static final int LENGTH = 19_000;

    enum Spell {
        LOSS_10,
        BURSTS_20,
        JITTER_50,
        REORDER
    }

    private final Random random = new Random(50);
    private boolean losing;

    private LongUnaryOperator network(Spell spell) {
        return sent -> {
            long usual = sent + 5 * MS;
            if (sent < BEGIN * MS || sent >= END * MS) {
                return usual;
            }
            return switch (spell) {
                case LOSS_10 -> random.nextInt(10) == 0 ? LOST : usual;
                case BURSTS_20 -> {
                    losing = random.nextInt(16) < (losing ? 12 : 1);
                    yield losing ? LOST : usual;
                }
                case JITTER_50 -> usual + random.nextLong(50 * MS);
                case REORDER -> random.nextInt(10) == 0 ? usual + 25 * MS : usual;
            };
        };
    }

    private static double mean(Heard heard, int fromMs, int toMs) {
        return Arrays.stream(heard.delays(), fromMs / 10, toMs / 10).average().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void theDelayIsAsBeforeFiveSecondsAfterIt(Spell spell) {
        short[] once = Speech.alice();
        short[] speech = new short[LENGTH * 48];
        for (int at = 0; at < speech.length; at += once.length) {
            System.arraycopy(once, 0, speech, at, Math.min(once.length, speech.length - at));
        }

        Heard heard = new SimulatedCall(Codecs.detect().opus(), speech, 20).run(network(spell));

        assertThat(mean(heard, NORMAL, LENGTH)).isLessThanOrEqualTo(mean(heard, 3_000, BEGIN) + 10);
        assertThat(mean(heard, BEGIN, END)).as("in it").isLessThan(80);
    }
}
