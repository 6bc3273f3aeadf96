package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpTimingTest {

    // RFC 3550 §6.4.1, figure 2: 10 Nov 1995 11:33:25.125 UTC
    @Test
    void theRoundTripOfTheRfcsExampleIs6125Ms() {
        ReportBlock report = new ReportBlock(1, 0, 0, 0, 0, 0xb705_2000, 0x0005_4000);
        assertThat(NtpTime.roundTripNanos(0xb710_8000, report)).hasValue(6_125_000_000L);
    }

    @Test
    void withoutAReportOfOursThereIsNoRoundTrip() {
        ReportBlock report = new ReportBlock(1, 0, 0, 0, 0, 0, 0);
        assertThat(NtpTime.roundTripNanos(0xb710_8000, report)).isEmpty();
    }

    @Test
    void aPeerThatClaimsToHaveAnsweredBeforeWeAskedIsNotBelieved() {
        ReportBlock report = new ReportBlock(1, 0, 0, 0, 0, 0x10_0000, 0x1_0000);
        assertThat(NtpTime.roundTripNanos(0x10_8000, report)).isEmpty();
    }

    @Test
    void aRoundTripSurvivesTheClocksRollover() {
        ReportBlock report = new ReportBlock(1, 0, 0, 0, 0, 0xFFFF_F000, 0x1000);
        assertThat(NtpTime.roundTripNanos(0x1000, report)).hasValue(62_500_000L);
    }

    @Test
    void roundingIsNoReasonToDisbelieve() {
        ReportBlock report = new ReportBlock(1, 0, 0, 0, 0, 0x10_0000, 0x1_0001);
        assertThat(NtpTime.roundTripNanos(0x11_0000, report)).hasValue(0);
    }

    @Test
    void ntpTimeCountsSecondsAndFractions() {
        assertThat(NtpTime.sinceStart(500_000_000)).isEqualTo(0x0000_0001_8000_0000L);
        assertThat(NtpTime.middle(0x1234_5678_9ABC_DEF0L)).isEqualTo(0x5678_9ABC);
        assertThat(NtpTime.units(1_500_000_000L)).isEqualTo(98_304);
    }

    @Test
    void theFirstReportsComeSoonTheOthersAreSpreadAroundFourSeconds() {
        Random random = new Random(5);
        double sum = 0;
        for (int i = 0; i < 2_000; i++) {
            assertThat(RtcpInterval.early(random))
                    .isBetween(Duration.ofMillis(500), Duration.ofMillis(1_000));
            Duration next = RtcpInterval.next(random);
            assertThat(next).isBetween(Duration.ofMillis(2_050), Duration.ofMillis(6_160));
            sum += next.toMillis();
        }
        assertThat(sum / 2_000).isCloseTo(4_104, within(100.0));
    }
}
