package org.earshot.common.relay;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The URI of a STUN server (RFC 7064) or a TURN server (RFC 7065).
///
/// @param host a name in lower case, or a numeric address, IPv6 without brackets
/// @param port 1 to 65535
/// @param transport between the phone and the server; for a STUN server always UDP. `turns` by UDP is DTLS
public record RelayUri(Scheme scheme, String host, int port, Transport transport) {
    /// What no URI that anybody needs is longer than, in characters.
    public static final int LONGEST = 300;

    private static final Pattern FORM =
            Pattern.compile(
                    "([A-Za-z][A-Za-z0-9+.-]*):(\\[[^\\[\\]]*]|[^\\[\\]:?]*)(?::([^?]*))?(?:\\?(.*))?",
                    Pattern.DOTALL);
    private static final Pattern NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int LAST_PORT = 65_535;

    /// What kind of server, and whether the way to it is encrypted.
    public enum Scheme {
        /// Says by which address it sees us (RFC 8489).
        STUN(3478),
        /// Passes media on (RFC 8656).
        TURN(3478),
        /// The same, over TLS or DTLS.
        TURNS(5349);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }

        /// The port that a URI without one means.
        public int defaultPort() {
            return port;
        }

        /// Whether the server wants to know who comes.
        public boolean needsCredential() {
            return this != STUN;
        }
    }

    /// What carries the messages to the server.
    public enum Transport {
        UDP,
        TCP
    }

    public RelayUri {
        host = host.toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            throw new IllegalArgumentException(
                    "\"" + shown(host) + "\" is neither a name nor a numeric address");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
        if (scheme == Scheme.STUN && transport != Transport.UDP) {
            throw new IllegalArgumentException("a stun URI names no transport");
        }
    }

    /// Reads such a URI.
    ///
    /// @throws IllegalArgumentException with a sentence for who wrote it
    public static RelayUri parse(String text) {
        if (text.length() > LONGEST) {
            throw wrong(text, "is longer than " + LONGEST + " characters");
        }
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            throw wrong(text, "is not stun:HOST[:PORT] or turn:HOST[:PORT][?transport=udp]");
        }
        Scheme scheme = scheme(text, match.group(1));
        String host = match.group(2);
        if (host.startsWith("//")) {
            throw wrong(text, "has no slashes: " + name(scheme) + ":HOST");
        }
        boolean brackets = host.startsWith("[");
        String bare = brackets ? host.substring(1, host.length() - 1) : host;
        if (!isHost(bare) || brackets != isIpv6(bare)) {
            throw wrong(
                    text, "needs a name or a numeric address, IPv6 in brackets, where HOST stands");
        }
        int port = match.group(3) == null ? scheme.defaultPort() : port(text, match.group(3));
        return new RelayUri(scheme, bare, port, transport(text, scheme, match.group(4)));
    }

    private static Scheme scheme(String text, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "stun" -> Scheme.STUN;
            case "turn" -> Scheme.TURN;
            case "turns" -> Scheme.TURNS;
            case "stuns" -> throw wrong(text, "is not supported: stun, turn and turns are");
            default -> throw wrong(text, "begins with stun:, turn: or turns:");
        };
    }

    private static int port(String text, String digits) {
        int port =
                digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0; // five digits at most
        if (port < 1 || port > LAST_PORT) {
            throw wrong(text, "needs a port of 1 to 65535");
        }
        return port;
    }

    private static Transport transport(String text, Scheme scheme, String query) {
        if (query == null) {
            return scheme == Scheme.TURNS
                    ? Transport.TCP
                    : Transport.UDP; // RFC 7065 §3.1, RFC 5928
        }
        if (scheme == Scheme.STUN) {
            throw wrong(text, "takes nothing behind the port (RFC 7064)");
        }
        return switch (query.toLowerCase(Locale.ROOT)) {
            case "transport=udp" -> Transport.UDP;
            case "transport=tcp" -> Transport.TCP;
            default -> throw wrong(text, "takes ?transport=udp or ?transport=tcp and nothing else");
        };
    }

    private static boolean isHost(String host) {
        if (isIpv6(host)) {
            return true;
        }
        return DIGITS_AND_DOTS.matcher(host).matches()
                ? IPV4.matcher(host).matches() && isLiteral(host)
                : NAME.matcher(host).matches();
    }

    private static boolean isIpv6(String host) {
        return host.indexOf(':') >= 0 && IPV6.matcher(host).matches() && isLiteral(host);
    }

    private static boolean isLiteral(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("\"" + shown(text) + "\" " + why);
    }

    /// What somebody wrote, fit for one line of a message.
    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }

    private static String name(Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    /// As a URI, with the port, and for TURN with the transport.
    @Override
    public String toString() {
        return name(scheme)
                + ":"
                + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":"
                + port
                + (scheme == Scheme.STUN
                        ? ""
                        : "?transport=" + transport.name().toLowerCase(Locale.ROOT));
    }
}
