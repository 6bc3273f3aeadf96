package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Transport;

/// Whom somebody means who calls without a server. Pure.
sealed interface DirectTarget {
    Pattern TYPED =
            Pattern.compile(
                    "(?i)(?:sip:)?(?:([^@\\s<>\"]+)@)?([^@\\s<>\";?/]+)(?:;transport=(udp|tcp))?");
    Pattern NUMERIC_4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    String LOCAL = ".local";

    /// A phone at an address.
    ///
    /// @param user "" for whoever is there
    /// @param host numeric, without brackets, or a name
    record At(String user, String host, int port, Transport transport) implements DirectTarget {

        /// What the INVITE asks for.
        ///
        /// @param address that the host has
        String uri(InetAddress address) {
            String at = HostPort.inUri(address);
            return (user.isEmpty() ? "sip:" + at : new AddressOfRecord(user, at).toString())
                    + ":"
                    + port
                    + (transport == Transport.TCP ? ";transport=tcp" : "");
        }
    }

    /// A phone that can be found by its name.
    record Nearby(String name) implements DirectTarget {}

    /// What somebody typed who wants no server.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    static DirectTarget of(String typed) {
        String text = typed.strip();
        if (text.regionMatches(true, 0, "sips:", 0, 5)) {
            throw new IllegalArgumentException("sips is not for calls without a server");
        }
        Optional<At> at = at(text);
        if (at.isPresent() && (!at.get().user().isEmpty() || isOfLan(at.get().host()))) {
            return at.get();
        }
        if (text.isEmpty() || text.indexOf('@') >= 0 || !text.equals(PlainName.of(text))) {
            throw new IllegalArgumentException(
                    "\"" + typed + "\" is neither an address like sip:name@192.168.1.7 nor a name");
        }
        return new Nearby(text);
    }

    /// What `call` without more means at a phone that takes calls without a server: an address of a machine nearby goes straight, but for
    /// that of our own server and domain; all else goes by the server.
    ///
    /// @param near whether a machine is
    /// @return empty: by the server
    static Optional<DirectTarget> ofCall(String typed, Account own, Predicate<InetAddress> near) {
        return at(typed.strip())
                .filter(at -> !at.user().isEmpty() && isOfLan(at.host()))
                .filter(at -> literal(at.host()).map(near::test).orElse(true))
                .filter(at ->
                        !isSame(at.host(), own.address().domain())
                                && !isSame(at.host(), own.server().host()))
                .map(at -> at);
    }

    private static Optional<At> at(String text) {
        Matcher match = TYPED.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            HostPort place = HostPort.parse(match.group(2));
            String user = match.group(1) == null ? "" : user(match.group(1), place.host());
            Transport by =
                    match.group(3) == null
                            ? Transport.UDP
                            : Transport.valueOf(match.group(3).toUpperCase(Locale.ROOT));
            int port = place.port() == 0 ? by.defaultPort() : place.port();
            return Optional.of(new At(user, lowerCase(place.host()), port, by));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// But for the name of a network card.
    private static String lowerCase(String host) {
        int zone = host.indexOf('%');
        return zone < 0
                ? host.toLowerCase(Locale.ROOT)
                : host.substring(0, zone).toLowerCase(Locale.ROOT) + host.substring(zone);
    }

    private static String user(String typed, String host) {
        return SipUris.addressOfRecord(typed + "@" + (host.indexOf(':') < 0 ? host : "x")).user();
    }

    /// Whether it is a numeric address or a name that only the network around us knows (RFC 6762 §3).
    private static boolean isOfLan(String host) {
        return host.endsWith(LOCAL) || host.endsWith(LOCAL + ".") || literal(host).isPresent();
    }

    private static boolean isSame(String host, String other) {
        String bare = HostPort.withoutBrackets(other);
        Optional<InetAddress> numeric = literal(host);
        return numeric.isPresent() ? numeric.equals(literal(bare)) : host.equalsIgnoreCase(bare);
    }

    private static Optional<InetAddress> literal(String host) {
        if (host.indexOf(':') < 0 && !NUMERIC_4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
