package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendCounterTest {
    private static final int PACKETS = 200_000;
    private static final int PAYLOAD = 40;

    @Test
    void whoReadsNeverSeesHalfOfAPacket() throws InterruptedException {
        SendCounter counter = new SendCounter();
        assertThat(counter.now()).isEqualTo(new SentCounts(0, 0, 0, 0));
        Thread sender =
                new Thread(() -> {
                    for (int i = 1; i <= PACKETS; i++) {
                        counter.sent(PAYLOAD, 160 * i, 20L * i);
                    }
                });
        sender.start();
        long before = 0;
        while (before < PACKETS) {
            SentCounts seen = counter.now();
            long packets = seen.packets();
            assertThat(packets).isGreaterThanOrEqualTo(before);
            assertThat(seen)
                    .isEqualTo(
                            new SentCounts(
                                    packets,
                                    PAYLOAD * packets,
                                    (int) (160 * packets),
                                    20 * packets));
            before = packets;
        }
        sender.join();
    }
}
