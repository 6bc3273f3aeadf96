package org.earshot.server.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is wrong with the domain's names: RFC 3263 says how phones go by them. Pure.
final class NameDiagnosis {
    private static final String ABOUT = "dns";
    private static final String SECURE = "_sips._tcp";

    /// By which records, and which field of NAPTR ones, phones find what the configuration's key opens.
    private enum Way {
        TLS("listen.tls", SECURE, "SIPS+D2T"),
        TCP("listen.tcp", "_sip._tcp", "SIP+D2T"),
        UDP("listen.udp", "_sip._udp", "SIP+D2U");

        final String key;
        final String record;
        final String transport;

        Way(String key, String record, String transport) {
            this.key = key;
            this.record = record;
            this.transport = transport;
        }
    }

    private final String domain;
    private final Map<String, Integer> ports;
    private final NameFacts facts;
    private final List<Complaint> complaints = new ArrayList<>();

    private NameDiagnosis(String domain, Map<String, Integer> ports, NameFacts facts) {
        this.domain = domain;
        this.ports = ports;
        this.facts = facts;
    }

    /// The names whose SRV records count.
    static List<String> records(String domain) {
        return java.util.Arrays.stream(Way.values()).map(way -> way.record + "." + domain).toList();
    }

    /// @param ports of what is served, by the configuration's key
    static List<Complaint> of(String domain, Map<String, Integer> ports, NameFacts facts) {
        NameDiagnosis diagnosis = new NameDiagnosis(domain, ports, facts);
        String secure = SECURE + "." + domain;
        if (!facts.services().containsKey(secure)) {
            diagnosis.look(
                    "no name server answered for " + secure,
                    "see resolv.conf, or ask from another network: dig SRV " + secure);
            return diagnosis.complaints;
        }
        diagnosis.missing();
        for (Way way : Way.values()) {
            diagnosis.targets(way);
        }
        diagnosis.elsewhere();
        diagnosis.transports();
        diagnosis.https();
        return diagnosis.complaints;
    }

    private List<DomainNames.Service> services(Way way) {
        return facts.services().getOrDefault(way.record + "." + domain, List.of());
    }

    private void missing() {
        Map<String, String> lines = new TreeMap<>();
        for (Way way : Way.values()) {
            String name = way.record + "." + domain;
            if (ports.containsKey(way.key)
                    && facts.services().getOrDefault(name, List.of(NONE)).isEmpty()) {
                lines.put(
                        name,
                        name
                                + ". 3600 IN SRV 10 10 "
                                + ports.get(way.key)
                                + " HOST."
                                + domain
                                + ".");
            }
        }
        if (!lines.isEmpty()) {
            look(
                    "the domain has no record "
                            + String.join(", ", lines.keySet())
                            + ": phones that look for it need the server's name typed in",
                    String.join("\n      ", lines.values()));
        }
    }

    private static final DomainNames.Service NONE = new DomainNames.Service("", 0);

    private void targets(Way way) {
        String name = way.record + "." + domain;
        for (DomainNames.Service service : services(way)) {
            if (service.target().isEmpty()) {
                continue;
            }
            List<InetAddress> addresses = facts.addressesOf(service.target());
            if (!ports.containsKey(way.key)) {
                look(
                        name + " names " + service.target() + ", and " + way.key + " is off",
                        "set "
                                + way.key
                                + ", or remove the record: phones that take it wait in vain");
            } else if (addresses.isEmpty()) {
                grave(
                        name + " names " + service.target() + ", which has no address",
                        "add an A or AAAA record for " + service.target());
            } else if (addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
                grave(
                        name
                                + " names "
                                + service.target()
                                + ", which is a loopback address: each phone looks for the server on itself",
                        "have "
                                + service.target()
                                + " name the address by which phones reach this machine (see /etc/hosts too)");
            } else if (facts.own().stream().anyMatch(addresses::contains)
                    && service.port() != ports.get(way.key)) {
                grave(
                        "%s names port %d of this machine, and %s is %d"
                                .formatted(name, service.port(), way.key, ports.get(way.key)),
                        "have the record name the port that is listened on");
            }
        }
    }

    private void elsewhere() {
        if (!facts.leadsElsewhere()) {
            return;
        }
        TreeSet<String> targets =
                facts.services().values().stream()
                        .flatMap(List::stream)
                        .map(DomainNames.Service::target)
                        .filter(facts::isElsewhere)
                        .collect(Collectors.toCollection(TreeSet::new));
        String addresses =
                targets.stream()
                        .flatMap(target -> facts.addressesOf(target).stream())
                        .map(InetAddress::getHostAddress)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        complaints.add(
                new Complaint(
                        "nat",
                        false,
                        "the domain's records name "
                                + String.join(", ", targets)
                                + " ("
                                + addresses
                                + "), which is no address of this machine",
                        "right if a router or a balancer there forwards the ports "
                                + ports.entrySet().stream()
                                        .map(port -> port.getKey() + " " + port.getValue())
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + " to this machine; else have the records name this one"));
    }

    private void transports() {
        List<String> told = facts.transports().orElse(List.of());
        if (told.stream().noneMatch(one -> one.startsWith("SIP"))) {
            return; // none: phones go by the SRV records
        }
        for (Way way : Way.values()) {
            boolean served = ports.containsKey(way.key);
            boolean named = told.contains(way.transport);
            if (way == Way.TLS && served && !named) {
                grave(
                        "the domain's NAPTR records lack "
                                + way.transport
                                + ": phones that go by them never take TLS",
                        "%s. 3600 IN NAPTR 10 10 \"s\" \"%s\" \"\" %s.%s."
                                .formatted(domain, way.transport, way.record, domain));
            } else if (named && !served) {
                look(
                        "the domain's NAPTR records name "
                                + way.transport
                                + ", and "
                                + way.key
                                + " is off",
                        "set " + way.key + ", or remove that record");
            }
        }
    }

    private void https() {
        facts.httpsHost()
                .filter(host -> facts.addressesOf(host).isEmpty())
                .ifPresent(host ->
                        complaints.add(
                                new Complaint(
                                        "https",
                                        true,
                                        host
                                                + " has no address: phones find neither sign-up nor pictures, files and the directory",
                                        "add an A or AAAA record for "
                                                + host.toLowerCase(Locale.ROOT)
                                                + ", or set https.url to a name that has one")));
    }

    private void grave(String problem, String remedy) {
        complaints.add(new Complaint(ABOUT, true, problem, remedy));
    }

    private void look(String problem, String remedy) {
        complaints.add(new Complaint(ABOUT, false, problem, remedy));
    }
}
