package org.earshot.server.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.dns.NameServers;

/// By the system's name servers, which have two seconds for each question.
public final class SystemNames implements DomainNames {
    private static final int SRV_FIELDS = 4;
    private static final int NAPTR_SERVICE = 3;

    @Override
    public Optional<List<Service>> services(String name) {
        return NameServers.records(name, "SRV")
                .map(all ->
                        all.stream().map(SystemNames::service).flatMap(Optional::stream).toList());
    }

    @Override
    public Optional<List<String>> transports(String domain) {
        return NameServers.records(domain, "NAPTR")
                .map(all ->
                        all.stream()
                                .map(SystemNames::transport)
                                .flatMap(Optional::stream)
                                .toList());
    }

    /// As phones hear it, and where name servers know of none, as this machine has it (`/etc/hosts`).
    @Override
    public List<InetAddress> addresses(String host) {
        List<InetAddress> known =
                Stream.of("A", "AAAA")
                        .flatMap(type -> NameServers.records(host, type).stream())
                        .flatMap(List::stream)
                        .map(SystemNames::address)
                        .flatMap(Optional::stream)
                        .toList();
        if (!known.isEmpty()) {
            return known;
        }
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static Optional<InetAddress> address(String record) {
        try {
            return Optional.of(InetAddress.ofLiteral(record));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Such as `10 20 5061 sip.example.org.`.
    static Optional<Service> service(String record) {
        String[] fields = record.strip().split(" +", -1);
        if (fields.length != SRV_FIELDS || !fields[2].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(
                new Service(fields[3].replaceAll("\\.$", ""), Integer.parseInt(fields[2])));
    }

    /// Such as `10 50 s SIPS+D2T  _sips._tcp.example.org.`.
    static Optional<String> transport(String record) {
        String[] fields = record.strip().split(" ", -1);
        return fields.length <= NAPTR_SERVICE
                ? Optional.empty()
                : Optional.of(fields[NAPTR_SERVICE].replace("\"", "").toUpperCase(Locale.ROOT));
    }
}
