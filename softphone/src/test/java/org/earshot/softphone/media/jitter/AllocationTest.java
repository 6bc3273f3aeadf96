package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.junit.jupiter.api.Test;

/// The playout thread must not wait for a garbage collector, so it makes no garbage.
class AllocationTest {
    private static final int ROUNDS = 300;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void insertingAndPollingMakesNoGarbage() {
        assertThat(garbage(Codecs.pureJava().pcmu())).isLessThan(ROUNDS);
    }

    @Test
    void norDoesG722() {
        assertThat(garbage(Codecs.pureJava().g722())).isLessThan(ROUNDS);
    }

    /// Bytes, by a thread that encodes, inserts and polls.
    private long garbage(Codec codec) {
        try (Decoder decoder = codec.newDecoder();
                Decoder noise = codec.newNoiseDecoder().orElseThrow();
                Encoder encoder = codec.newEncoder()) {
            var buffer = new JitterBuffer(JitterSettings.DEFAULT);
            buffer.decoder(0, decoder);
            buffer.decoder(13, noise);
            byte[] payload = new byte[160];
            short[] frame = new short[480];
            run(buffer, 0, encoder, payload, frame); // classes are loaded
            long before = threads.getCurrentThreadAllocatedBytes();

            run(buffer, ROUNDS, encoder, payload, frame);

            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private static void run(
            JitterBuffer buffer, int from, Encoder encoder, byte[] payload, short[] frame) {
        for (int i = from; i < from + ROUNDS; i++) {
            encoder.encode(frame, 0, 480, payload, 0);
            encoder.encode(frame, 0, 480, payload, 80);
            if (i % 20 == 1) {
                buffer.insert(13, i, 160 * i, 1, payload, 0, 11, 20_000_000L * i);
            } else if (i % 9 != 0) { // and some are lost
                buffer.insert(0, i, 160 * i, 1, payload, 0, payload.length, 20_000_000L * i);
            }
            buffer.poll(20_000_000L * i, frame);
            buffer.poll(20_000_000L * i + 10_000_000L, frame);
        }
    }
}
