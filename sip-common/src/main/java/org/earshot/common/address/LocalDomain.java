package org.earshot.common.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sip.address.SipURI;

/// What a server is responsible for: its domain, and the addresses where it listens.
///
/// @param name the domain: a host name or a numeric address
/// @param hosts the hosts under which the server itself can be reached, names or numeric addresses
/// @param ports all ports where it listens; a domain that is an address is shared with whoever else
///     listens there, and only the port tells them apart
public record LocalDomain(String name, Set<String> hosts, Set<Integer> ports) {

    public LocalDomain {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a domain has a name");
        }
        name = name.toLowerCase(Locale.ROOT); // as accounts have it: IPv6 keeps its brackets
        hosts = hosts.stream().map(LocalDomain::canonical).collect(Collectors.toUnmodifiableSet());
        ports = Set.copyOf(ports);
    }

    /// Whether a URI belongs to the domain: its host is the domain, and its port, if any, is one of ours.
    public boolean contains(SipURI uri) {
        return uri.getHost() != null
                && canonical(uri.getHost()).equals(canonical(name))
                && (uri.getPort() <= 0 || ports.contains(uri.getPort()));
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
        int port = uri.getPort() > 0 ? uri.getPort() : defaultPort(uri);
        return uri.getHost() != null
                && hosts.contains(canonical(uri.getHost()))
                && ports.contains(port);
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

    private static int defaultPort(SipURI uri) {
        return uri.isSecure() || "tls".equalsIgnoreCase(uri.getTransportParam()) ? 5061 : 5060;
    }
}
