package org.earshot.common.stack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Host parts of URIs and Via headers.
final class Hosts {
    private Hosts() {}

    /// The addresses of a host: itself if it is numeric, else what the name service says. Waits for that.
    static List<InetAddress> resolve(String host) throws UnknownHostException {
        Optional<InetAddress> literal = literal(host);
        return literal.isPresent()
                ? List.of(literal.get())
                : List.of(InetAddress.getAllByName(host));
    }

    /// The address that a host is, if it is a numeric one, with or without brackets. Asks nobody.
    static Optional<InetAddress> literal(String host) {
        if (!looksNumeric(host)) {
            return Optional.empty();
        }
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        try {
            return Optional.of(
                    InetAddress.ofLiteral(brackets ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean looksNumeric(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                return false;
            }
        }
        return !host.isEmpty();
    }
}
