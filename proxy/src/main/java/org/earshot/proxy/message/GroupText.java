package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.proxy.archive.Bytes;

/// A text to a group as a phone shows it that knows nothing of groups: its writer's name stands in front. Pure.
final class GroupText {
    // what nobody sees before it counts as white space; possessive, so that a long line of it costs
    // nothing
    private static final Pattern BRACKET =
            Pattern.compile(
                    "(?m)^([[\\s\\p{Z}\\p{Cf}\\p{Cc}]&&[^\\r\\n\\u0085\\u2028\\u2029]]*+)([\\[\uFF3B])");

    private GroupText() {}

    /// @param name of who wrote it
    /// @param address if there is no name
    static Bytes named(String name, String address, String contentType, Bytes body) {
        String charset = charset(contentType);
        if (charset.isEmpty()) {
            return body;
        }
        var encoding =
                charset.equalsIgnoreCase("iso-8859-1")
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8;
        String text = new String(body.array(), encoding);
        String shown = name.replaceAll("[\\[\\]\\p{Cntrl}]", "").strip();
        return Bytes.of(
                ("[" + (shown.isEmpty() ? address : shown) + "] " + escaped(text))
                        .getBytes(encoding));
    }

    /// No line may look as if the server had named its writer.
    private static String escaped(String text) {
        return BRACKET.matcher(text).replaceAll("$1\\\\$2");
    }

    /// @return "" for what is no plain text
    private static String charset(String contentType) {
        try {
            MediaType type =
                    contentType.isEmpty()
                            ? MediaType.of("text", "plain")
                            : MediaType.parse(contentType);
            return type.is("text/plain") ? type.parameter("charset").orElse("utf-8") : "";
        } catch (MalformedPayloadException e) {
            return "";
        }
    }
}
