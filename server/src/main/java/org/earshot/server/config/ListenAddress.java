package org.earshot.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.config.ConfigException;

/// Reads `HOST:PORT`, where HOST is numeric: a name could stand for several addresses, and nothing is to
/// listen where nobody said so.
public final class ListenAddress {

    private ListenAddress() {}

    /// The addresses of a `listen.…` key; none for `off`.
    ///
    /// @throws ConfigException that names the key
    public static List<InetSocketAddress> parse(String key, String value) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        if (value.strip().equals("off")) {
            return addresses;
        }
        for (String part : value.split(",", -1)) {
            addresses.add(one(key, part.strip()));
        }
        return addresses;
    }

    /// `HOST:PORT`, IPv6 in brackets: what [#parse] reads.
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /// Why an address could not be bound, and what to do about that.
    public static String problem(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.contains("in use")) {
            return "is taken by another program: stop that one, or set another port";
        }
        if (reason.contains("denied")) {
            return "may not be used by this user (ports below 1024 are the system's): set another port, or allow it";
        }
        return "can't be used ("
                + reason
                + "): does this machine have that address? Set one that it has";
    }

    private static InetSocketAddress one(String key, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw wrong(key, text);
        }
        String host = text.substring(0, colon);
        try {
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (host.indexOf(':') >= 0 && !bracketed) {
                throw wrong(key, text);
            }
            InetAddress address =
                    InetAddress.ofLiteral(
                            host.equals("localhost")
                                    ? "127.0.0.1"
                                    : bracketed ? host.substring(1, host.length() - 1) : host);
            return new InetSocketAddress(address, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw wrong(key, text);
        }
    }

    private static ConfigException wrong(String key, String text) {
        return new ConfigException(
                key,
                "\""
                        + text
                        + "\" is not HOST:PORT with a numeric host, such as 192.0.2.1:5060 or [2001:db8::1]:5060, or off");
    }
}
