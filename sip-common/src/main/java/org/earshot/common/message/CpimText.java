package org.earshot.common.message;

import org.earshot.common.mime.Utf8;

/// The escapes and character classes of RFC 3862 §2.3 and §3.2. Stateless.
final class CpimText {
    private CpimText() {}

    /// Resolves escapes. A backslash before anything else than the RFC names stays as it is; half of a surrogate pair
    /// becomes U+FFFD.
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '\\' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
            int unit = next == 'u' ? hex(text, i + 2) : -1;
            int simple = "btnr\"'\\".indexOf(next);
            if (unit >= 0) {
                out.append((char) unit);
                i += 5;
            } else if (next != 0 && simple >= 0) {
                out.append("\b\t\n\r\"'\\".charAt(simple));
                i++;
            } else {
                out.append(c);
            }
        }
        return wellFormed(out);
    }

    /// Escapes what may not stand in a header's value: control characters and the backslash.
    static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        String clean = wellFormed(text);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            int simple = "\b\t\n\r\\".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("btnr\\".charAt(simple));
            } else if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
                out.append("\\u00").append(digit(c >> 4)).append(digit(c & 0xF));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// As a `String` of RFC 3862 §3.6, in quotes.
    static String quote(String text) {
        return '"' + escape(text).replace("\"", "\\\"") + '"';
    }

    /// Index after the quote that ends the string that begins at `at`, or -1.
    static int endOfQuoted(String text, int at) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /// `NAMECHAR`: what a header's name, and each side of its dot, is made of.
    static boolean isNameChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-^_`|~".indexOf(c) >= 0;
    }

    /// Whether all of it is a `Token`, of at least one character.
    static boolean isToken(String text) {
        return !text.isEmpty()
                && Utf8.isOneLine(text)
                && text.chars().allMatch(c -> isNameChar((char) c) || c == '.' || c >= 0xA0);
    }

    private static char digit(int value) {
        return "0123456789ABCDEF".charAt(value);
    }

    private static int hex(String text, int from) {
        if (from + 4 > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static String wellFormed(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
