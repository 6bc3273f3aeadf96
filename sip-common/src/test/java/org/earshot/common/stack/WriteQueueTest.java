package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.earshot.common.stack.WriteQueue.Added;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theFirstCallsForAWriterAndTheRestRideAlong() {
        WriteQueue queue = new WriteQueue(100);
        assertThat(queue.add(bytes("a"))).isEqualTo(Added.WRITER_NEEDED);
        assertThat(queue.next()).isEqualTo(bytes("a"));
        assertThat(queue.add(bytes("b"))).isEqualTo(Added.QUEUED);
        assertThat(queue.add(bytes("c"))).isEqualTo(Added.QUEUED);
        assertThat(queue.add(bytes("d"))).isEqualTo(Added.QUEUED);
        assertThat(queue.next()).isEqualTo(bytes("bcd"));
        assertThat(queue.next()).isNull();
        assertThat(queue.add(bytes("e"))).isEqualTo(Added.WRITER_NEEDED);
    }

    @Test
    void moreThanFitsIsRefusedAndRoomComesBack() {
        WriteQueue queue = new WriteQueue(10);
        assertThat(queue.add(new byte[6])).isEqualTo(Added.WRITER_NEEDED);
        assertThat(queue.add(new byte[5])).isEqualTo(Added.FULL);
        assertThat(queue.add(new byte[4])).isEqualTo(Added.QUEUED);
        assertThat(queue.next()).hasSize(10);
        assertThat(queue.add(new byte[10])).isEqualTo(Added.QUEUED);
    }

    @Test
    void oneMessageThatIsLargerThanTheQueueGoesAlone() {
        assertThat(new WriteQueue(10).add(new byte[50])).isEqualTo(Added.WRITER_NEEDED);
    }

    @Test
    void largeMessagesAreNotCopiedTogether() {
        WriteQueue queue = new WriteQueue(1_000_000);
        queue.add(new byte[10]);
        queue.add(new byte[65_536]);
        queue.add(new byte[10]);
        assertThat(queue.next()).hasSize(10);
        assertThat(queue.next()).hasSize(65_536);
        assertThat(queue.next()).hasSize(10);
        assertThat(queue.next()).isNull();
    }
}
