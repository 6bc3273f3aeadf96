package org.earshot.softphone.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a file in Content-Disposition (RFC 6266), as the server's store writes it. Pure.
final class DispositionName {
    private static final int LONGEST = 8_000;
    private static final Pattern FULL =
            Pattern.compile("(?i);\\s*filename\\*\\s*=\\s*UTF-8'[^']{0,20}'([^;\\s]*)");
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(?i);\\s*filename\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\";\\s]+))");

    private DispositionName() {}

    /// @return whatever the sender calls it; empty where nothing readable stands there
    static Optional<String> of(String header) {
        if (header.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher full = FULL.matcher(header);
        if (full.find()) {
            Optional<String> name = decoded(full.group(1));
            if (name.isPresent()) {
                return name;
            }
        }
        Matcher plain = PLAIN.matcher(header);
        return plain.find()
                ? Optional.of(
                                plain.group(1) != null
                                        ? plain.group(1).replaceAll("\\\\(.)", "$1")
                                        : plain.group(2))
                        .filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    /// Of percent signs and UTF-8 (RFC 8187).
    private static Optional<String> decoded(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || Character.digit(text.charAt(i + 1), 16) < 0
                        || Character.digit(text.charAt(i + 2), 16) < 0) {
                    return Optional.empty();
                }
                bytes.put((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else if (c > ' ' && c < 0x7F) {
                bytes.put((byte) c);
            } else {
                return Optional.empty();
            }
        }
        try {
            String name = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
