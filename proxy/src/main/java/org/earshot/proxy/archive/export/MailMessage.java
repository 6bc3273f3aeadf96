package org.earshot.proxy.archive.export;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.DisclosedRecord;
import org.earshot.proxy.archive.Facts;

/// A message of the record as mail (RFC 5322, RFC 2045): the same record always gives the same bytes. Everything that somebody wrote is in
/// Base64, in an encoded word, or of the few characters that can't end a header. Pure.
final class MailMessage {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss +0000", Locale.ROOT);
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII));

    private final StringBuilder out = new StringBuilder();

    private MailMessage() {}

    /// Whether a record is exported as mail.
    static boolean isOne(DisclosedRecord row) {
        return row.content().isPresent()
                && row.facts().isPresent()
                && (row.kind().equals("message-received") || row.kind().equals("message-refused"));
    }

    /// The name of its file.
    static String name(DisclosedRecord row) {
        return "messages/" + row.position().chain() + "-" + row.position().number() + ".eml";
    }

    static byte[] of(DisclosedRecord row) {
        MailMessage mail = new MailMessage();
        mail.write(row, row.facts().orElseThrow(), row.content().orElseThrow());
        return mail.out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void write(DisclosedRecord row, Facts facts, Content content) {
        Optional<Unwrapped> inside = Unwrapped.of(content);
        String unique = row.position().chain() + "." + row.position().number();
        String boundary = "earshot-" + unique;
        header("From", MailHeader.mailbox(facts.first("from").orElse("unknown")));
        List<String> recipients = facts.all("to").stream().map(MailHeader::mailbox).toList();
        header(
                "To",
                recipients.isEmpty()
                        ? "undisclosed-recipients:;"
                        : String.join(",\r\n ", recipients));
        Instant at = Columns.instant(row.happenedAt());
        header("Date", DATE.format(at.atOffset(ZoneOffset.UTC)));
        header("Message-ID", "<" + unique + "@earshot.invalid>");
        inside.flatMap(Unwrapped::subject)
                .or(() -> subject(facts))
                .ifPresent(text -> written("Subject", text));
        header("X-Earshot-Record", row.position().toString());
        header("X-Earshot-Kind", row.kind());
        facts.first("from").ifPresent(from -> written("X-Earshot-From", from));
        facts.all("to").forEach(to -> written("X-Earshot-To", to));
        facts.first("message-id").ifPresent(id -> written("X-Earshot-Message-ID", id));
        header("MIME-Version", "1.0");
        header("Content-Type", "multipart/mixed;\r\n boundary=\"" + boundary + "\"");
        inside.ifPresent(inner -> {
            open(boundary);
            part(inner.type(), inner.body().array());
        });
        open(boundary);
        if (inside.isPresent()) {
            original(content);
        } else {
            part(content.type(), content.body().array());
        }
        out.append("\r\n--").append(boundary).append("--\r\n");
    }

    private static Optional<String> subject(Facts facts) {
        return facts.all("header").stream()
                .filter(header -> header.startsWith("Subject: "))
                .findFirst()
                .map(header -> header.substring("Subject: ".length()));
    }

    private void open(String boundary) {
        out.append("\r\n--").append(boundary).append("\r\n");
    }

    private void part(String type, byte[] body) {
        String safe = MailHeader.mediaType(type);
        boolean plain = safe.toLowerCase(Locale.ROOT).matches("text/plain(;.*)?");
        body(safe, plain ? "inline" : "attachment; filename=\"content\"", type, body);
    }

    private void original(Content content) {
        body(
                "application/octet-stream",
                "attachment; filename=\"original.cpim\"",
                content.type(),
                content.body().array());
    }

    private void body(String type, String disposition, String asSent, byte[] body) {
        // a type as long as it may be stands on a line of its own
        header("Content-Type", "\r\n " + type);
        header("Content-Transfer-Encoding", "base64");
        header("Content-Disposition", disposition);
        written("X-Earshot-Content-Type", asSent);
        out.append("\r\n").append(LINES.encodeToString(body));
    }

    private void written(String name, String text) {
        header(name, MailHeader.text(text));
    }

    private void header(String name, String value) {
        out.append(name).append(": ").append(value).append("\r\n");
    }
}
