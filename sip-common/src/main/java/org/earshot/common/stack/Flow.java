package org.earshot.common.stack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/// Where a message came from, and so where an answer or a later request to the same peer can go
/// (RFC 5626 §3.1): one connection, or for UDP one pair of addresses.
///
/// @param node the start of the node that holds the connection, such as `a1b2c3`; another process, or
///     the same one after a restart, can't use the flow of a connection
/// @param transport how
/// @param local our end
/// @param remote the peer's end, as seen from here (behind a NAT: the NAT's)
/// @param connection number of the connection on that node, 0 for UDP
public record Flow(
        String node,
        Transport transport,
        InetSocketAddress local,
        InetSocketAddress remote,
        long connection) {

    public Flow {
        Objects.requireNonNull(transport);
        if (node.isEmpty() || node.indexOf('|') >= 0) {
            throw new IllegalArgumentException("node \"" + node + "\"");
        }
        if (local.isUnresolved() || remote.isUnresolved()) {
            throw new IllegalArgumentException("a flow's addresses are numeric");
        }
    }

    /// One line that [#parse] reads again, to be kept in a store. At most 160 characters.
    public String token() {
        return node + '|' + transport + '|' + text(local) + '|' + text(remote) + '|' + connection;
    }

    /// Reads what [#token] wrote.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static Flow parse(String token) {
        String[] parts = token.split("\\|", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not a flow: " + token);
        }
        return new Flow(
                parts[0],
                Transport.valueOf(parts[1]),
                address(parts[2]),
                address(parts[3]),
                Long.parseLong(parts[4]));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + '!' + address.getPort();
    }

    private static InetSocketAddress address(String text) {
        int bang = text.lastIndexOf('!');
        if (bang < 1) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        try {
            return new InetSocketAddress(
                    InetAddress.ofLiteral(text.substring(0, bang)),
                    Integer.parseInt(text.substring(bang + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }
}
