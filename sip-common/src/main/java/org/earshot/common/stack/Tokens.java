package org.earshot.common.stack;

/// The character classes of RFC 3261 §25.1 that we check ourselves. Pure.
final class Tokens {
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
        for (char c : "-.!%*_+`'~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Tokens() {}

    /// Whether it may stand in a `token`.
    static boolean isToken(char c) {
        return c < 128 && TOKEN[c];
    }

    /// Whether all of it is a `token`, of at least one character.
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// What stands from an index on, without blanks around it.
    static String trim(String line, int from) {
        int start = from;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    /// Whether a control character stands where none may: anywhere but behind a backslash
    /// (`quoted-pair`). A tab is no control character here.
    static boolean hasForbiddenControl(String value) {
        boolean escaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c != 0x7F) {
                escaped = c == '\\' && !escaped;
            } else if (c == '\t') {
                escaped = false;
            } else if (!escaped || c == '\r' || c == '\n') {
                return true;
            } else {
                escaped = false;
            }
        }
        return false;
    }

    /// Reads `1*DIGIT` that fits.
    ///
    /// @return the number, or -1 if it is none or more than `max`
    static long number(String text, long max) {
        if (text.isEmpty()) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
            if (number > max) {
                return -1;
            }
        }
        return number;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
