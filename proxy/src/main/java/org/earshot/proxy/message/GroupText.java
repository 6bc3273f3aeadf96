package org.earshot.proxy.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.proxy.archive.Bytes;

/// What is written to a group as a phone shows it that knows nothing of groups: its writer's name stands in front. Pure.
///
/// - `text/plain` begins with `[Name] `, and no line of it looks like that ([AuthorLines]).
/// - `text/html` does too, with the name as text, before all markup: nothing there can take it in ([AuthorMarkup]).
/// - `text/markdown` is shown as `text/plain`: as Markdown, `\[` is a bracket without its backslash, and `&#91;` is one too.
/// - All else has no place for a name: a prefix would break a picture, a vCard or a table. It stays as it is, and the name
///   stands in From, with the group's ([DeviceForm]).
///
/// A text in a charset that Java knows goes on in UTF-8, so that any name fits. One that claims to be UTF-8 or ASCII and is
/// not is taken for Latin-1 where nothing in it is UTF-8, as old phones write that; else only what is broken is replaced. A text in a
/// charset that Java does not know keeps its bytes: the address stands in front in ASCII, and each line gets its backslash,
/// as nobody knows what it is. (Of such a charset that hides line ends, as UTF-7 does, no phone is known.)
final class GroupText {
    private GroupText() {}

    /// A text as it is shown.
    ///
    /// @param isNamed whether its writer's name is in it
    record Shown(String contentType, Bytes body, boolean isNamed) {}

    /// @param name of who wrote it
    /// @param address if there is no name
    static Shown named(String name, String address, String contentType, Bytes body) {
        MediaType given;
        try {
            given =
                    contentType.isEmpty()
                            ? MediaType.of("text", "plain")
                            : MediaType.parse(contentType);
        } catch (MalformedPayloadException e) {
            return new Shown(contentType, body, false);
        }
        boolean html = given.is("text/html");
        boolean markdown = given.is("text/markdown");
        if (!html && !markdown && !given.is("text/plain")) {
            return new Shown(contentType, body, false);
        }
        MediaType type = markdown ? plain(given) : given;
        Optional<Charset> charset = charset(type.parameter("charset").orElse("utf-8"));
        String shown = author(name, address);
        if (charset.isEmpty()) {
            String text = new String(body.array(), StandardCharsets.ISO_8859_1); // byte by byte
            String prefix = prefix(isAscii(shown) ? shown : address, html);
            return new Shown(
                    markdown ? type.toString() : contentType,
                    Bytes.of(
                            (prefix + (html ? AuthorMarkup.escaped(text) : eachLine(text)))
                                    .getBytes(StandardCharsets.ISO_8859_1)),
                    true);
        }
        UnaryOperator<String> escaped = html ? AuthorMarkup::escaped : AuthorLines::escaped;
        String text = escaped.apply(withoutMark(decode(charset.get(), body.array())));
        return new Shown(
                charset.get().equals(StandardCharsets.UTF_8) && !contentType.isEmpty() && !markdown
                        ? contentType
                        : type.with("charset", "UTF-8").toString(),
                Bytes.of((prefix(shown, html) + text).getBytes(StandardCharsets.UTF_8)),
                true);
    }

    /// Plain text in the same charset; what else is said of it tells how it is Markdown (RFC 7763).
    private static MediaType plain(MediaType markdown) {
        MediaType plain = MediaType.of("text", "plain");
        return markdown.parameter("charset").map(of -> plain.with("charset", of)).orElse(plain);
    }

    /// Of somebody without a name that can be seen the address.
    static String author(String name, String address) {
        String clean = AuthorLines.name(name);
        return clean.isEmpty() ? address : clean;
    }

    private static String prefix(String author, boolean html) {
        return "["
                + (html
                        ? author.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                        : author)
                + "] ";
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name.strip()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static String decode(Charset charset, byte[] bytes) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            String lossy = new String(bytes, charset);
            boolean claims =
                    charset.equals(StandardCharsets.UTF_8)
                            || charset.equals(StandardCharsets.US_ASCII);
            return claims && lossy.chars().allMatch(c -> c < 0x80 || c == 0xFFFD)
                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                    : lossy;
        }
    }

    /// A mark of the byte order would stand in the middle.
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /// Whatever a phone may take for the end of a line, also if it reads UTF-8 whatever is said.
    private static String eachLine(String bytes) {
        return "\\"
                + bytes.replaceAll(
                        "\r\n|[\r\n\u000B\u000C\u001C-\u001E]|\u00E2\u0080[\u00A8\u00A9]|\u00C2\u0085",
                        "$0\\\\");
    }
}
