package org.earshot.common.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/// Text in and out of bytes where wrong bytes are an error, not a replacement character. Stateless.
public final class Utf8 {
    private Utf8() {}

    /// Reads bytes `from` (inclusive) to `to` (exclusive).
    ///
    /// @throws MalformedPayloadException if they are not UTF-8
    public static String decode(byte[] bytes, int from, int to) throws MalformedPayloadException {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedPayloadException("not UTF-8");
        }
    }

    /// Whether it is free of control characters (C0, DEL) and of half surrogate pairs, so that it can stand on one
    /// line and be written in UTF-8.
    public static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
