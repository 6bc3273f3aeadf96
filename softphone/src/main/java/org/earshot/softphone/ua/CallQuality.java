package org.earshot.softphone.ua;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.quality.Measure;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.quality.StreamQuality;
import org.earshot.common.stack.Dialog;
import org.earshot.softphone.media.CodecChoice;
import org.earshot.softphone.media.SessionQuality;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.earshot.softphone.sdp.AudioCodec;

/// How a call was that is over. Pure.
///
/// @param account whose call it was
/// @param codec as the call had it last
/// @param local where we received
record CallQuality(
        Account account,
        CallFacts facts,
        Dialog.Id dialog,
        AudioCodec codec,
        InetSocketAddress local,
        SessionQuality media) {
    private static final double ADAPTIVE = 3;
    private static final double ENHANCED = 3;

    /// What our server gets to know of it (RFC 6035).
    ///
    /// @param end when the call ended
    /// @throws IllegalArgumentException if the other side has a name or a Call-ID that a report can't hold
    QualityReport report(Instant end) {
        String own = account.address().toString();
        String peer = SipUris.canonical(facts.peer());
        Instant start = end.minus(media.lasted());
        InetSocketAddress remote = media.parameters().remoteRtp();
        return new QualityReport(
                QualityReport.Kind.SESSION,
                dialog.callId(),
                own,
                peer,
                facts.incoming() ? peer : own,
                Optional.of(address(local, media.localSsrc())),
                remote.isUnresolved()
                        ? Optional.empty()
                        : Optional.of(address(remote, media.heardHere().ssrc())),
                new StreamQuality(
                        Optional.of(start), Optional.of(end), Optional.of(name()), heardHere()),
                media.heardThere()
                        .map(told ->
                                new StreamQuality(
                                        Optional.of(start),
                                        Optional.of(end),
                                        Optional.of(name()),
                                        measured(told))),
                Optional.of(new QualityReport.Tags(dialog.localTag(), dialog.remoteTag())));
    }

    private String name() {
        return codec.encodingName();
    }

    private static QualityReport.MediaAddress address(InetSocketAddress at, int ssrc) {
        String ip = at.getAddress().getHostAddress();
        int zone = ip.indexOf('%');
        return new QualityReport.MediaAddress(
                zone < 0 ? ip : ip.substring(0, zone), at.getPort(), ssrc);
    }

    private Map<Measure, Double> heardHere() {
        Map<Measure, Double> values = measured(media.heardHere());
        CodecChoice choice = media.parameters().codec();
        put(values, Measure.PT, choice.receivedPayloadType());
        put(values, Measure.SR, choice.name().clockRate());
        put(values, Measure.FD, choice.packetMillis());
        put(values, Measure.FPP, 1);
        put(values, Measure.PPS, 1000.0 / choice.packetMillis());
        put(values, Measure.PLC, ENHANCED);
        put(values, Measure.JBA, ADAPTIVE);
        put(values, Measure.IAJ, media.jitterMs());
        return values;
    }

    /// What a phone tells of what it hears. What is out of its range is left out: the peer may tell what it likes.
    private static Map<Measure, Double> measured(VoipMetrics metrics) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        VoipMetrics.Losses losses = metrics.losses();
        put(values, Measure.NLR, percent(losses.lossRate()));
        put(values, Measure.JDR, percent(losses.discardRate()));
        put(values, Measure.BLD, percent(losses.burstDensity()));
        put(values, Measure.BD, losses.burstMillis());
        put(values, Measure.GLD, percent(losses.gapDensity()));
        put(values, Measure.GD, losses.gapMillis());
        put(values, Measure.GMIN, metrics.gMin());
        if (metrics.delays().roundTripMillis() > 0) {
            put(values, Measure.RTD, metrics.delays().roundTripMillis());
        }
        put(values, Measure.ESD, metrics.delays().endSystemMillis());
        put(values, Measure.JBN, metrics.buffer().nominalMillis());
        put(values, Measure.JBM, metrics.buffer().maximumMillis());
        put(values, Measure.JBX, metrics.buffer().absoluteMaximumMillis());
        VoipMetrics.Scores scores = metrics.scores();
        if (scores.rating() != VoipMetrics.UNAVAILABLE) {
            put(values, Measure.RCQ, scores.rating());
        }
        if (scores.listening() != VoipMetrics.UNAVAILABLE) {
            put(values, Measure.MOSLQ, scores.listening() / 10.0);
        }
        if (scores.conversation() != VoipMetrics.UNAVAILABLE) {
            put(values, Measure.MOSCQ, scores.conversation() / 10.0);
        }
        return values;
    }

    /// Of a share in 256ths.
    private static double percent(int share) {
        return share * 100.0 / 256;
    }

    private static void put(Map<Measure, Double> values, Measure measure, double value) {
        if (measure.takes(value)) {
            values.put(measure, value);
        }
    }
}
