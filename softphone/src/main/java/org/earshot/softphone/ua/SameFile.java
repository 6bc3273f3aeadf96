package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.earshot.softphone.sdp.FileHash;
import org.earshot.softphone.sdp.FileSelector;

/// By which an offer is known to be of the file that one before it was of. What our user took is that file alone: whoever offers it again could else send
/// anything, under any name, without asking. Pure.
final class SameFile {
    private SameFile() {}

    /// 64 hexadecimal digits, of name, size and hashes.
    static String of(FileSelector file) {
        StringBuilder facts = new StringBuilder();
        part(facts, file.name().orElse(""));
        part(facts, file.size().isPresent() ? Long.toString(file.size().getAsLong()) : "");
        file.hashes().stream()
                .map((FileHash hash) -> hash.algorithm() + ":" + hash.hex())
                .sorted()
                .forEach(hash -> part(facts, hash));
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(facts.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void part(StringBuilder facts, String text) {
        facts.append(text.length()).append(':').append(text);
    }
}
