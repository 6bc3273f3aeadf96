package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.mime.Digits;
import org.earshot.common.mime.HeaderBlock;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimeHeader;
import org.earshot.common.mime.Utf8;

/// Whether messages wait in a mailbox: application/simple-message-summary (RFC 3842 §5).
///
/// @param waiting whether any do
/// @param account the mailbox, a URI to call
/// @param counts how many, by kind; kinds of which nothing is said are absent
public record MessageSummary(boolean waiting, Optional<String> account, Map<Kind, Counts> counts) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/simple-message-summary";

    private static final long MOST = 0xFFFF_FFFFL;
    private static final Pattern COUNTS =
            Pattern.compile(
                    "([0-9]+)\\s*/\\s*([0-9]+)(?:\\s*\\(\\s*([0-9]+)\\s*/\\s*([0-9]+)\\s*\\))?");

    /// The kinds of messages (RFC 3458).
    public enum Kind {
        VOICE("Voice-Message"),
        FAX("Fax-Message"),
        PAGER("Pager-Message"),
        MULTIMEDIA("Multimedia-Message"),
        TEXT("Text-Message"),
        NONE("None");

        private final String header;

        Kind(String header) {
            this.header = header;
        }
    }

    /// How many, each up to 2^32 - 1.
    ///
    /// @param fresh not heard yet
    /// @param old heard
    /// @param urgentFresh of the fresh ones
    /// @param urgentOld of the old ones
    public record Counts(long fresh, long old, long urgentFresh, long urgentOld) {

        public Counts {
            if (Math.min(Math.min(fresh, old), Math.min(urgentFresh, urgentOld)) < 0
                    || Math.max(Math.max(fresh, old), Math.max(urgentFresh, urgentOld)) > MOST) {
                throw new IllegalArgumentException("a count that is none");
            }
        }

        /// None of them urgent.
        public static Counts of(long fresh, long old) {
            return new Counts(fresh, old, 0, 0);
        }

        private String format() {
            return "%d/%d (%d/%d)".formatted(fresh, old, urgentFresh, urgentOld);
        }
    }

    public MessageSummary {
        EnumMap<Kind, Counts> copy = new EnumMap<>(Kind.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
        if (!account.map(Utf8::isOneLine).orElse(true)) {
            throw new IllegalArgumentException("an account that is not one line");
        }
    }

    /// Voice messages only.
    public static MessageSummary voice(String account, Counts counts) {
        return new MessageSummary(
                counts.fresh() > 0, Optional.of(account), Map.of(Kind.VOICE, counts));
    }

    /// Reads one. Lines that we don't know, and what follows an empty line, are left out.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static MessageSummary parse(byte[] body) throws MalformedPayloadException {
        Optional<Boolean> waiting = Optional.empty();
        Optional<String> account = Optional.empty();
        Map<Kind, Counts> counts = new EnumMap<>(Kind.class);
        for (MimeHeader line : HeaderBlock.read(body, 0, body.length).headers()) {
            if (line.is("Messages-Waiting")) {
                waiting = Optional.of(yesOrNo(line.value()));
            } else if (line.is("Message-Account")) {
                account = Optional.of(line.value());
            } else {
                for (Kind kind : Kind.values()) {
                    if (line.is(kind.header)) {
                        counts.put(kind, counts(line.value()));
                    }
                }
            }
        }
        if (waiting.isEmpty()) {
            throw new MalformedPayloadException("no Messages-Waiting");
        }
        return new MessageSummary(waiting.get(), account, counts);
    }

    /// As the RFC has it, with CRLF.
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder("Messages-Waiting: ");
        out.append(waiting ? "yes" : "no").append("\r\n");
        account.ifPresent(uri -> out.append("Message-Account: ").append(uri).append("\r\n"));
        counts.forEach((kind, count) ->
                out.append(kind.header).append(": ").append(count.format()).append("\r\n"));
        return out.toString().getBytes(UTF_8);
    }

    private static boolean yesOrNo(String text) throws MalformedPayloadException {
        if (text.equalsIgnoreCase("yes")) {
            return true;
        }
        if (text.equalsIgnoreCase("no")) {
            return false;
        }
        throw new MalformedPayloadException("Messages-Waiting is neither yes nor no");
    }

    private static Counts counts(String text) throws MalformedPayloadException {
        Matcher matcher = COUNTS.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedPayloadException("a count of messages is not readable");
        }
        return new Counts(
                count(matcher, 1), count(matcher, 2), count(matcher, 3), count(matcher, 4));
    }

    private static long count(Matcher matcher, int group) throws MalformedPayloadException {
        String text = matcher.group(group);
        return text == null ? 0 : Digits.parse("a count of messages", text, MOST);
    }
}
