package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.proxy.archive.Content;

/// How records are shown.
final class RecordCommand {
    private RecordCommand() {}

    /// Carries out `archive show`.
    static int show(AdminCommands admin, String record, boolean content) {
        RecordAdministration.RecordFact fact = admin.administration().records().show(record);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("record", fact.record());
        fields.put("time", fact.time().toString());
        fields.put("kind", fact.kind());
        fields.put("retention", fact.retention());
        fields.put("facts", fact.facts());
        fields.put("hasContent", fact.hasContent());
        StringBuilder text = new StringBuilder();
        text.append(fact.time()).append("  ").append(fact.kind());
        fact.facts()
                .forEach((name, values) ->
                        values.forEach(value ->
                                text.append("\n  ").append(name).append(": ").append(value)));
        if (fact.facts().isEmpty()) {
            text.append("\n  what it said has gone: it had been kept for long enough");
        }
        if (content && fact.hasContent()) {
            text.append("\n\n").append(content(admin, record, fields));
        }
        admin.print(fields, text.toString());
        return 0;
    }

    /// Reads the content of a record, which is recorded first.
    ///
    /// @param fields takes it
    /// @return for people
    static String content(AdminCommands admin, String record, Map<String, Object> fields) {
        Optional<Content> content = admin.administration().records().content(record, admin.actor());
        content.ifPresent(found -> RecordContent.describe(found, fields));
        return content.map(RecordContent::words).orElse("its content can't be read any more");
    }

    /// What stands in a line of a search besides who, to whom and when. What phones have written must not move the reader's
    /// cursor, nor turn the direction of the line.
    static String words(Map<String, String> details) {
        return details.entrySet().stream()
                .map(entry ->
                        "  "
                                + entry.getKey()
                                + ": "
                                + entry.getValue().replaceAll("[\\p{Cc}\\p{Cf}]", "?"))
                .collect(Collectors.joining());
    }
}
