package org.earshot.common.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Where somebody comes from, as far as they can't choose it freely: an IPv4 address, or the /64 of an IPv6 one, since one customer has a
/// /64 and may take a new address for each try.
///
/// @param bits the address, or its first half
record SourceNetwork(boolean six, long bits) {
    private static final String PREFIX = "/64";

    static SourceNetwork of(InetAddress source) {
        ByteBuffer bytes = ByteBuffer.wrap(source.getAddress());
        return source instanceof Inet6Address
                ? new SourceNetwork(true, bytes.getLong())
                : new SourceNetwork(false, bytes.getInt());
    }

    /// What [#toString] gave, or any address in it.
    ///
    /// @return empty for anything else
    static Optional<SourceNetwork> parse(String text) {
        boolean prefixed = text.endsWith(PREFIX);
        try {
            InetAddress address =
                    InetAddress.ofLiteral(
                            prefixed ? text.substring(0, text.length() - PREFIX.length()) : text);
            return Optional.of(of(address)).filter(network -> network.six || !prefixed);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Its first address.
    InetAddress address() {
        try {
            return InetAddress.getByAddress(
                    six
                            ? ByteBuffer.allocate(16).putLong(bits).array()
                            : ByteBuffer.allocate(4).putInt((int) bits).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("every address has 4 or 16 bytes", e);
        }
    }

    /// Such as `192.0.2.7` or `2001:db8:0:0:0:0:0:0/64`.
    @Override
    public String toString() {
        return address().getHostAddress() + (six ? PREFIX : "");
    }
}
