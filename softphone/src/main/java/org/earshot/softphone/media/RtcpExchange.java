package org.earshot.softphone.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.earshot.softphone.media.rtp.NtpTime;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.ReportBlock;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpPacket.Other;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SenderReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SourceDescription;
import org.earshot.softphone.media.rtp.VoipMetrics;

/// What both sides tell each other of their streams (RFC 3550 §6.4), without the wire. Confined to the receive thread but for
/// what says otherwise.
final class RtcpExchange {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final LocalSource local;
    private final long startNanos;

    private Optional<LastReport> lastReport = Optional.empty();
    private long packetsAtLastReport;
    private boolean nothingSent;

    private volatile Told told =
            new Told(OptionalDouble.empty(), OptionalDouble.empty(), 0, Optional.empty(), 0, 0);

    /// The peer's last sender report.
    private record LastReport(int ssrc, long ntpTime, int packets, long arrivalNanos) {}

    /// What the peer has told about our packets.
    ///
    /// @param rttMs       round trip
    /// @param lossPercent lost on the way to the peer in its last interval
    /// @param lost        the sum of that since the beginning, which copies lower
    /// @param metrics     how it hears us, where it tells (RFC 3611)
    /// @param reports     about us that have come
    /// @param metricsTold how often those have come
    record Told(
            OptionalDouble rttMs,
            OptionalDouble lossPercent,
            int lost,
            Optional<VoipMetrics> metrics,
            int reports,
            int metricsTold) {}

    RtcpExchange(LocalSource local, long startNanos) {
        this.local = local;
        this.startNanos = startNanos;
    }

    /// Any thread.
    Told told() {
        return told;
    }

    /// Whether the peer's last compound packet tells that it has sent nothing since the one before (RFC 3550 §6.4).
    boolean tellsOfNothingSent() {
        return nothingSent;
    }

    /// A compound packet of the peer has come.
    void onPackets(List<RtcpPacket> packets, long now) {
        nothingSent = false;
        boolean sends = false;
        for (RtcpPacket packet : packets) {
            switch (packet) {
                case SenderReport report -> {
                    nothingSent = hasAsManyAsBefore(report);
                    sends = true;
                    lastReport =
                            Optional.of(
                                    new LastReport(
                                            report.ssrc(),
                                            report.ntpTime(),
                                            report.packets(),
                                            now));
                    onReports(report.reports(), now);
                }
                case ReceiverReport report -> {
                    nothingSent |= !sends; // §6.1: or it goes on where that had no room
                    onReports(report.reports(), now);
                }
                case ExtendedReport report -> onMetrics(report.metrics());
                case SourceDescription _, Goodbye _, Other _ -> {
                    // a call ends by SIP, and nothing else here concerns two who know each other
                }
            }
        }
    }

    private boolean hasAsManyAsBefore(SenderReport report) {
        return lastReport.isPresent()
                && lastReport.get().ssrc() == report.ssrc()
                && lastReport.get().packets() == report.packets();
    }

    private void onReports(List<ReportBlock> reports, long now) {
        for (ReportBlock report : reports) {
            if (report.ssrc() != local.ssrc()) {
                continue;
            }
            int middle = NtpTime.middle(NtpTime.sinceStart(now - startNanos));
            OptionalLong roundTrip = NtpTime.roundTripNanos(middle, report);
            told =
                    new Told(
                            roundTrip.isPresent()
                                    ? OptionalDouble.of(roundTrip.getAsLong() / 1e6)
                                    : told.rttMs(),
                            OptionalDouble.of(report.fractionLost() * 100.0 / 256),
                            report.cumulativeLost(),
                            told.metrics(),
                            told.reports() + 1,
                            told.metricsTold());
        }
    }

    private void onMetrics(List<VoipMetrics> metrics) {
        metrics.stream()
                .filter(block -> block.ssrc() == local.ssrc())
                .reduce((_, last) -> last)
                .ifPresent(block ->
                        told =
                                new Told(
                                        told.rttMs(),
                                        told.lossPercent(),
                                        told.lost(),
                                        Optional.of(block),
                                        told.reports(),
                                        told.metricsTold() + 1));
    }

    /// What we tell now: a sender report when something was sent since the last one, else a receiver report; then our name, and
    /// how we hear the peer, if it wants to know.
    List<RtcpPacket> report(
            MediaParameters parameters,
            SentCounts sent,
            Optional<ReceiverStatistics> received,
            Optional<VoipMetrics> metrics,
            long now) {
        List<ReportBlock> blocks =
                received.map(statistics -> List.of(block(statistics, now))).orElse(List.of());
        List<RtcpPacket> packets = new ArrayList<>();
        int ssrc = local.ssrc();
        if (sent.packets() > packetsAtLastReport) {
            long elapsedTicks =
                    (now - sent.nanoTime())
                            * parameters.codec().name().clockRate()
                            / NANOS_PER_SECOND;
            packets.add(
                    new SenderReport(
                            ssrc,
                            NtpTime.sinceStart(now - startNanos),
                            sent.rtpTimestamp() + (int) elapsedTicks,
                            (int) sent.packets(),
                            (int) sent.octets(),
                            blocks));
        } else {
            packets.add(new ReceiverReport(ssrc, blocks));
        }
        packetsAtLastReport = sent.packets();
        packets.add(
                new SourceDescription(
                        List.of(
                                new SourceDescription.Chunk(
                                        ssrc, Optional.of(parameters.cname())))));
        metrics.filter(_ -> parameters.wishes().voipMetrics())
                .ifPresent(block -> packets.add(new ExtendedReport(ssrc, List.of(block))));
        return packets;
    }

    /// The same with a goodbye (§6.6).
    List<RtcpPacket> goodbye(
            MediaParameters parameters,
            SentCounts sent,
            Optional<ReceiverStatistics> received,
            Optional<VoipMetrics> metrics,
            long now) {
        List<RtcpPacket> packets = report(parameters, sent, received, metrics, now);
        packets.add(new Goodbye(List.of(local.ssrc())));
        return packets;
    }

    private ReportBlock block(ReceiverStatistics statistics, long now) {
        return lastReport
                .filter(report -> report.ssrc() == statistics.ssrc())
                .map(report ->
                        statistics.report(
                                NtpTime.middle(report.ntpTime()),
                                NtpTime.units(now - report.arrivalNanos())))
                .orElseGet(() -> statistics.report(0, 0));
    }
}
