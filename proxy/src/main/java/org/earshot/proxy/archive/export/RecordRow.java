package org.earshot.proxy.archive.export;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.DisclosedRecord;
import org.earshot.proxy.archive.Facts;
import org.earshot.proxy.archive.JsonLine;

/// A record as a line of `records.json` and of `records.csv`. Pure.
final class RecordRow {
    static final List<String> COLUMNS =
            List.of(
                    "record",
                    "time",
                    "kind",
                    "retention",
                    "from",
                    "to",
                    "call-id",
                    "message-id",
                    "status",
                    "content-state",
                    "content-type",
                    "text",
                    "facts",
                    "mail");

    private RecordRow() {}

    static void json(DisclosedRecord row, Appendable out) throws IOException {
        new JsonLine(out)
                .text("record", row.position().toString())
                .text("time", time(row))
                .text("kind", row.kind())
                .text("retention", row.retention())
                .text("eventId", row.eventId().toString())
                .number("happenedAt", row.happenedAt())
                .facts("facts", row.facts())
                .bytes("factSalt", row.factSalt())
                .text("contentState", row.state().text())
                .text("contentType", row.content().map(Content::type))
                .text("text", text(row))
                .text(
                        "content",
                        row.content()
                                .map(Content::body)
                                .map(Bytes::array)
                                .map(Base64.getEncoder()::encodeToString))
                .bytes("contentSalt", row.contentSalt())
                .text("mail", mail(row))
                .end();
    }

    static List<String> cells(DisclosedRecord row) {
        return List.of(
                row.position().toString(),
                time(row),
                row.kind(),
                row.retention(),
                first(row, "from"),
                row.facts().map(facts -> String.join(", ", facts.all("to"))).orElse(""),
                first(row, "call-id"),
                first(row, "message-id"),
                first(row, "status"),
                row.state().text(),
                row.content().map(Content::type).orElse(""),
                text(row).orElse(""),
                row.facts().map(RecordRow::all).orElse(""),
                mail(row).orElse(""));
    }

    private static String time(DisclosedRecord row) {
        return Columns.instant(row.happenedAt()).toString();
    }

    private static String first(DisclosedRecord row, String name) {
        return row.facts().flatMap(facts -> facts.first(name)).orElse("");
    }

    private static String all(Facts facts) {
        return facts.entries().stream()
                .map(fact -> fact.name() + ": " + fact.value())
                .collect(Collectors.joining("\n"));
    }

    private static Optional<String> mail(DisclosedRecord row) {
        return MailMessage.isOne(row) ? Optional.of(MailMessage.name(row)) : Optional.empty();
    }

    private static Optional<String> text(DisclosedRecord row) {
        return row.content()
                .filter(content ->
                        content.type().toLowerCase(Locale.ROOT).matches("(?s)(text|message)/.*"))
                .flatMap(content -> Unwrapped.utf8(content.body().array()));
    }
}
