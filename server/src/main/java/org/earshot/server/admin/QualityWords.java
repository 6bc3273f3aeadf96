package org.earshot.server.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.common.quality.Measure;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.quality.StreamQuality;
import org.earshot.common.text.ShownTime;

/// A report of a call's quality for people, and for programs. Pure.
final class QualityWords {
    // ITU-T G.107 annex B: where many are satisfied, some are not, many are not
    private static final double GOOD = 4.0;
    private static final double FAIR = 3.6;
    private static final double POOR = 3.1;

    private QualityWords() {}

    static String text(QualityAdministration.Reported reported) {
        QualityReport report = reported.report();
        StreamQuality here = report.heardHere();
        StringBuilder text = new StringBuilder();
        text.append(ShownTime.of(reported.receivedAt()))
                .append("  ")
                .append(reported.reporter())
                .append(report.origin().equals(report.local()) ? " called " : " was called by ")
                .append(report.remote());
        length(here).ifPresent(time -> text.append(", ").append(time.toSeconds()).append(" s"));
        here.codec().ifPresent(codec -> text.append(", ").append(codec));
        text.append(
                switch (report.kind()) {
                    case SESSION -> "";
                    case INTERVAL -> ", which went on";
                    case ALERT -> ", which went on and was worse than it should be";
                });
        text.append(", as claimed by the phone\n  heard here:  ").append(words(here));
        report.heardThere()
                .ifPresent(there -> text.append("\n  heard there: ").append(words(there)));
        return text.toString();
    }

    /// What phones say of the time may be nonsense, such as an end before the beginning.
    private static Optional<Duration> length(StreamQuality quality) {
        return quality.start()
                .flatMap(start -> quality.stop().map(stop -> Duration.between(start, stop)))
                .filter(time -> !time.isNegative());
    }

    private static String words(StreamQuality quality) {
        List<String> words = new ArrayList<>();
        score(quality)
                .ifPresent(
                        score -> words.add(judged(score) + " (MOS " + number(score, "%.1f") + ")"));
        add(words, "loss %.1f %%", quality.value(Measure.NLR));
        add(words, "too late %.1f %%", quality.value(Measure.JDR));
        add(words, "jitter %.0f ms", quality.value(Measure.IAJ));
        add(words, "round trip %.0f ms", quality.value(Measure.RTD));
        add(words, "delay in the phone %.0f ms", quality.value(Measure.ESD));
        return words.isEmpty() ? "nothing was measured" : String.join(", ", words);
    }

    /// With delay, where the phone says so.
    private static OptionalDouble score(StreamQuality quality) {
        OptionalDouble talked = quality.value(Measure.MOSCQ);
        return talked.isPresent() ? talked : quality.value(Measure.MOSLQ);
    }

    private static String judged(double score) {
        if (score >= GOOD) {
            return "good";
        }
        if (score >= FAIR) {
            return "fair";
        }
        return score >= POOR ? "poor" : "bad";
    }

    private static void add(List<String> words, String format, OptionalDouble value) {
        value.ifPresent(known -> words.add(number(known, format)));
    }

    private static String number(double value, String format) {
        return String.format(Locale.ROOT, format, value);
    }

    static Map<String, Object> fields(QualityAdministration.Reported reported) {
        QualityReport report = reported.report();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("receivedAt", reported.receivedAt().toString());
        fields.put("reporter", reported.reporter());
        fields.put("claimedByThePhone", true);
        fields.put("kind", report.kind().name().toLowerCase(Locale.ROOT));
        fields.put("callId", report.callId());
        fields.put("local", report.local());
        fields.put("remote", report.remote());
        fields.put("origin", report.origin());
        fields.put("heardHere", fields(report.heardHere()));
        report.heardThere().ifPresent(there -> fields.put("heardThere", fields(there)));
        return fields;
    }

    private static Map<String, Object> fields(StreamQuality quality) {
        Map<String, Object> fields = new LinkedHashMap<>();
        quality.start().ifPresent(at -> fields.put("start", at.toString()));
        quality.stop().ifPresent(at -> fields.put("stop", at.toString()));
        quality.codec().ifPresent(codec -> fields.put("codec", codec));
        put(fields, "mosConversation", quality.value(Measure.MOSCQ));
        put(fields, "mosListening", quality.value(Measure.MOSLQ));
        put(fields, "lossPercent", quality.value(Measure.NLR));
        put(fields, "latePercent", quality.value(Measure.JDR));
        put(fields, "jitterMs", quality.value(Measure.IAJ));
        put(fields, "rttMs", quality.value(Measure.RTD));
        put(fields, "endSystemDelayMs", quality.value(Measure.ESD));
        put(fields, "burstLossPercent", quality.value(Measure.BLD));
        put(fields, "burstMs", quality.value(Measure.BD));
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, OptionalDouble value) {
        value.ifPresent(known -> fields.put(name, known));
    }
}
