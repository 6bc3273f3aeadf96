package org.earshot.common.relay;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a phone asks its registrar for STUN and TURN servers, and one of them in the 200 to REGISTER:
///
///     Earshot-Relay: <turn:turn.example.org:3478?transport=udp>;username="…";credential="…";expires=43200
///
/// `expires` is in seconds from now, so that the phone's clock does not matter. Each has a header line of its own.
public final class RelayHeader {
    /// In a 200 to REGISTER.
    public static final String NAME = "Earshot-Relay";

    /// In a REGISTER: what the phone can use.
    public static final String WANTS = "Earshot-Wants";

    /// The word in it.
    public static final String WANTED = "relay";

    private static final int LONGEST = 2048;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RelayHeader() {}

    /// The value of a header line.
    public static String text(Relay relay, Instant now) {
        return "<"
                + relay.uri()
                + ">"
                + relay.credential()
                        .map(credential ->
                                ";username="
                                        + quoted(credential.username())
                                        + ";credential="
                                        + quoted(credential.password())
                                        + ";expires="
                                        + (credential.expiresAt().getEpochSecond()
                                                - now.getEpochSecond()))
                        .orElse("");
    }

    /// Reads the value of a header line. Parameters that we don't know are passed over.
    ///
    /// @throws IllegalArgumentException whose text repeats no credential
    public static Relay parse(String value, Instant now) {
        String text = value.strip();
        int end = text.indexOf('>');
        if (text.length() > LONGEST || !text.startsWith("<") || end < 0) {
            throw new IllegalArgumentException("no URI in angle brackets, or too long");
        }
        RelayUri uri = uri(text.substring(1, end));
        if (!uri.scheme().needsCredential()) {
            return Relay.stun(uri);
        }
        Map<String, String> parameters = new Parameters(text, end + 1).all();
        String expires = parameters.getOrDefault("expires", "");
        if (!SECONDS.matcher(expires).matches()) {
            throw new IllegalArgumentException("no expires in seconds");
        }
        return new Relay(
                uri,
                Optional.of(
                        new RelayCredential(
                                parameters.getOrDefault("username", ""),
                                parameters.getOrDefault("credential", ""),
                                now.plusSeconds(Integer.parseInt(expires)))));
    }

    private static RelayUri uri(String text) {
        try {
            return RelayUri.parse(text);
        } catch (IllegalArgumentException e) {
            // its sentence has the text, in which a broken header may have anything
            throw new IllegalArgumentException("no stun, turn or turns URI");
        }
    }

    /// RFC 3261 §25.1, quoted-string.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// `;name=value` and `;name="value"`, each once. Used by one thread, once.
    private static final class Parameters {
        private final String text;
        private int at;

        Parameters(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /// By name, in lower case.
        Map<String, String> all() {
            Map<String, String> all = new HashMap<>();
            skipBlanks();
            while (at < text.length()) {
                expect(';');
                String name = token().toLowerCase(Locale.ROOT);
                String value = "";
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    skipBlanks();
                    value = at < text.length() && text.charAt(at) == '"' ? string() : token();
                }
                if (all.put(name, value) != null) {
                    throw new IllegalArgumentException("a parameter twice");
                }
                skipBlanks();
            }
            return all;
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void expect(char wanted) {
            if (text.charAt(at) != wanted) {
                throw new IllegalArgumentException("no parameter where one should begin");
            }
            at++;
            skipBlanks();
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw new IllegalArgumentException("a parameter without a name or a value");
            }
            String token = text.substring(start, at);
            skipBlanks();
            return token;
        }

        private static boolean isTokenChar(char c) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-.!%*_+`'~".indexOf(c) >= 0;
        }

        private String string() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                if (at < text.length()) {
                    value.append(text.charAt(at++));
                }
            }
            if (at >= text.length()) {
                throw new IllegalArgumentException("a quote that does not end");
            }
            at++;
            return value.toString();
        }
    }
}
