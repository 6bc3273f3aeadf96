package org.earshot.proxy.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// The one encoding of what is hashed and signed: each value with its length in front (4 bytes, big-endian), so that no
/// two lists of values give the same bytes. Numbers have 8 bytes, texts are UTF-8.
final class Canonical {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Canonical bytes(byte[] value) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        out.writeBytes(value);
        return this;
    }

    Canonical bytes(Bytes value) {
        return bytes(value.array());
    }

    Canonical text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Canonical number(long value) {
        return bytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    Canonical uuid(UUID value) {
        return bytes(
                ByteBuffer.allocate(16)
                        .putLong(value.getMostSignificantBits())
                        .putLong(value.getLeastSignificantBits())
                        .array());
    }

    byte[] array() {
        return out.toByteArray();
    }

    Bytes toBytes() {
        return Bytes.of(array());
    }

    Bytes sha256() {
        return sha256(array());
    }

    static Bytes sha256(byte[] value) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
