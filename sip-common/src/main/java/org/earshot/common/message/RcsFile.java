package org.earshot.common.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;

/// A file that somebody has uploaded, as Linphone and RCS announce it: application/vnd.gsma.rcs-ft-http+xml (GSMA RCS 5.1 §3.5.4.8.3).
///
/// @param name as its sender calls it, "" for none
/// @param size bytes, as its sender says; 0 where he does not
/// @param url where it is, whatever stands there; one line without white space
public record RcsFile(String name, long size, String url) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/vnd.gsma.rcs-ft-http+xml";

    private static final String NAMESPACE = "urn:gsma:params:xml:ns:rcs:rcs:fthttp";
    private static final int LONGEST_URL = 2_000;

    /// Linphone (5.1) writes a file's name as it is, so that one with `&` in it makes no XML.
    private static final Pattern BARE_AMPERSAND =
            Pattern.compile("&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)");

    /// Reads one; of several the file itself, not its thumbnail.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static RcsFile parse(byte[] body) throws MalformedPayloadException {
        try {
            return XmlReader.read(body, NAMESPACE, "file", RcsFile::of);
        } catch (MalformedPayloadException e) {
            // bytes stay what they are, whatever letters they are of
            String text = new String(body, StandardCharsets.ISO_8859_1);
            String mended = BARE_AMPERSAND.matcher(text).replaceAll("&amp;");
            if (mended.equals(text)) {
                throw e;
            }
            return XmlReader.read(
                    mended.getBytes(StandardCharsets.ISO_8859_1), NAMESPACE, "file", RcsFile::of);
        }
    }

    private static RcsFile of(XmlElement root) throws MalformedPayloadException {
        for (XmlElement info : root.children(NAMESPACE, "file-info")) {
            if (info.attribute("type").filter("file"::equals).isPresent()) {
                String url = info.requiredChild(NAMESPACE, "data").required("url");
                if (url.length() > LONGEST_URL
                        || !url.codePoints().allMatch(c -> c > ' ' && c < 0x7F)) {
                    throw new MalformedPayloadException("url");
                }
                return new RcsFile(
                        info.childText(NAMESPACE, "file-name").orElse(""),
                        info.childText(NAMESPACE, "file-size").flatMap(RcsFile::size).orElse(0L),
                        url);
            }
        }
        throw new MalformedPayloadException("no file-info of a file");
    }

    private static Optional<Long> size(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
