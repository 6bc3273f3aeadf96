package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Who goes when, and how fast.
class FileQueueTest {
    @Test
    void someGoAndTheOthersFollowInTheirOrder() {
        FileQueue<String> queue = new FileQueue<>(2);
        assertThat(queue.enter("bob", "a")).isTrue();
        assertThat(queue.enter("bob", "b")).isTrue();
        assertThat(queue.enter("bob", "c")).isFalse();
        assertThat(queue.enter("bob", "d")).isFalse();
        assertThat(queue.enter("carol", "e")).isTrue();
        assertThat(queue.leave("bob", "c")).isEmpty(); // it waited
        assertThat(queue.leave("bob", "a")).containsExactly("d");
        assertThat(queue.leave("bob", "a")).isEmpty();
        assertThat(queue.leave("bob", "b")).isEmpty();
        assertThat(queue.leave("bob", "d")).isEmpty();
        assertThat(queue.enter("bob", "f")).isTrue();
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        TransferRate rate = new TransferRate();
        Instant start = Instant.EPOCH;
        assertThat(rate.bytesPerSecond()).isEmpty();
        for (int second = 0; second <= 20; second++) {
            rate.at(
                    start.plusSeconds(second),
                    second <= 10 ? second * 1000L : 10_000 + (second - 10) * 100L);
        }
        assertThat(rate.bytesPerSecond()).hasValue(100);
        assertThat(rate.secondsLeft(11_250)).hasValue(3);
        rate.clear();
        assertThat(rate.secondsLeft(11_250)).isEmpty();
    }

    @Test
    void whatStandsStillTakesNobodyKnowsHowLong() {
        TransferRate rate = new TransferRate();
        rate.at(Instant.EPOCH, 5);
        rate.at(Instant.EPOCH.plusSeconds(1), 5);
        assertThat(rate.bytesPerSecond()).hasValue(0);
        assertThat(rate.secondsLeft(10)).isEmpty();
    }
}
