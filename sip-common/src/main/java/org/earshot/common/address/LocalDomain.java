package org.earshot.common.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sip.address.SipURI;
import org.earshot.common.stack.Transport;

/// What a server is responsible for: its domain, and the addresses where it listens.
///
/// @param name the domain: a host name or a numeric address
/// @param hosts the hosts under which the server itself can be reached, names or numeric addresses
/// @param datagrams the ports where it listens for UDP; a domain that is an address is shared with whoever else
///     listens there, and only the port tells them apart
/// @param streams the ports where it listens for connections: TCP, TLS, WebSocket. A system hands out ports for each
///     kind by itself, so a phone beside us may have a connection from a port where we listen for UDP
public record LocalDomain(
        String name, Set<String> hosts, Set<Integer> datagrams, Set<Integer> streams) {

    public LocalDomain {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a domain has a name");
        }
        name = name.toLowerCase(Locale.ROOT); // as accounts have it: IPv6 keeps its brackets
        hosts = hosts.stream().map(LocalDomain::canonical).collect(Collectors.toUnmodifiableSet());
        datagrams = Set.copyOf(datagrams);
        streams = Set.copyOf(streams);
    }

    /// Whether it listens at this port, for whatever kind.
    public boolean hasPort(int port) {
        return datagrams.contains(port) || streams.contains(port);
    }

    /// Whether a URI belongs to the domain: its host is the domain, and its port, if any, is one of ours.
    public boolean contains(SipURI uri) {
        return uri.getHost() != null
                && canonical(uri.getHost()).equals(canonical(name))
                && (uri.getPort() <= 0 || hasPort(uri.getPort()));
    }

    /// Whether an address-of-record belongs to the domain.
    public boolean contains(AddressOfRecord address) {
        return canonical(address.domain()).equals(canonical(name));
    }

    /// Whether a message to this URI would come to this server: the domain, or a place where it listens.
    public boolean isUs(SipURI uri) {
        if (contains(uri)) {
            return true;
        }
        return isHost(uri) && hasPort(portOf(uri));
    }

    /// Whether a message that is sent to this contact would come to this server.
    ///
    /// @param flow how the one who gave it reached us: what a contact without `transport=` means
    public boolean isUs(SipURI contact, Transport flow) {
        if (contact.getHost() == null) {
            return false;
        }
        boolean named = canonical(contact.getHost()).equals(canonical(name));
        if (named && (contact.getPort() <= 0 || !isAddress(canonical(name)))) {
            return contains(contact); // a phone is not called by the name of its domain
        }
        Set<Integer> ports = transport(contact, flow).isReliable() ? streams : datagrams;
        return (named || isHost(contact)) && ports.contains(portOf(contact));
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isHost(SipURI uri) {
        return uri.getHost() != null && hosts.contains(canonical(uri.getHost()));
    }

    private static Transport transport(SipURI uri, Transport flow) {
        if (uri.isSecure()) {
            return Transport.TLS;
        }
        String named = uri.getTransportParam();
        try {
            return named == null ? flow : Transport.of(named);
        } catch (IllegalArgumentException e) {
            return flow; // none of ours: SCTP
        }
    }

    /// A host in one spelling: lower case, numeric addresses without brackets and as the JDK writes them, no
    /// dot at the end.
    public static String canonical(String host) {
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        if (bare.indexOf(':') >= 0) {
            try {
                return InetAddress.ofLiteral(bare).getHostAddress();
            } catch (IllegalArgumentException e) {
                return bare.toLowerCase(
                        Locale.ROOT); // no address after all: then only its text counts
            }
        }
        String lower = bare.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith(".")
                ? lower.substring(0, lower.length() - 1)
                : lower;
    }

    private static int portOf(SipURI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return uri.isSecure() || "tls".equalsIgnoreCase(uri.getTransportParam()) ? 5061 : 5060;
    }
}
