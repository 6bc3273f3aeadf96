package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.Test;

class ChunkLimitsTest {
    private static final MsrpUri RELAY = MsrpUri.parse("msrps://relay.example.org:2855/a;tcp");

    private static final long NOW = Long.MAX_VALUE - 5; // as nanoTime may be

    private final ChunkLimits limits = new ChunkLimits();

    @Test
    void aRelayThatTookNothingGetsLessAndThenWhatEverybodyTakes() {
        assertThat(limits.most(RELAY, NOW)).isEqualTo(ChunkSize.LARGEST);
        limits.tookNone(RELAY, NOW);
        assertThat(limits.most(RELAY, NOW)).isEqualTo(8192);
        limits.tookNone(RELAY, NOW);
        assertThat(limits.most(RELAY, NOW)).isEqualTo(2048);
        limits.tookNone(RELAY, NOW);
        assertThat(limits.most(RELAY, NOW)).isEqualTo(2048);
    }

    /// Perhaps it, or who is behind it, had only ended just then.
    @Test
    void afterAnHourItIsTriedAgain() {
        limits.tookNone(RELAY, NOW);
        limits.tookNone(RELAY, NOW);
        long hour = Duration.ofHours(1).toNanos();
        assertThat(limits.most(RELAY, NOW + hour - 1)).isEqualTo(2048);
        assertThat(limits.most(RELAY, NOW + hour)).isEqualTo(ChunkSize.LARGEST);
        limits.tookNone(RELAY, NOW + hour);
        assertThat(limits.most(RELAY, NOW + hour)).isEqualTo(8192);
    }

    @Test
    void whatIsKnownIsKnownOfTheRelayAndNotOfTheSession() {
        limits.tookNone(RELAY, NOW);
        assertThat(limits.most(MsrpUri.parse("msrps://relay.example.org:2855/b;tcp"), NOW))
                .isEqualTo(8192);
        assertThat(limits.most(MsrpUri.parse("msrps://relay.example.org:2856/a;tcp"), NOW))
                .isEqualTo(ChunkSize.LARGEST);
    }

    @Test
    void noChunkIsLargerThanTheLimit() {
        ChunkSize size = new ChunkSize(2048);
        assertThat(size.bytes()).isEqualTo(2048);
        size.arrived(1 << 20, 0);
        size.arrived(1 << 20, 1000);
        assertThat(size.bytes()).isEqualTo(2048);
    }
}
