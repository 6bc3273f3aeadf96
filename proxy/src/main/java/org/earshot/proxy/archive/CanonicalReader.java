package org.earshot.proxy.archive;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Reads what [Canonical] wrote. Anything else gives an [IllegalArgumentException].
final class CanonicalReader {
    private final ByteBuffer in;

    CanonicalReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    byte[] bytes() {
        if (in.remaining() < 4) {
            throw new IllegalArgumentException("cut off");
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a length of " + length);
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    String text() {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes()));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    long number() {
        return fixed(8).getLong();
    }

    /// How many values follow. One that is too large ends with the bytes.
    long count() {
        long count = number();
        if (count < 0) {
            throw new IllegalArgumentException("a count of " + count);
        }
        return count;
    }

    UUID uuid() {
        ByteBuffer value = fixed(16);
        return new UUID(value.getLong(), value.getLong());
    }

    /// @throws IllegalArgumentException if something is left
    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many");
        }
    }

    private ByteBuffer fixed(int length) {
        byte[] value = bytes();
        if (value.length != length) {
            throw new IllegalArgumentException(value.length + " bytes, not " + length);
        }
        return ByteBuffer.wrap(value);
    }
}
