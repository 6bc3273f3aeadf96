package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenNumbersTest {
    private final SeenNumbers seen = new SeenNumbers();

    @Test
    void aSecondCopyIsNotNew() {
        assertThat(seen.isNew(65_535, -160)).isTrue();
        assertThat(seen.isNew(0, 0)).isTrue();
        assertThat(seen.isNew(65_535, -160)).isFalse();
        assertThat(seen.isNew(0, 0)).isFalse();
    }

    @Test
    void theSameNumberWithAnotherTimestampIsAnotherPacket() {
        assertThat(seen.isNew(7, 160)).isTrue();
        assertThat(seen.isNew(7, 320)).isTrue();
    }

    @Test
    void aHundredPacketsLaterACopyIsStillKnown() {
        for (int i = 0; i <= ReceiverStatistics.MAX_MISORDER; i++) {
            assertThat(seen.isNew(i, 160 * i)).isTrue();
        }
        assertThat(seen.isNew(0, 0)).isFalse();
    }

    @Test
    void afterARoundOfNumbersAPacketIsNew() {
        for (int i = 0; i < 3 * SequenceNumber.MODULUS; i++) {
            assertThat(seen.isNew(i % SequenceNumber.MODULUS, 160 * i)).isTrue();
        }
    }

    @Test
    void nothingIsKnownAfterwards() {
        assertThat(seen.isNew(7, 160)).isTrue();
        seen.clear();
        assertThat(seen.isNew(7, 160)).isTrue();
    }
}
