package org.earshot.softphone.ua;

import java.util.Locale;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Transport;

/// Who this phone is, and by which server.
///
/// @param address the address-of-record to register
/// @param password of the account; printed nowhere
/// @param server where every request goes first (the outbound proxy); for TLS its certificate must name the
///     address's domain (RFC 5922 §4)
/// @param byService whether nobody named the server, but the domain: its SRV records may say another place (RFC 3263 §4.2)
public record Account(
        AddressOfRecord address, String password, Destination.Address server, boolean byService) {

    /// At a server that is known.
    public Account(AddressOfRecord address, String password, Destination.Address server) {
        this(address, password, server, false);
    }

    /// From what people type.
    ///
    /// @param address `sip:alice@example.org`, or without `sip:`
    /// @param password as it is
    /// @param server `HOST`, `HOST:PORT` or `[IPv6]:PORT`; "" for that of the address's domain
    /// @param transport `udp`, `tcp` or `tls`
    /// @throws IllegalArgumentException with a sentence for the user
    public static Account of(String address, String password, String server, String transport) {
        AddressOfRecord aor = SipUris.addressOfRecord(address);
        Transport by =
                switch (transport.toLowerCase(Locale.ROOT)) {
                    case "udp" -> Transport.UDP;
                    case "tcp" -> Transport.TCP;
                    case "tls" -> Transport.TLS;
                    default ->
                            throw new IllegalArgumentException(
                                    "transport is udp, tcp or tls, not \"" + transport + "\"");
                };
        return new Account(
                aor,
                password,
                serverAddress(server, by, aor.domain()),
                server.isEmpty() && isName(aor.domain()));
    }

    /// Whether name servers can be asked about it: it has a dot, and is no number.
    private static boolean isName(String domain) {
        return domain.matches("[^:\\[\\]]*[A-Za-z][^:\\[\\]]*") && domain.indexOf('.') > 0;
    }

    /// The same with another password.
    Account with(String other) {
        return new Account(address, other, server, byService);
    }

    /// The same at a server that was found.
    Account at(Destination.Address found) {
        return new Account(address, password, found, byService);
    }

    private static Destination.Address serverAddress(
            String server, Transport transport, String domain) {
        HostPort address = HostPort.parse(server.isEmpty() ? domain : server);
        int port = address.port() == 0 ? transport.defaultPort() : address.port();
        return new Destination.Address(
                transport, address.host(), port, HostPort.withoutBrackets(domain));
    }

    @Override
    public String toString() {
        return "Account[" + address + " by " + server + "]";
    }
}
