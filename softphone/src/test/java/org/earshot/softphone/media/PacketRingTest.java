package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.junit.jupiter.api.Test;

class PacketRingTest {
    private static final long MS = 1_000_000;
    private static final int BYTES = 160;

    private final PacketRing ring = new PacketRing();
    private final ByteBuffer packet = ByteBuffer.allocate(RtpHeader.FIXED_BYTES + BYTES);
    private int number;
    private long now;

    /// The next one of 20 ms of PCMU comes.
    private void comes() {
        RtpHeader.write(packet, false, 0, number, 160 * number, 7);
        number++;
        ring.put(new RtpHeader(packet), now);
    }

    private void talk(JitterBuffer buffer, int packets) {
        short[] frame = new short[480];
        for (int i = 0; i < packets; i++) {
            comes();
            for (int half = 0; half < 2; half++) {
                now += 10 * MS;
                ring.drainTo(buffer);
                buffer.poll(now, frame);
            }
        }
    }

    /// All of what waited in the socket comes at once, and the newest of it is what is played next.
    @Test
    void afterAStandstillNothingOfTheNewestIsMissing() {
        Codec pcmu = Codecs.pureJava().pcmu();
        try (Decoder decoder = pcmu.newDecoder()) {
            JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
            buffer.decoder(0, decoder);
            talk(buffer, 100);
            now += 4_000 * MS;
            for (int i = 0; i < 200; i++) {
                comes();
            }
            long before = buffer.statistics().concealedMs();

            talk(buffer, 100);

            assertThat(ring.dropped()).isZero();
            assertThat(buffer.statistics().lost()).isZero();
            assertThat(buffer.statistics().concealedMs() - before).isLessThanOrEqualTo(20);
            assertThat(buffer.statistics().delayMs()).isLessThan(40);
        }
    }
}
