package org.earshot.proxy.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Keys of rows. Pure.
final class Hashes {
    private Hashes() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
