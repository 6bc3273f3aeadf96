package org.earshot.common.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A file's name as it stands between quotes in `a=file-selector` (RFC 5547 §6): UTF-8, where `%22` and the like stand for NUL, CR, LF, the quotation
/// mark and `%` itself. Pure.
public final class EscapedName {
    private EscapedName() {}

    /// The name itself. A `%` that nobody escaped is one: some phones forget that.
    public static String decode(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? digit(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : digit(bytes[i + 2]);
            if (low < 0) {
                out.write(bytes[i]);
            } else {
                out.write((high << 4) | low);
                i += 2;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte character) {
        return Character.digit(character, 16);
    }

    /// What would end the line or the quotes, and the sign itself; other controls too, for those who show names.
    public static String encode(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x20 || c == 0x7F || c == '"' || c == '%') {
                out.append("%%%02X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
