package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The head of a message as our own stack wrote it: one field a line, never folded, never in a compact form. Of a name that comes again
/// the first counts. To parse what we have just written would cost more than to route it. Pure; takes any bytes.
final class HeaderLines {
    private static final Set<String> CALL_METHODS =
            Set.of("INVITE", "ACK", "CANCEL", "BYE", "PRACK", "UPDATE", "INFO", "REFER");
    private static final byte[] CSEQ = "\r\nCSeq:".getBytes(UTF_8);
    private static final byte[] RESPONSE = "SIP/2.0 ".getBytes(UTF_8);
    private static final int LONGEST_METHOD = 7;

    private final Map<String, String> fields = new HashMap<>();
    private final String start;
    private int vias;

    private HeaderLines(String start) {
        this.start = start;
    }

    /// Whether messages of a method can belong to a call.
    static boolean isOfCall(String method) {
        return CALL_METHODS.contains(method);
    }

    /// The same of a message. Costs a look at its first bytes, of a response at those before its CSeq.
    static boolean isOfCall(byte[] message) {
        if (!startsWith(message, RESPONSE, 0)) {
            return isOfCall(word(message, 0));
        }
        for (int at = RESPONSE.length; at + CSEQ.length < message.length; at++) {
            if (message[at] == '\r' && startsWith(message, CSEQ, at)) {
                int word = skip(message, skip(message, at + CSEQ.length, false), true);
                return isOfCall(word(message, skip(message, word, false)));
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, byte[] what, int at) {
        if (at + what.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (bytes[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where blanks end, or digits.
    private static int skip(byte[] bytes, int from, boolean digits) {
        int at = from;
        while (at < bytes.length
                && (digits ? bytes[at] >= '0' && bytes[at] <= '9' : bytes[at] == ' ')) {
            at++;
        }
        return at;
    }

    private static String word(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && end - from < LONGEST_METHOD && bytes[end] > ' ') {
            end++;
        }
        return new String(bytes, from, Math.max(0, end - from), UTF_8);
    }

    static HeaderLines of(byte[] message) {
        String text = new String(message, 0, headEnd(message), UTF_8);
        String[] lines = text.split("\r\n", -1);
        HeaderLines head = new HeaderLines(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
                head.fields.putIfAbsent(name, lines[i].substring(colon + 1).strip());
                if (name.equals("via")) {
                    head.vias++;
                }
            }
        }
        return head;
    }

    /// Where the body begins, less the empty line; the end where there is none.
    static int headEnd(byte[] message) {
        for (int at = 0; at + 4 <= message.length; at++) {
            if (message[at] == '\r'
                    && message[at + 1] == '\n'
                    && message[at + 2] == '\r'
                    && message[at + 3] == '\n') {
                return at;
            }
        }
        return message.length;
    }

    /// The first line.
    String start() {
        return start;
    }

    /// A field's value, or "".
    ///
    /// @param name in lower case
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    int vias() {
        return vias;
    }
}
