package org.earshot.server.files;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What phones say of a file, made harmless. Pure.
final class FileNames {
    private static final int LONGEST = 255;
    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9!#$&^_.+-]{1,63}/[a-z0-9!#$&^_.+-]{1,127}");

    /// What does nothing to whoever opens it in a browser.
    private static final Set<String> HARMLESS =
            Set.of(
                    "image/jpeg",
                    "image/png",
                    "image/gif",
                    "image/webp",
                    "audio/mpeg",
                    "audio/mp4",
                    "audio/ogg",
                    "audio/wav",
                    "audio/x-wav",
                    "video/mp4",
                    "video/webm",
                    "video/x-matroska");

    static final String UNKNOWN = "application/octet-stream";

    private FileNames() {}

    /// A name without a folder and without characters that nobody sees or that turn others around.
    static String name(String claimed) {
        String seen = claimed.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "");
        String last =
                seen.substring(Math.max(seen.lastIndexOf('/'), seen.lastIndexOf('\\')) + 1).strip();
        String cut =
                last.codePointCount(0, last.length()) <= LONGEST
                        ? last
                        : last.substring(last.offsetByCodePoints(last.length(), -LONGEST));
        return cut.isEmpty() || cut.equals(".") || cut.equals("..") ? "file" : cut;
    }

    /// A media type without parameters, in lower case.
    static String type(String claimed) {
        String type = claimed.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return TYPE.matcher(type).matches() ? type : UNKNOWN;
    }

    /// What a file is given out as.
    static String given(String type) {
        return HARMLESS.contains(type) ? type : UNKNOWN;
    }

    /// Content-Disposition of a file (RFC 6266): always to be saved, never to be shown.
    static String disposition(String name) {
        StringBuilder plain = new StringBuilder();
        StringBuilder full = new StringBuilder();
        name.codePoints()
                .forEach(c ->
                        plain.append(
                                c >= ' ' && c < 0x7F && "\"\\%/:*?<>|".indexOf(c) < 0
                                        ? (char) c
                                        : '_'));
        for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean token =
                    c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
            full.append(token ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + full;
    }
}
