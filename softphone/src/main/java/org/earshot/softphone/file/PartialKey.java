package org.earshot.softphone.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// By which the bytes of an unfinished file are found again. Of what a peer says nothing but a hash gets into a file's name.
///
/// @param name hexadecimal digits
public record PartialKey(String name) {
    public PartialKey {
        if (!name.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no key");
        }
    }

    /// The same file from the same person: then the offer of another person does not learn that we have a part of it.
    ///
    /// @param peer the sender's address-of-record
    /// @param hash of the whole file
    public static PartialKey of(String peer, FileHash hash) {
        return digest(peer, hash.value());
    }

    /// Where no hash was offered: the same transfer.
    ///
    /// @param transferId `a=file-transfer-id`
    public static PartialKey of(String peer, String name, long size, String transferId) {
        return digest(peer, name, Long.toString(size), transferId);
    }

    private static PartialKey digest(String... facts) {
        MessageDigest digest = FileHash.Algorithm.SHA_256.digest();
        for (String fact : facts) {
            byte[] bytes = fact.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return new PartialKey(HexFormat.of().formatHex(digest.digest()));
    }
}
