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
/// @param port 1–65535
/// @param transport UDP, TCP or TLS; over TLS the certificate must name the domain (RFC 5922)
/// @param domain what stands behind the @ there
/// @param login for who is challenged; empty: it knows us by our address
/// @param register whether we register there, so that it knows where we are
/// @param maxCalls at once, both ways
/// @param from networks (CIDR) from which its calls come; empty: none are taken
/// @param number what the called see of callers who have no number of their own
/// @param identity how they are told who calls
/// @param keepAlive how often it is asked whether it is there; zero: never
/// @param answerWithin how long a call waits for its first word before the next trunk is tried
public record Trunk(
        String name,
        String host,
        int port,
        Transport transport,
        String domain,
        Optional<TrunkLogin> login,
        boolean register,
        int maxCalls,
        List<String> from,
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

    /// Where requests go.
    public Destination destination() {
        return new Destination.Address(transport, LocalDomain.canonical(host), port, domain);
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
