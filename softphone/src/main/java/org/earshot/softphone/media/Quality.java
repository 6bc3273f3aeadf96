package org.earshot.softphone.media;

import java.util.Map;
import java.util.OptionalLong;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.rtp.EModel;
import org.earshot.softphone.media.srtp.Unprotected;

/// From counts to statistics and an opinion score. Pure.
final class Quality {

    private static final double OPUS_LOOK_AHEAD_MILLIS = 6.5;
    private static final double DEVICES_MILLIS = 40;

    private Quality() {}

    static MediaStatistics statistics(
            CodecChoice codec,
            long packetsSent,
            InboundStream.Received received,
            RtcpExchange.Told told,
            JitterStatistics jitter,
            RecentLoss recentLoss,
            long now,
            long droppedBeforePlayout,
            Map<Unprotected.Reason, Long> refused,
            OptionalLong sinceLastPacketMs) {
        long lost = Math.max(0, received.expected() - received.packets());
        long late = jitter.late() + droppedBeforePlayout;
        // what redundancy repairs is lost too: it is part of the codec's robustness
        RecentLoss.Window recent =
                recentLoss.until(
                        new RecentLoss.Counts(
                                now, received.expected(), lost + late, jitter.gaps()));
        double mos =
                received.packets() == 0
                        ? 1
                        : opinionScore(codec, told.rttMs().orElse(0), jitter.delayMs(), recent);
        return new MediaStatistics(
                packetsSent,
                received.packets(),
                lost,
                percent(lost, received.expected()),
                told.lossPercent(),
                told.rttMs(),
                received.jitterMs(),
                jitter.delayMs(),
                jitter.concealedMs(),
                late,
                refused,
                sinceLastPacketMs,
                mos);
    }

    private static double percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.min(100, 100.0 * part / whole);
    }

    private static double opinionScore(
            CodecChoice codec, double rttMs, double playoutDelayMs, RecentLoss.Window loss) {
        boolean opus = codec.name() == CodecName.OPUS;
        double oneWayMillis =
                rttMs / 2
                        + playoutDelayMs
                        + codec.packetMillis()
                        + (opus ? OPUS_LOOK_AHEAD_MILLIS : 0)
                        + DEVICES_MILLIS;
        EModel.Impairment impairment =
                switch (codec.name()) {
                    case OPUS -> EModel.Impairment.OPUS;
                    case G722 -> EModel.Impairment.G722;
                    case PCMU, PCMA -> EModel.Impairment.G711;
                };
        double rating = EModel.rating(impairment, oneWayMillis, loss.percent(), loss.burstRatio());
        return EModel.opinionScore(impairment.narrow(rating));
    }
}
