package org.earshot.common.key;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How one key stands in a file: two lines, its id and its material.
final class KeyFile {
    private static final String HEADER = "earshot-key ";

    private KeyFile() {}

    static byte[] write(KeyId id, byte[] material) {
        return (HEADER + id + "\n" + Base64.getEncoder().encodeToString(material) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The material, if this is the file of that key and of no other.
    static Optional<byte[]> read(KeyId id, byte[] content) {
        String[] lines = new String(content, StandardCharsets.US_ASCII).split("\n", -1);
        if (lines.length != 3 || !lines[0].equals(HEADER + id) || !lines[2].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(lines[1]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
