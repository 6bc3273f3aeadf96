package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReceiverStatisticsTest {

    private static final long PACKET_NANOS = 20_000_000;

    private final ReceiverStatistics statistics = new ReceiverStatistics(7, 8_000);

    @Test
    void nothingIsLostWhenAllCame() {
        receive(100, 199);
        assertThat(statistics.expected()).isEqualTo(100);
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.report(0, 0).fractionLost()).isZero();
    }

    @Test
    void gapsAreLost() {
        receive(0, 49);
        receive(60, 99);
        ReportBlock report = statistics.report(3, 4);
        assertThat(report).isEqualTo(new ReportBlock(7, 25, 10, 99, report.jitter(), 3, 4));
    }

    @Test
    void theFractionIsOfTheLastIntervalOnly() {
        receive(0, 49);
        receive(60, 99);
        statistics.report(0, 0);
        receive(100, 199);
        ReportBlock report = statistics.report(0, 0);
        assertThat(report.fractionLost()).isZero();
        assertThat(report.cumulativeLost()).isEqualTo(10);
    }

    @Test
    void duplicatesAreNeverAFractionLost() {
        receive(0, 9);
        receive(5, 9);
        assertThat(statistics.lost()).isEqualTo(-5);
        assertThat(statistics.different()).isEqualTo(10);
        assertThat(statistics.report(0, 0).fractionLost()).isZero();
    }

    @Test
    void aLatePacketIsNotLost() {
        receive(0, 4);
        receive(6, 6);
        receive(5, 5);
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.extendedHighest()).isEqualTo(6);
    }

    @Test
    void rolloversAreCounted() {
        receive(65_530, 65_535);
        receive(0, 5);
        assertThat(statistics.extendedHighest()).isEqualTo(65_536 + 5);
        assertThat(statistics.expected()).isEqualTo(12);
        assertThat(statistics.lost()).isZero();
    }

    @Test
    void oneWildNumberIsIgnoredTwoInARowBeginAnew() {
        receive(0, 9);
        assertThat(receive(30_000)).isFalse();
        assertThat(receive(10)).isTrue();
        assertThat(receive(40_000)).isFalse();
        assertThat(receive(40_001)).isTrue();
        assertThat(statistics.expected()).isEqualTo(1);
    }

    @Test
    void evenArrivalIsNoJitter() {
        receive(0, 200);
        assertThat(statistics.jitterMillis()).isZero();
    }

    // A.8: every packet comes 8 ms earlier or later than the one before
    @Test
    void jitterIsTheSmoothedDifferenceOfTransits() {
        for (int i = 0; i < 400; i++) {
            statistics.onPacket(i, i * 160, i * PACKET_NANOS + (i % 2) * 8_000_000L);
        }
        assertThat(statistics.jitterMillis()).isCloseTo(8, within(0.1));
    }

    /// RFC 7160: from G.711 to Opus and back, as a peer may change in mid-call.
    @Test
    void anotherClockIsNoJitter() {
        ReceiverStatistics source = new ReceiverStatistics(1, 8_000);
        for (int i = 0; i < 40; i++) {
            boolean wide = i / 10 % 2 == 1;
            source.clockRate(wide ? 48_000 : 8_000);
            source.onPacket(i, wide ? 1_000_000 + 960 * i : 160 * i, 20_000_000L * i);
        }
        assertThat(source.jitterMillis()).isZero();
        source.onPacket(40, 1_000_000 + 960 * 40 + 480, 20_000_000L * 40);
        double jitter = source.jitterMillis();
        source.clockRate(8_000);
        assertThat(source.jitterMillis()).isEqualTo(jitter);
    }

    @Test
    void neitherATimestampsRolloverNorAKeyIsJitter() {
        int timestamp = Integer.MAX_VALUE - 8_000;
        for (int i = 0; i < 100; i++, timestamp += 160) {
            statistics.onPacket(i, timestamp, i * PACKET_NANOS);
        }
        statistics.onEventPacket(100);
        statistics.onPacket(101, timestamp + 160, 101 * PACKET_NANOS);
        assertThat(statistics.jitterMillis()).isZero();
        assertThat(statistics.lost()).isZero();
    }

    private void receive(int first, int last) {
        for (int sequence = first; sequence <= last; sequence++) {
            assertThat(receive(sequence)).isTrue();
        }
    }

    private boolean receive(int sequence) {
        return statistics.onPacket(sequence, sequence * 160, sequence * PACKET_NANOS);
    }
}
