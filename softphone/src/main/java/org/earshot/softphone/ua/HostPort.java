package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `host`, `host:port` or `[IPv6]:port` (RFC 3261 §25.1), where a link-local one may name the network card (RFC 4007 §11).
///
/// @param host IPv6 without brackets, such as `fe80::7%eth0`
/// @param port 0 where none was given
record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\[[0-9A-Fa-f:.]+(?:%[0-9A-Za-z._-]+)?\\]|[^\\[\\]:\\s/]+)(?::(\\d{1,5}))?");

    /// @throws IllegalArgumentException with a sentence for the user
    static HostPort parse(String text) {
        Matcher match = FORM.matcher(text.strip());
        int port = 0;
        if (match.matches()) {
            port = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
        }
        if (!match.matches() || port > 65535) {
            throw new IllegalArgumentException("\"" + text + "\" is not HOST:PORT");
        }
        return new HostPort(withoutBrackets(match.group(1)), port);
    }

    /// A numeric address as it stands in URIs: IPv6 in brackets, and without the name of a network card, which says nothing to others.
    static String inUri(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        host = zone < 0 ? host : host.substring(0, zone);
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
