package org.earshot.proxy.archive.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Content;

/// What stands inside a message in CPIM (RFC 3862), by a rule that is simple enough to be written twice: the headers end at the first empty
/// line, those of the content at the second. What is folded, or encoded for mail, stays as it is. Pure.
///
/// @param type of the inside
/// @param subject of the envelope
record Unwrapped(String type, Bytes body, Optional<String> subject) {

    /// Empty for what is not wrapped so.
    static Optional<Unwrapped> of(Content content) {
        String essence = trimmed(content.type().split(";", 2)[0]).toLowerCase(Locale.ROOT);
        if (!essence.equals("message/cpim")) {
            return Optional.empty();
        }
        byte[] bytes = content.body().array();
        List<String> lines = new ArrayList<>();
        List<String> inner = new ArrayList<>();
        int second = blank(bytes, blank(bytes, 0, lines), inner);
        if (second < 0) {
            return Optional.empty();
        }
        String encoding =
                value(inner, "content-transfer-encoding:").orElse("8bit").toLowerCase(Locale.ROOT);
        if (inner.stream().anyMatch(line -> line.startsWith(" ") || line.startsWith("\t"))
                || !List.of("7bit", "8bit", "binary").contains(encoding)) {
            return Optional.empty();
        }
        return Optional.of(
                new Unwrapped(
                        value(inner, "content-type:").orElse("text/plain; charset=utf-8"),
                        Bytes.of(Arrays.copyOfRange(bytes, second, bytes.length)),
                        value(lines, "subject:").flatMap(Unwrapped::text)));
    }

    /// @param lines takes those before the empty one
    /// @return where it goes on behind the next empty line; -1 without one
    private static int blank(byte[] bytes, int from, List<String> lines) {
        int start = from;
        for (int i = from; from >= 0 && i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (end == start) {
                    return i + 1;
                }
                lines.add(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        return -1;
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name, 0, name.length()))
                .findFirst()
                .map(line -> trimmed(line.substring(name.length())));
    }

    private static String trimmed(String text) {
        return text.replaceAll("\\A[ \\t]+|[ \\t]+\\z", "");
    }

    private static Optional<String> text(String latin) {
        String value =
                latin.startsWith(";") && latin.contains(" ")
                        ? latin.substring(latin.indexOf(' ') + 1)
                        : latin;
        return utf8(value.getBytes(StandardCharsets.ISO_8859_1)).filter(text -> !text.isEmpty());
    }

    /// Empty if it is not UTF-8.
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
