package org.earshot.common.stack;

/// Finds the Content-Length in raw headers, without making an object. Pure.
final class ContentLengthScan {
    static final long MISSING = -1;
    static final long BAD = -2;
    static final long TWICE = -3;

    private static final byte[] LONG_NAME = {
        'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h'
    };
    private static final byte[] COMPACT_NAME = {'l'};

    private ContentLengthScan() {}

    /// @param start of the start line
    /// @param end after the empty line
    /// @return the length, or [#MISSING], [#BAD], or [#TWICE] even if both say the same
    static long find(byte[] buffer, int start, int end) {
        long found = MISSING;
        int at = nextLine(buffer, start, end);
        while (at < end) {
            int colon = colonAfterName(buffer, at, end);
            if (colon > 0) {
                if (found != MISSING) {
                    return TWICE;
                }
                found = value(buffer, colon + 1, end);
                if (found == BAD) {
                    return BAD;
                }
            }
            at = nextLine(buffer, at, end);
        }
        return found;
    }

    /// What to say to the peer.
    static String reason(long problem) {
        return problem == MISSING
                ? "No Content-Length"
                : problem == TWICE ? "More than one Content-Length" : "Bad Content-Length";
    }

    private static int nextLine(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /// @return index of the colon, or -1 if the line is another header's
    private static int colonAfterName(byte[] buffer, int line, int end) {
        int at = skip(buffer, line, end, LONG_NAME);
        if (at < 0) {
            at = skip(buffer, line, end, COMPACT_NAME);
        }
        if (at < 0) {
            return -1;
        }
        while (at < end && isBlank(buffer[at])) {
            at++;
        }
        return at < end && buffer[at] == ':' ? at : -1;
    }

    private static int skip(byte[] buffer, int from, int end, byte[] name) {
        if (from + name.length > end) {
            return -1;
        }
        for (int i = 0; i < name.length; i++) {
            int c = buffer[from + i];
            int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
            if (lower != name[i]) {
                return -1;
            }
        }
        return from + name.length;
    }

    private static long value(byte[] buffer, int from, int end) {
        int at = skipBlanks(buffer, from, end);
        long number = 0;
        int digits = 0;
        while (at < end && buffer[at] >= '0' && buffer[at] <= '9') {
            number = Math.min(number * 10 + (buffer[at] - '0'), Integer.MAX_VALUE + 1L);
            digits++;
            at++;
        }
        at = skipBlanks(buffer, at, end);
        boolean ended = at < end && (buffer[at] == '\n' || buffer[at] == '\r');
        return digits > 0 && ended ? number : BAD;
    }

    /// Blanks, and line ends that fold (RFC 3261 §7.3.1).
    private static int skipBlanks(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end) {
            int fold = buffer[at] == '\r' ? at + 1 : at;
            if (isBlank(buffer[at])) {
                at++;
            } else if (fold + 1 < end && buffer[fold] == '\n' && isBlank(buffer[fold + 1])) {
                at = fold + 2;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}
