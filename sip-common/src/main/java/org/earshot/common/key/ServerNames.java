package org.earshot.common.key;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a server's certificate has to name (RFC 5922 §7.1): the domain, the addresses it listens on, and
/// the names of the machine for itself.
///
/// @param domain a host name in lower case, or a numeric address (IPv6 without brackets)
/// @param addresses that phones may dial instead; always with both loopback addresses
public record ServerNames(String domain, Set<InetAddress> addresses) {
    private static final Pattern HOST_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    public ServerNames {
        domain = strip(domain.toLowerCase(Locale.ROOT));
        if (address(domain).isEmpty() && !HOST_NAME.matcher(domain).matches()) {
            throw new IllegalArgumentException(
                    "\"" + domain + "\" is neither a host name nor a numeric address");
        }
        Set<InetAddress> all = new LinkedHashSet<>();
        address(domain).ifPresent(all::add);
        all.add(InetAddress.ofLiteral("127.0.0.1"));
        all.add(InetAddress.ofLiteral("::1"));
        addresses.forEach(address -> all.add(withoutScope(address)));
        addresses = Collections.unmodifiableSet(all);
    }

    /// For a server that listens there. A wildcard address stands for all addresses of this machine that are
    /// not link-local.
    ///
    /// @throws IllegalArgumentException if the domain is no host name and no numeric address
    public static ServerNames of(String domain, Collection<InetAddress> listening) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (InetAddress address : listening) {
            if (address.isAnyLocalAddress()) {
                addresses.addAll(ofThisMachine());
            } else {
                addresses.add(address);
            }
        }
        return new ServerNames(domain, addresses);
    }

    /// The domain as an address, if it is one.
    Optional<InetAddress> domainAddress() {
        return address(domain);
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String strip(String domain) {
        return domain.startsWith("[") && domain.endsWith("]")
                ? domain.substring(1, domain.length() - 1)
                : domain;
    }

    /// `fe80::1%eth0` and `fe80::1` are one name in a certificate.
    private static InetAddress withoutScope(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }

    private static List<InetAddress> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .sorted(Comparator.comparing(InetAddress::getHostAddress))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
