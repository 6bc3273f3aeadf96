package org.earshot.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.earshot.common.text.ShownTime;
import org.earshot.server.ladder.CallCause;
import org.earshot.server.ladder.CallSummary;
import org.earshot.server.ladder.Explanation;
import org.earshot.server.ladder.LadderMessage;
import org.earshot.server.ladder.LadderView;
import org.earshot.server.ladder.Step;

/// Calls of the last days for people, and for programs. Pure.
final class CallWords {
    private static final double MICROS = 1_000_000;

    private CallWords() {}

    static String line(CallSummary call) {
        StringBuilder line = new StringBuilder();
        line.append(call.id())
                .append("  ")
                .append(ShownTime.of(call.began()))
                .append("  ")
                .append(call.caller())
                .append(" called ")
                .append(call.callee())
                .append("  ")
                .append(call.outcome().text());
        if (call.status() > 0) {
            line.append(" (").append(call.status()).append(')');
        }
        call.answered()
                .flatMap(from -> call.ended().map(end -> Duration.between(from, end)))
                .filter(time -> !time.isNegative())
                .ifPresent(time -> line.append(", ").append(time.toSeconds()).append(" s"));
        return line.toString();
    }

    static Map<String, Object> fields(CallSummary call) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", call.id());
        fields.put("callId", call.callId());
        fields.put("from", call.caller());
        fields.put("to", call.callee());
        fields.put("beganAt", call.began().toString());
        call.answered().ifPresent(at -> fields.put("answeredAt", at.toString()));
        call.ended().ifPresent(at -> fields.put("endedAt", at.toString()));
        fields.put("outcome", call.outcome().text());
        fields.put("status", call.status());
        return fields;
    }

    static String text(CallAdministration.Shown shown) {
        CallSummary call = shown.ladder().summary();
        StringBuilder text = new StringBuilder(line(call));
        text.append("\nCall-ID ").append(call.callId()).append("\n\n");
        for (CallCause cause : causes(shown)) {
            text.append(cause.text(call.status())).append('\n');
            if (!cause.advice().isEmpty()) {
                text.append("  ").append(cause.advice()).append('\n');
            }
        }
        text.append('\n');
        LadderView view = LadderView.of(shown.ladder());
        for (int i = 0; i < view.participants().size(); i++) {
            LadderView.Participant one = view.participants().get(i);
            text.append(letter(i))
                    .append("  ")
                    .append(one.role().name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(one.name())
                    .append(one.transport().isEmpty() ? "" : " by " + one.transport())
                    .append(one.agent().isEmpty() ? "" : ", " + one.agent())
                    .append('\n');
        }
        text.append('\n');
        for (Step step : view.steps()) {
            text.append(line(step, call.began())).append('\n');
        }
        for (QualityAdministration.Reported report : shown.reports()) {
            text.append('\n').append(QualityWords.text(report));
        }
        return text.toString().stripTrailing();
    }

    private static char letter(int participant) {
        return (char) ('A' + participant % 26);
    }

    private static String line(Step step, Instant began) {
        LadderMessage message = step.message();
        return String.format(
                Locale.ROOT,
                "%9.3f s  %c -> %c  %s%s  (%s%s)%s",
                offset(message, began) / MICROS,
                letter(step.from()),
                letter(step.to()),
                label(message),
                details(message),
                step.meaning().text(),
                step.again() ? ", again" : "",
                message.sdp().isEmpty() ? "" : "\n             " + message.sdp());
    }

    private static long offset(LadderMessage message, Instant began) {
        return message.micros() - ChronoUnit.MICROS.between(Instant.EPOCH, began);
    }

    private static String label(LadderMessage message) {
        return message.status() == 0
                ? message.method() + ' ' + message.target()
                : (message.status() + " " + message.phrase()).strip() + " to " + message.method();
    }

    private static String details(LadderMessage message) {
        StringJoiner details = new StringJoiner("; ", "; ", "").setEmptyValue("");
        if (message.credentials()) {
            details.add("with credentials, which are not kept");
        }
        if (!message.reason().isEmpty()) {
            details.add("Reason: " + message.reason());
        }
        if (!message.warning().isEmpty()) {
            details.add("Warning: " + message.warning());
        }
        return details.toString();
    }

    private static List<CallCause> causes(CallAdministration.Shown shown) {
        return Explanation.of(
                shown.ladder(),
                shown.reports().stream().map(QualityAdministration.Reported::report).toList());
    }

    static Map<String, Object> fields(CallAdministration.Shown shown) {
        CallSummary call = shown.ladder().summary();
        Map<String, Object> fields = fields(call);
        List<Map<String, Object>> why = new ArrayList<>();
        for (CallCause cause : causes(shown)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("cause", cause.key());
            one.put("text", cause.text(call.status()));
            one.put("advice", cause.advice());
            why.add(one);
        }
        fields.put("why", why);
        LadderView view = LadderView.of(shown.ladder());
        fields.put(
                "participants", view.participants().stream().map(CallWords::participant).toList());
        fields.put(
                "messages",
                view.steps().stream().map(step -> message(step, call.began())).toList());
        fields.put("lost", shown.ladder().lost());
        fields.put("quality", shown.reports().stream().map(QualityWords::fields).toList());
        return fields;
    }

    private static Map<String, Object> participant(LadderView.Participant one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", one.role().name().toLowerCase(Locale.ROOT));
        fields.put("name", one.name());
        fields.put("transport", one.transport());
        fields.put("userAgent", one.agent());
        return fields;
    }

    private static Map<String, Object> message(Step step, Instant began) {
        LadderMessage message = step.message();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("offsetMicros", offset(message, began));
        fields.put("from", step.from());
        fields.put("to", step.to());
        fields.put("method", message.method());
        fields.put("cseq", message.cseq());
        fields.put("status", message.status());
        fields.put("phrase", message.phrase());
        fields.put("meaning", step.meaning().key());
        fields.put("again", step.again());
        fields.put("target", message.target());
        fields.put("reason", message.reason());
        fields.put("warning", message.warning());
        fields.put("media", message.sdp());
        fields.put("credentials", message.credentials());
        return fields;
    }
}
