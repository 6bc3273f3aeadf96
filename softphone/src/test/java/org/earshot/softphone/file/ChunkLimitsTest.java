package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.Test;

class ChunkLimitsTest {
    private static final MsrpUri RELAY = MsrpUri.parse("msrps://relay.example.org:2855/a;tcp");

    private final ChunkLimits limits = new ChunkLimits();

    @Test
    void aRelayThatTookNothingGetsLessAndThenWhatEverybodyTakes() {
        assertThat(limits.most(RELAY)).isEqualTo(ChunkSize.LARGEST);
        limits.tookNone(RELAY);
        assertThat(limits.most(RELAY)).isEqualTo(8192);
        limits.tookNone(RELAY);
        assertThat(limits.most(RELAY)).isEqualTo(2048);
        limits.tookNone(RELAY);
        assertThat(limits.most(RELAY)).isEqualTo(2048);
    }

    @Test
    void whatIsKnownIsKnownOfTheRelayAndNotOfTheSession() {
        limits.tookNone(RELAY);
        assertThat(limits.most(MsrpUri.parse("msrps://relay.example.org:2855/b;tcp")))
                .isEqualTo(8192);
        assertThat(limits.most(MsrpUri.parse("msrps://relay.example.org:2856/a;tcp")))
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
