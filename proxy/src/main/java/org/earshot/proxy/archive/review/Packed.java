package org.earshot.proxy.archive.review;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Texts as bytes: their number, and each with its length in UTF-8 in front, all in four bytes. Pure.
final class Packed {
    private Packed() {}

    static byte[] of(List<String> texts) {
        List<byte[]> all =
                texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        int size = all.stream().mapToInt(text -> text.length + Integer.BYTES).sum();
        ByteBuffer out = ByteBuffer.allocate(size + Integer.BYTES).putInt(all.size());
        all.forEach(text -> out.putInt(text.length).put(text));
        return out.array();
    }

    /// @throws IllegalArgumentException if it is not what [#of] wrote
    static List<String> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int count = in.getInt();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new IllegalArgumentException("a text of " + length + " bytes");
                }
                byte[] text = new byte[length];
                in.get(text);
                texts.add(new String(text, StandardCharsets.UTF_8));
            }
            if (count < 0 || in.hasRemaining()) {
                throw new IllegalArgumentException(count + " texts");
            }
            return texts;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("too short", e);
        }
    }
}
