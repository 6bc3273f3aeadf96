package org.earshot.common.msrp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where one end of a session is, or a relay (RFC 4975 §6, §9): `msrps://host:port/session;tcp`. Two of them are to be compared
/// with [#isSame]. Immutable.
///
/// @param secure whether the connection is TLS (`msrps`)
/// @param user as it stands there; only relays are called by one
/// @param host a name in lower case, or a numeric address, IPv6 without brackets
/// @param port 1 to 65535; none means 2855
/// @param session which session; empty in the URI of a relay that is asked for one. Case counts
/// @param transport `tcp`, or one that we don't know, in lower case
/// @param parameters what stands behind that, each with its semicolon; mostly empty
public record MsrpUri(
        boolean secure,
        Optional<String> user,
        String host,
        OptionalInt port,
        String session,
        String transport,
        String parameters) {
    /// The port that a URI without one means (RFC 4975 §15.4).
    public static final int DEFAULT_PORT = 2855;

    /// What no URI is longer than, in characters.
    public static final int LONGEST = 1024;

    /// What no path has more of.
    public static final int MOST_HOPS = 16;

    private static final String UNRESERVED = "A-Za-z0-9._~-";
    private static final String SESSION_ID = "+=/" + UNRESERVED;
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern FORM =
            Pattern.compile(
                    "(?i:(msrps?))://(?:([A-Za-z0-9._~%!$&'()*+,;=:-]*)@)?"
                            + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~-]+)(?::([0-9]{1,5}))?"
                            + "(?:/(["
                            + SESSION_ID
                            + "]+))?;([A-Za-z0-9]+)((?:;"
                            + TOKEN
                            + "(?:="
                            + TOKEN
                            + ")?)*)");
    private static final Pattern SESSION = Pattern.compile("[" + SESSION_ID + "]*");
    private static final int LAST_PORT = 65_535;

    public MsrpUri {
        host = host.toLowerCase(Locale.ROOT);
        transport = transport.toLowerCase(Locale.ROOT);
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > LAST_PORT)) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
        if (!SESSION.matcher(session).matches()) {
            throw new IllegalArgumentException("no session id: " + session);
        }
    }

    /// The end of a session at that address, by TCP.
    ///
    /// @param session as the URI's; must be hard to guess (RFC 4975 §14.1)
    public static MsrpUri of(boolean secure, InetAddress host, int port, String session) {
        String address = host.getHostAddress();
        int zone = address.indexOf('%');
        return new MsrpUri(
                secure,
                Optional.empty(),
                zone < 0 ? address : address.substring(0, zone),
                OptionalInt.of(port),
                session,
                "tcp",
                "");
    }

    /// Reads one URI.
    ///
    /// @throws IllegalArgumentException if it is none
    public static MsrpUri parse(String text) {
        Matcher match = FORM.matcher(text);
        if (text.length() > LONGEST || !match.matches()) {
            throw new IllegalArgumentException("no MSRP URI");
        }
        String host = match.group(3);
        boolean brackets = host.startsWith("[");
        String bare = brackets ? host.substring(1, host.length() - 1) : host;
        if (brackets) {
            InetAddress.ofLiteral(bare);
        }
        return new MsrpUri(
                match.group(1).length() == "msrps".length(),
                Optional.ofNullable(match.group(2)),
                bare,
                match.group(4) == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(match.group(4))),
                match.group(5) == null ? "" : match.group(5),
                match.group(6),
                match.group(7));
    }

    /// Reads a path: URIs with a space between them, the next hop first (To-Path, From-Path, `a=path`).
    ///
    /// @throws IllegalArgumentException if it is none
    public static List<MsrpUri> parsePath(String text) {
        String[] words = text.strip().split(" +", MOST_HOPS + 2);
        if (words.length > MOST_HOPS) {
            throw new IllegalArgumentException("a path of more than " + MOST_HOPS + " hops");
        }
        List<MsrpUri> path = new ArrayList<>(words.length);
        for (String word : words) {
            path.add(parse(word));
        }
        return List.copyOf(path);
    }

    /// Writes a path.
    public static String pathText(List<MsrpUri> path) {
        StringBuilder text = new StringBuilder();
        for (MsrpUri uri : path) {
            text.append(text.isEmpty() ? "" : " ").append(uri);
        }
        return text.toString();
    }

    /// Whether both mean the same session (RFC 4975 §6.1): user and parameters don't count, and a port that is not named is
    /// another one than each that is.
    public boolean isSame(MsrpUri other) {
        return secure == other.secure
                && host.equals(other.host)
                && port.equals(other.port)
                && session.equals(other.session)
                && transport.equals(other.transport);
    }

    /// The port to connect to.
    public int portOrDefault() {
        return port.orElse(DEFAULT_PORT);
    }

    /// As a URI.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(secure ? "msrps://" : "msrp://");
        user.ifPresent(name -> text.append(name).append('@'));
        text.append(host.indexOf(':') < 0 ? host : "[" + host + "]");
        port.ifPresent(number -> text.append(':').append(number));
        if (!session.isEmpty()) {
            text.append('/').append(session);
        }
        return text.append(';').append(transport).append(parameters).toString();
    }
}
