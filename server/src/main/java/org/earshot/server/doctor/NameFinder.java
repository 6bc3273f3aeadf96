package org.earshot.server.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.server.config.ServerConfig;

/// Asks name servers for what phones ask them.
final class NameFinder {
    private final ServerConfig config;
    private final DomainNames names;

    NameFinder(ServerConfig config, DomainNames names) {
        this.config = config;
        this.names = names;
    }

    /// Empty where nobody else comes, or where the domain is no name.
    Optional<NameFacts> facts(Collection<InetSocketAddress> listeners) {
        String domain = config.domain();
        boolean served = listeners.stream().anyMatch(at -> !at.getAddress().isLoopbackAddress());
        if (!served || domain.equals("localhost") || isNumeric(domain)) {
            return Optional.empty();
        }
        Map<String, List<DomainNames.Service>> services = new LinkedHashMap<>();
        for (String record : NameDiagnosis.records(domain)) {
            Optional<List<DomainNames.Service>> found = names.services(record);
            if (found.isEmpty()) {
                break; // nobody answers, and each question takes its time
            }
            services.put(record, found.get());
        }
        Map<String, List<InetAddress>> addresses = new LinkedHashMap<>();
        services.values().stream()
                .flatMap(List::stream)
                .map(DomainNames.Service::target)
                .filter(target -> !target.isEmpty())
                .forEach(target -> addresses.computeIfAbsent(target, names::addresses));
        Optional<String> https = services.isEmpty() ? Optional.empty() : httpsHost();
        https.ifPresent(host -> addresses.computeIfAbsent(host, names::addresses));
        return Optional.of(
                new NameFacts(
                        services,
                        services.isEmpty() ? Optional.empty() : names.transports(domain),
                        addresses,
                        own(),
                        https));
    }

    private Optional<String> httpsHost() {
        if (!config.https().isServed()) {
            return Optional.empty();
        }
        String url = config.https().url();
        String host = url.isEmpty() ? config.domain() : URI.create(url).getHost();
        return isNumeric(host) ? Optional.empty() : Optional.of(host);
    }

    private static boolean isNumeric(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static Set<InetAddress> own() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
