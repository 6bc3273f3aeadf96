package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A fifth of the packets get lost, four in a row on average; from the microphone to the loudspeaker, encrypted, without time.
class SpeechInBurstsTest {
    private static final CodecChoice WITH_COPIES =
            new CodecChoice(CodecName.OPUS, 96, 20).with(new RedundancyChoice(98, 98));
    private static final short[] SPEECH = Speech.alice(8_000);

    private final Codec opus = Codecs.detect().opus();

    private record Heard(double likeness, long concealedMs, long lost) {}

    private static LongUnaryOperator bursts(long seed) {
        Random random = new Random(seed);
        boolean[] losing = {false};
        return _ -> {
            losing[0] = random.nextInt(16) < (losing[0] ? 12 : 1);
            return losing[0] ? VirtualCall.LOST : 5 * VirtualCall.MS;
        };
    }

    private Heard call(long seed, boolean copies) throws IOException {
        try (VirtualCall call = new VirtualCall(opus, WITH_COPIES, bursts(seed))) {
            call.adapt(new SendAdaptation.Sending(48_000, 20, 20, copies));
            short[] heard = call.say(SPEECH);
            return new Heard(
                    Speech.correlation(SPEECH, heard, 400),
                    call.statistics().concealedMs(),
                    call.statistics().packetsLost());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mostOfThemIsHeardWhereEachPacketIsSaidTwice(long seed) throws IOException {
        Heard once = call(seed, false);
        Heard twice = call(seed, true);

        assertThat(twice.lost()).as("by the count of RTP").isEqualTo(once.lost());
        assertThat(twice.concealedMs()).isLessThan(once.concealedMs() * 2 / 3);
        assertThat(twice.likeness()).isGreaterThan(once.likeness());
    }
}
