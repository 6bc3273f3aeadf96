package org.earshot.softphone.media;

import java.util.Map;
import java.util.OptionalLong;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.rtp.EModel;
import org.earshot.softphone.media.rtp.LossPattern;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.earshot.softphone.media.srtp.Unprotected;

/// From counts to statistics and an opinion score. Pure.
final class Quality {

    private static final double OPUS_LOOK_AHEAD_MILLIS = 6.5;
    private static final double DEVICES_MILLIS = 40;

    private Quality() {}

    static MediaStatistics statistics(
            CodecChoice codec,
            RecentQuality.Recent recent,
            long packetsSent,
            InboundStream.Received received,
            RtcpExchange.Told told,
            JitterStatistics jitter,
            long droppedBeforePlayout,
            Map<Unprotected.Reason, Long> refused,
            OptionalLong sinceLastPacketMs) {
        long lost = Math.max(0, received.expected() - received.packets());
        boolean heard = received.packets() > 0 && !recent.silent();
        double oneWayMs =
                oneWayMs(codec, received.codec(), told.rttMs().orElse(0), jitter.delayMs());
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
                jitter.late() + droppedBeforePlayout,
                jitter.waiting(),
                jitter.acceleratedMs() + jitter.expandedMs(),
                refused,
                sinceLastPacketMs,
                received.reports(),
                received.silence(),
                received.strange(),
                heard ? opinionScore(received.codec(), oneWayMs, recent) : 1);
    }

    /// What we tell the peer of how we hear it, since the beginning (RFC 3611 §4.7).
    ///
    /// @param ssrc     whose packets they are
    /// @param expected of them
    /// @param heard    the codec in which the peer spoke last
    static VoipMetrics metrics(
            int ssrc,
            long expected,
            CodecChoice codec,
            CodecName heard,
            RtcpExchange.Told told,
            JitterStatistics jitter,
            JitterSettings settings) {
        LossPattern.Seen pattern = jitter.pattern();
        double discarded = percent(jitter.late(), expected) / 100;
        double missing = percent(pattern.missing(), pattern.packets()) / 100;
        int packetMs = codec.packetMillis();
        EModel.Impairment impairment = impairment(heard);
        double ratio = EModel.burstRatio(pattern.packets(), pattern.missing(), pattern.runs());
        double rtt = told.rttMs().orElse(0);
        double listened = EModel.rating(impairment, 0, 100 * missing, ratio);
        double talked =
                EModel.rating(
                        impairment,
                        oneWayMs(codec, heard, rtt, jitter.delayMs()),
                        100 * missing,
                        ratio);
        boolean played = pattern.packets() > 0;
        return new VoipMetrics(
                ssrc,
                new VoipMetrics.Losses(
                        VoipMetrics.share(Math.max(0, missing - discarded)),
                        VoipMetrics.share(discarded),
                        VoipMetrics.share(pattern.burstDensity()),
                        VoipMetrics.share(pattern.gapDensity()),
                        VoipMetrics.millis(pattern.burstLength() * packetMs),
                        VoipMetrics.millis(pattern.gapLength() * packetMs)),
                new VoipMetrics.Delays(
                        VoipMetrics.millis(rtt),
                        VoipMetrics.millis(oneWayMs(codec, heard, 0, jitter.delayMs()))),
                LossPattern.G_MIN,
                new VoipMetrics.Scores(
                        played
                                ? (int) Math.round(EModel.commonScale(impairment, talked))
                                : VoipMetrics.UNAVAILABLE,
                        played ? score(impairment, listened) : VoipMetrics.UNAVAILABLE,
                        played ? score(impairment, talked) : VoipMetrics.UNAVAILABLE),
                new VoipMetrics.Buffer(
                        jitter.targetMs(),
                        Math.min(2 * jitter.targetMs(), settings.maxMs()),
                        settings.maxMs()));
    }

    private static int score(EModel.Impairment impairment, double rating) {
        return (int) Math.round(10 * EModel.opinionScore(impairment, rating));
    }

    private static double percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.min(100, 100.0 * part / whole);
    }

    private static double opinionScore(
            CodecName heard, double oneWayMs, RecentQuality.Recent recent) {
        EModel.Impairment impairment = impairment(heard);
        return EModel.opinionScore(
                impairment,
                EModel.rating(impairment, oneWayMs, recent.lossPercent(), recent.burstRatio()));
    }

    /// From the mouth over there to the ear here. We know our own packets; the peer's are taken to be alike.
    private static double oneWayMs(
            CodecChoice codec, CodecName heard, double rttMs, double playoutDelayMs) {
        return rttMs / 2
                + playoutDelayMs
                + codec.packetMillis()
                + (heard == CodecName.OPUS ? OPUS_LOOK_AHEAD_MILLIS : 0)
                + DEVICES_MILLIS;
    }

    private static EModel.Impairment impairment(CodecName codec) {
        return switch (codec) {
            case OPUS -> EModel.Impairment.OPUS;
            case G722 -> EModel.Impairment.G722;
            case PCMU, PCMA -> EModel.Impairment.G711;
        };
    }
}
