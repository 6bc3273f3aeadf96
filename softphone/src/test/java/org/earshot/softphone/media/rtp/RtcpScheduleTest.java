package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpScheduleTest {

    private static final long PACKET = Duration.ofMillis(20).toNanos();
    private static final long EARLY = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofMillis(6_160).toNanos();

    private long now = -5_000_000_000L; // nanoTime may be below 0
    private final RtcpSchedule schedule = new RtcpSchedule(new Random(3), now);
    private long lost;
    private long expected;
    private int reports;
    private long lastReport = now;

    /// Packets come, of which one in so many does not (0: all come), until so many reports more were made.
    private void untilReports(int more, int oneLostOf) {
        for (int until = reports + more; reports < until; ) {
            packet(oneLostOf > 0 && expected % oneLostOf == oneLostOf - 1);
        }
    }

    private void packet(boolean missing) {
        now += PACKET;
        expected++;
        if (missing) {
            lost++;
        }
        schedule.onLoss(lost, expected, now);
        if (now - schedule.nextNanos() >= 0) {
            schedule.onReport(lost, expected, now);
            reports++;
            lastReport = now;
            lost = 0;
            expected = 0;
        }
    }

    /// When so many more reports of a clean way were made.
    private void clean(int more) {
        untilReports(more, 0);
    }

    @Test
    void threeReportsComeSoonTheOthersByAndBy() {
        for (int i = 0; i < 3; i++) {
            assertThat(schedule.nextNanos() - lastReport).isBetween(EARLY / 2, EARLY);
            clean(1);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(schedule.nextNanos() - lastReport).isBetween(2_050_000_000L, LONGEST);
            clean(1);
        }
    }

    @Test
    void aCleanWayThatBeginsToLosePacketsIsReportedAtOnce() {
        clean(10);
        long begin = now;
        untilReports(1, 20);
        // the second loss of one in twenty, and 100 ms in which it may still come
        assertThat(now - begin).isBetween(40 * PACKET, 46 * PACKET);
    }

    @Test
    void anEarlyReportPutsTheNextOneOff() {
        clean(10);
        long before = lastReport;
        long interval = schedule.nextNanos() - before;
        untilReports(1, 20);
        assertThat(schedule.nextNanos()).isEqualTo(before + 2 * interval);
        untilReports(1, 20);
        assertThat(schedule.nextNanos() - now).isBetween(2_050_000_000L, LONGEST);
    }

    @Test
    void onAWayThatGoesOnLosingReportsComeAsUsual() {
        clean(10);
        untilReports(2, 20);
        for (int i = 0; i < 50; i++) {
            long since = now;
            untilReports(1, 20);
            assertThat(now - since).isBetween(2_050_000_000L, LONGEST + PACKET);
        }
    }

    @Test
    void asManyReportsComeOnAverageWhateverIsLost() {
        clean(10);
        long begin = now;
        int before = reports;
        for (int i = 0; i < 200; i++) {
            untilReports(1, 0);
            untilReports(1, 20);
        }
        double seconds = (now - begin) / 1e9 / (reports - before);
        assertThat(seconds).isGreaterThan(3.5); // RFC 3550 §6.3.1: 4.1 s for two
    }

    @Test
    void onePacketLostIsNoNews() {
        clean(10);
        long due = schedule.nextNanos();
        packet(false);
        packet(true);
        for (int i = 0; i < 50; i++) {
            packet(false);
        }
        assertThat(schedule.nextNanos()).isEqualTo(due);
    }

    @Test
    void packetsThatComeLateAreNotLost() {
        clean(10);
        long due = schedule.nextNanos();
        for (int i = 0; i < 20; i++) {
            packet(true);
            packet(true);
            packet(true);
            lost -= 3; // they have come, 20 to 60 ms later
            packet(false);
        }
        assertThat(schedule.nextNanos()).isEqualTo(due);
    }

    @Test
    void aReportIsNeverWithinHalfASecondOfAnother() {
        clean(10);
        for (int i = 0; i < 10; i++) {
            packet(true);
        }
        assertThat(schedule.nextNanos() - lastReport).isEqualTo(EARLY / 2);
    }
}
