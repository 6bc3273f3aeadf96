package org.earshot.server.doctor;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the domain's names stand for.
///
/// @param services by the records' names, such as `_sips._tcp.example.org`; absent where the question got no answer
/// @param transports of NAPTR records; empty: no name server answered
/// @param addresses of the services' targets and of the HTTPS listener's host; absent or none: they have none
/// @param own addresses of this machine
/// @param httpsHost where phones look for the HTTPS listener; empty: it is not served, or goes by an address
public record NameFacts(
        Map<String, List<DomainNames.Service>> services,
        Optional<List<String>> transports,
        Map<String, List<InetAddress>> addresses,
        Set<InetAddress> own,
        Optional<String> httpsHost) {
    public NameFacts {
        services = Map.copyOf(services);
        addresses = Map.copyOf(addresses);
        own = Set.copyOf(own);
    }

    List<InetAddress> addressesOf(String host) {
        return addresses.getOrDefault(host, List.of());
    }

    /// Targets of services that no address of this machine belongs to, and no other loopback one.
    boolean isElsewhere(String target) {
        List<InetAddress> all = addressesOf(target);
        return !all.isEmpty()
                && all.stream().noneMatch(at -> own.contains(at) || at.isLoopbackAddress());
    }

    /// Whether all that is known of the services leads to other addresses than this machine's.
    boolean leadsElsewhere() {
        List<String> targets =
                services.values().stream()
                        .flatMap(List::stream)
                        .map(DomainNames.Service::target)
                        .distinct()
                        .filter(target -> !addressesOf(target).isEmpty())
                        .toList();
        return !targets.isEmpty() && targets.stream().allMatch(this::isElsewhere);
    }
}
