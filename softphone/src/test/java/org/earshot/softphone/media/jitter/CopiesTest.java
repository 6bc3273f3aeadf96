package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.jitter.SimulatedCall.MS;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/// A sender whose packets carry what was said 80 ms before beside their own (RFC 2198). The sound is a tone of which each sample is known.
class CopiesTest {
    private static final int PACKET = 960;
    private static final int BEHIND = 4; // packets
    private static final int SECONDS = 30;
    private static final int PACKETS = 50 * SECONDS;
    private static final int SSRC = 7;

    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
    private final byte[] payload = new byte[3];
    private final short[] frame = new short[480];
    private int greatestDelay;
    private int lastDelay;

    /// @param copies whether packet n brings n − 4 as well
    private void call(IntPredicate lost, boolean copies) {
        buffer.decoder(0, new ToneDecoder());
        for (int number = 0; number < PACKETS; number++) {
            long now = 20L * number * MS;
            if (!lost.test(number)) {
                insert(number, now);
                if (copies && number >= BEHIND) {
                    restore(number);
                }
            }
            poll(now + 3 * MS);
            poll(now + 13 * MS);
        }
    }

    private void poll(long now) {
        buffer.poll(now, frame);
        lastDelay = buffer.statistics().delayMs();
        greatestDelay = Math.max(greatestDelay, lastDelay);
    }

    private void insert(int number, long now) {
        ToneDecoder.write(payload, (long) number * PACKET, number == 0, false);
        buffer.insert(0, number & 0xFFFF, number * PACKET, SSRC, payload, 0, 3, now);
    }

    private void restore(int number) {
        ToneDecoder.write(payload, (long) (number - BEHIND) * PACKET, false, false);
        buffer.restore(0, number & 0xFFFF, number * PACKET, BEHIND * PACKET, SSRC, payload, 0, 3);
    }

    @Test
    void fourInARowAreHeardAllTheSame() {
        call(number -> number > 100 && number % 25 < BEHIND, true);

        JitterStatistics statistics = buffer.statistics();
        assertThat(statistics.repaired()).isGreaterThan(200);
        assertThat(statistics.concealedMs()).as("until it knows what to wait for").isLessThan(400);
        assertThat(statistics.lost()).isLessThan(20);
        assertThat(greatestDelay).isLessThan(130);
    }

    @Test
    void withoutCopiesTheyAreNot() {
        call(number -> number > 100 && number % 25 < BEHIND, false);

        assertThat(buffer.statistics().concealedMs()).isGreaterThan(4_000);
    }

    @Test
    void nobodyWaitsForCopiesWhereNothingIsLost() {
        call(_ -> false, true);

        assertThat(buffer.statistics().repaired()).isZero();
        assertThat(buffer.statistics().duplicates()).isZero();
        assertThat(lastDelay).isLessThan(25);
    }

    @Test
    void theDelayIsAsBeforeFiveSecondsAfterTheLosses() {
        call(number -> number > 500 && number < 1_000 && number % 25 < BEHIND, true);
        int atTheEnd = lastDelay; // 10 s later

        assertThat(greatestDelay).isGreaterThan(60);
        assertThat(atTheEnd).isLessThan(25);
    }

    @Test
    void aStreamOfBurstsByChanceLosesLittle() {
        Random random = new Random(20);
        boolean[] losing = {false};
        call(
                _ -> {
                    losing[0] = random.nextInt(16) < (losing[0] ? 12 : 1);
                    return losing[0];
                },
                true);

        JitterStatistics statistics = buffer.statistics();
        long lost = PACKETS / 5;
        assertThat(statistics.repaired()).isGreaterThan(lost / 2);
    }

    @Test
    void copiesOfNoStreamOfLongAgoOrOfAnotherAreNothing() {
        buffer.decoder(0, new ToneDecoder());
        buffer.restore(0, 5, 5 * PACKET, PACKET, SSRC, payload, 0, 3); // before there is a stream
        call(_ -> false, false);
        int number = PACKETS;
        insert(number, 20L * number * MS);
        buffer.restore(0, number, number * PACKET, BEHIND * PACKET, 8, payload, 0, 3);
        buffer.restore(0, number, number * PACKET, 0, SSRC, payload, 0, 3);
        buffer.restore(0, number, number * PACKET, -PACKET, SSRC, payload, 0, 3);
        buffer.restore(1, number, number * PACKET, PACKET, SSRC, payload, 0, 3); // no decoder
        buffer.restore(0, number, number * PACKET, 500 * PACKET, SSRC, payload, 0, 3);

        assertThat(buffer.statistics().repaired()).isZero();
    }
}
