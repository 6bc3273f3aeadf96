package org.earshot.proxy.archive.search;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.message.Cpim;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.MultipartBody;
import org.earshot.common.mime.Utf8;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Content;

/// The text of a body, of whatever kind: in CPIM and in all parts, decoded. What can't be read as it says is read as
/// well as it goes, for a search must rather find too much. Pure; never throws.
public final class ContentText {
    private static final int DEEPEST = 8;
    private static final Pattern TAG = Pattern.compile("<[^<>]{0,2000}>");
    private static final Pattern ENTITY = Pattern.compile("&#(x[0-9a-fA-F]{1,6}|[0-9]{1,7});");

    private final StringBuilder out = new StringBuilder();

    private ContentText() {}

    /// All of it, "" for what is no text, such as a picture or a key.
    public static String of(Content content) {
        if (content.type().equals(ArchiveEvent.FileKept.KEY_TYPE)) {
            return "";
        }
        ContentText text = new ContentText();
        text.add(type(content.type()), content.body().array(), "", 0);
        return text.out.toString().strip();
    }

    private static Optional<MediaType> type(String header) {
        try {
            return Optional.of(MediaType.parse(header));
        } catch (MalformedPayloadException _) {
            return Optional.empty();
        }
    }

    private void add(Optional<MediaType> type, byte[] body, String encoding, int depth) {
        byte[] plain = decoded(body, encoding.strip().toLowerCase(Locale.ROOT));
        if (depth == DEEPEST || type.isEmpty() || !addParts(type.get(), plain, depth)) {
            addText(type, plain);
        }
    }

    /// @return false if it has no parts, or they can't be told apart
    private boolean addParts(MediaType type, byte[] body, int depth) {
        try {
            if (type.is(Cpim.CONTENT_TYPE)) {
                Cpim cpim = Cpim.parse(body);
                cpim.subject().ifPresent(this::line);
                add(cpim.content(), depth);
                return true;
            }
            if (type.type().equals("multipart")) {
                MultipartBody.parse(type.toString(), body)
                        .parts()
                        .forEach(part -> add(part, depth));
                return true;
            }
        } catch (MalformedPayloadException _) {
            // as text, then
        }
        return false;
    }

    private void add(MimePart part, int depth) {
        add(
                Optional.of(part.contentType()),
                part.body(),
                part.header("Content-Transfer-Encoding").orElse(""),
                depth + 1);
    }

    private void addText(Optional<MediaType> type, byte[] body) {
        Optional<Charset> charset =
                type.flatMap(known -> known.parameter("charset")).flatMap(ContentText::charset);
        if (charset.isPresent() && !charset.get().equals(StandardCharsets.UTF_8)) {
            addText(type, new String(body, charset.get()));
            return;
        }
        try {
            addText(type, Utf8.decode(body, 0, body.length));
        } catch (MalformedPayloadException _) {
            // cut within a character, or from an old phone; a picture has no words
            if (type.isEmpty() || type.get().type().matches("text|message|multipart")) {
                addText(type, new String(body, StandardCharsets.UTF_8));
                addText(type, new String(body, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void addText(Optional<MediaType> type, String text) {
        line(text);
        if (type.filter(known -> known.subtype().matches("html|xhtml\\+xml")).isPresent()) {
            // with its tags above, for their words count too
            line(
                    ENTITY.matcher(TAG.matcher(text).replaceAll(""))
                            .replaceAll(found -> character(found.group(1))));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String character(String number) {
        int c =
                number.startsWith("x")
                        ? Integer.parseInt(number.substring(1), 16)
                        : Integer.parseInt(number);
        return Character.isValidCodePoint(c) && Character.isLetterOrDigit(c)
                ? Character.toString(c)
                : " ";
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(byte[] body, String encoding) {
        try {
            return switch (encoding) {
                case "base64" -> Base64.getMimeDecoder().decode(body);
                case "quoted-printable" -> QuotedPrintable.decode(body);
                default -> body;
            };
        } catch (IllegalArgumentException _) {
            return body;
        }
    }
}
