package org.earshot.server.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was found on a machine.
///
/// @param domain the configuration's
/// @param running whether the server runs
/// @param listeners where it is to listen, by the configuration's key
/// @param taken the keys of those whose port another program has (a server that does not run), or that do not answer (one that does)
/// @param services the targets of the domain's SRV records by the records' names; absent where the question got no answer
/// @param certificate what phones are shown; empty: none yet, or TLS is off
/// @param data the mode of the data folder, such as `rwx------`; empty: it is not there yet
/// @param roomBytes free where the data lie
/// @param keyRing why keys and configuration do not fit; empty: they do, or there are none yet
/// @param backups empty: there is no embedded database here that the command backs up
public record Facts(
        String domain,
        boolean running,
        Map<String, InetSocketAddress> listeners,
        List<String> taken,
        Map<String, List<String>> services,
        Optional<Certificate> certificate,
        Optional<String> data,
        long roomBytes,
        Optional<String> keyRing,
        Optional<Backups> backups) {
    public Facts {
        listeners = Map.copyOf(listeners);
        taken = List.copyOf(taken);
        services = Map.copyOf(services);
    }

    /// Backups that `admin backup` made on this machine.
    ///
    /// @param daysAgo whole days since the last one; empty: there was none
    public record Backups(Optional<Long> daysAgo) {}

    /// A certificate.
    ///
    /// @param namesDomain whether it names the domain (RFC 5922)
    /// @param daysLeft negative: it has ended
    /// @param own whether the administrator gave it, and has to renew it
    public record Certificate(boolean namesDomain, long daysLeft, boolean own) {}

    /// Whether phones on other machines are to come.
    boolean isServed() {
        return listeners.values().stream().anyMatch(at -> !at.getAddress().isLoopbackAddress());
    }

    /// Whether all that listens for others does so at private addresses (RFC 1918, unique local ones of IPv6).
    boolean isPrivate() {
        return listeners.values().stream()
                .map(InetSocketAddress::getAddress)
                .filter(at -> !at.isLoopbackAddress())
                .allMatch(Facts::isPrivate);
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xFE) == 0xFC);
    }
}
