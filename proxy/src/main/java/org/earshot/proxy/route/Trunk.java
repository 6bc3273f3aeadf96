package org.earshot.proxy.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Transport;

/// A way to the telephone network: a provider, or a gateway of the house. Immutable.
///
/// @param name by which the dial plan names it
/// @param host a name or a numeric address
/// @param port 1–65535; where nothing else is known
/// @param byService whether name servers say by SRV where the host is (RFC 3263)
/// @param transport UDP, TCP or TLS; over TLS the certificate must name the domain (RFC 5922)
/// @param domain what stands behind the @ there
/// @param login for who is challenged; empty: it knows us by our address
/// @param register whether we register there, so that it knows where we are
/// @param maxCalls at once, both ways
/// @param from networks (CIDR) from which its calls come
/// @param certified whether calls are its too that come over TLS from who shows a trusted certificate of the domain. With neither, none are taken
/// @param number what the called see of callers who have no number of their own
/// @param identity how they are told who calls
/// @param keepAlive how often it is asked whether it is there; zero: never
/// @param answerWithin how long a call waits for its first word before the next trunk is tried
public record Trunk(
        String name,
        String host,
        int port,
        boolean byService,
        Transport transport,
        String domain,
        Optional<TrunkLogin> login,
        boolean register,
        int maxCalls,
        List<String> from,
        boolean certified,
        String number,
        Identity identity,
        Duration keepAlive,
        Duration answerWithin) {

    /// How a trunk is told who calls.
    public enum Identity {
        /// In From alone.
        FROM,
        /// In From, and in P-Asserted-Identity: it trusts us (RFC 3325).
        ASSERTED
    }

    public Trunk {
        from = List.copyOf(from);
        if (maxCalls < 1) {
            throw new IllegalArgumentException("a trunk takes a call");
        }
    }

    /// Where requests go, as far as nothing else is known ([TrunkBook#places]).
    public Destination.Address destination() {
        return at(host, port);
    }

    /// Where requests go that name servers say are for another host; its certificate still has to name the domain (RFC 5922 §4).
    Destination.Address at(String target, int targetPort) {
        return new Destination.Address(
                transport, LocalDomain.canonical(target), targetPort, domain);
    }

    /// The name of the SRV records that say where it is (RFC 3263 §4.2), such as `_sips._tcp.example.org`.
    public String serviceName() {
        return switch (transport) {
                    case UDP -> "_sip._udp.";
                    case TCP -> "_sip._tcp.";
                    case TLS -> "_sips._tcp.";
                    case WS, WSS ->
                            throw new IllegalStateException("no trunk goes by " + transport);
                }
                + host;
    }

    /// A number there.
    public AddressOfRecord address(String user) {
        return new AddressOfRecord(user, domain);
    }

    /// Whether an address is one of the trunk's, and so nobody's of ours.
    public boolean owns(AddressOfRecord address) {
        return LocalDomain.canonical(address.domain()).equals(LocalDomain.canonical(domain));
    }
}
