package org.earshot.common.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The server's side of a WebSocket's beginning (RFC 6455 §4.2), for the subprotocol `sip` (RFC 7118 §4.1). Pure.
public final class OpeningHandshake {
    /// Bytes of request line and fields that are read at most.
    public static final int MAX_BYTES = 8 * 1024;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
    private static final String PROTOCOL = "sip";
    private static final int KEY_BYTES = 16;

    private OpeningHandshake() {}

    /// What the client is answered.
    ///
    /// @param accepted whether WebSocket frames follow; if not, the connection ends behind the answer
    /// @param bytes the HTTP response
    /// @param reason why not, for the log; "" if accepted
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    public record Answer(boolean accepted, byte[] bytes, String reason) {}

    /// Where the head of a request ends.
    ///
    /// @return index behind the empty line, or -1 if it has not come yet
    public static int end(byte[] buffer, int length) {
        for (int i = 3; i < length; i++) {
            if (buffer[i] == '\n'
                    && buffer[i - 1] == '\r'
                    && buffer[i - 2] == '\n'
                    && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /// Reads a request's head and decides. Takes any bytes.
    ///
    /// @param length bytes of the head, the empty line included
    public static Answer answer(byte[] buffer, int length, AllowedOrigins origins) {
        String[] lines =
                new String(buffer, 0, length, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
            return refusal("400 Bad Request", "no HTTP/1.1 request");
        }
        Optional<Map<String, String>> read = fields(lines);
        if (read.isEmpty()) {
            return refusal("400 Bad Request", "a bad header field");
        }
        Map<String, String> fields = read.get();
        if (!request[0].equals("GET") || request[2].equals("HTTP/1.0")) {
            return refusal("405 Method Not Allowed", "not GET by HTTP/1.1", "Allow: GET");
        }
        if (!lists(fields, "upgrade", "websocket") || !lists(fields, "connection", "upgrade")) {
            return refusal(
                    "426 Upgrade Required",
                    "no WebSocket: this port is for SIP phones in web pages (RFC 7118)",
                    "Upgrade: websocket");
        }
        if (!"13".equals(fields.get("sec-websocket-version"))) {
            return refusal(
                    "426 Upgrade Required",
                    "another version than 13",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13");
        }
        if (!fields.containsKey("host") || !isKey(fields.get("sec-websocket-key"))) {
            return refusal("400 Bad Request", "no Host or no right Sec-WebSocket-Key");
        }
        if (!origins.allows(Optional.ofNullable(fields.get("origin")))) {
            return refusal(
                    "403 Forbidden",
                    "a page of " + printable(fields.get("origin")) + " is not allowed here");
        }
        if (!lists(fields, "sec-websocket-protocol", PROTOCOL)) {
            return refusal("400 Bad Request", "the subprotocol sip was not asked for (RFC 7118)");
        }
        return accepted(fields.get("sec-websocket-key"));
    }

    private static Answer accepted(String key) {
        String response =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key)
                        + "\r\nSec-WebSocket-Protocol: "
                        + PROTOCOL
                        + "\r\n\r\n";
        return new Answer(true, response.getBytes(StandardCharsets.US_ASCII), "");
    }

    /// RFC 6455 §4.2.2 step 5.4.
    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /// The answer to a head that is longer than [#MAX_BYTES].
    public static Answer tooLong() {
        return refusal("431 Request Header Fields Too Large", "a request head without an end");
    }

    /// The answer to one who does not wait for ours (RFC 6455 §4.1).
    public static Answer tooEarly() {
        return refusal("400 Bad Request", "frames before the handshake was done");
    }

    private static Answer refusal(String status, String reason, String... fields) {
        String body = reason + "\n";
        StringBuilder response = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (String field : fields) {
            response.append(field).append("\r\n");
        }
        response.append("Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .append("X-Content-Type-Options: nosniff\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        return new Answer(false, response.toString().getBytes(StandardCharsets.US_ASCII), reason);
    }

    /// Names in lower case; of a field that comes twice the values are one list (RFC 9110 §5.3).
    ///
    /// @return empty if a line is no field
    private static Optional<Map<String, String>> fields(String[] lines) {
        Map<String, String> fields = new HashMap<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                continue;
            }
            if (colon < 1 || !line.substring(0, colon).chars().allMatch(OpeningHandshake::isName)) {
                return Optional.empty();
            }
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, second) -> first + ", " + second);
        }
        return Optional.of(fields);
    }

    private static boolean isName(int c) {
        return c > ' ' && c < 127 && c != '"' && c != '(' && c != ')' && c != ',';
    }

    private static boolean lists(Map<String, String> fields, String name, String value) {
        return Arrays.stream(fields.getOrDefault(name, "").split(",", -1))
                .anyMatch(each -> each.strip().equalsIgnoreCase(value));
    }

    private static boolean isKey(String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(200, text.length())).replaceAll("[^ -~]", "?");
    }
}
