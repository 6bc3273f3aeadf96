package org.earshot.server.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.Counted;
import org.earshot.server.config.ListenAddress;

/// What is wrong, by the facts. Pure.
public final class Diagnosis {
    private static final long LITTLE_ROOM = 2L << 30;
    private static final long NO_ROOM = 200L << 20;
    private static final int BACKUP_DAYS = 7;

    private final Facts facts;
    private final List<Complaint> complaints = new ArrayList<>();

    private Diagnosis(Facts facts) {
        this.facts = facts;
    }

    /// The complaints, in the order in which they are best dealt with; empty: nothing was found.
    public static List<Complaint> of(Facts facts) {
        Diagnosis diagnosis = new Diagnosis(facts);
        diagnosis.data();
        facts.database().map(DatabaseFacts::complaints).ifPresent(diagnosis.complaints::addAll);
        diagnosis.complaints.addAll(facts.clock().complaints());
        diagnosis.listeners();
        diagnosis.certificate();
        diagnosis.names();
        facts.console().stream()
                .map(ConsoleFacts::complaints)
                .forEach(diagnosis.complaints::addAll);
        facts.relays().stream()
                .map(RelayFacts::complaint)
                .flatMap(Optional::stream)
                .forEach(diagnosis.complaints::add);
        facts.custodian().map(CustodianFacts::complaints).ifPresent(diagnosis.complaints::addAll);
        diagnosis.backups();
        return List.copyOf(diagnosis.complaints);
    }

    private void data() {
        facts.data()
                .filter(mode -> !mode.endsWith("------"))
                .ifPresent(mode ->
                        grave(
                                "data",
                                "the data folder has mode " + mode + ": others can read the keys",
                                "chmod 700 it"));
        facts.keyRing()
                .ifPresent(why ->
                        grave("keys", why, "restore the domain's key ring, or set keys.dir to it"));
        if (facts.roomBytes() < NO_ROOM) {
            grave(
                    "disk",
                    "only " + (facts.roomBytes() >> 20) + " MB are free where the data lie",
                    "make room: messages are refused when they can't be kept");
        } else if (facts.roomBytes() < LITTLE_ROOM) {
            look(
                    "disk",
                    "only " + (facts.roomBytes() >> 20) + " MB are free where the data lie",
                    "make room soon, or lower files.quota");
        }
    }

    private void backups() {
        facts.backups()
                .filter(made -> made.daysAgo().filter(days -> days <= BACKUP_DAYS).isEmpty())
                .ifPresent(made ->
                        look(
                                "backup",
                                made.daysAgo()
                                        .map(days ->
                                                "the last backup is "
                                                        + Counted.of(days, "day")
                                                        + " old")
                                        .orElse("admin backup has made no backup here yet"),
                                "earshot admin backup FOLDER --keys FILE --password-stdin, each day, to another machine"));
    }

    private void listeners() {
        for (String key : facts.taken().stream().sorted().toList()) {
            String at = ListenAddress.text(facts.listeners().get(key));
            if (facts.running()) {
                grave(
                        "ports",
                        key + " does not answer at " + at,
                        "see what the server said at its start (journalctl -u earshot), and the machine's own packet filter");
            } else {
                grave(
                        "ports",
                        key
                                + " can't be had: "
                                + at
                                + " is another program's, or not this machine's",
                        "stop that program (ss -lntup says which), or set another port or address");
            }
        }
        if (!facts.isServed()) {
            look(
                    "listen",
                    "the server listens on loopback alone: no phone on another machine can reach it",
                    "set listen.tls (and listen.udp and listen.tcp for desk phones) to an address of this machine");
        } else if (facts.isPrivate() && facts.names().filter(NameFacts::leadsElsewhere).isEmpty()) {
            look(
                    "nat",
                    "the server has private addresses alone: phones outside of this network can't reach it",
                    "if they should, forward the ports on the router and have the domain's SRV records name the router's public address");
        }
        if (facts.isServed() && !facts.listeners().containsKey("listen.tls")) {
            grave(
                    "tls",
                    "listen.tls is off: passwords' answers, messages and media keys go unencrypted, or not at all",
                    "set listen.tls");
        }
    }

    private void certificate() {
        facts.certificate()
                .ifPresent(shown -> {
                    if (!shown.namesDomain()) {
                        grave(
                                "certificate",
                                "the certificate does not name "
                                        + facts.domain()
                                        + ": phones refuse it (RFC 5922)",
                                "get one for the domain itself, not for the host that the SRV records name");
                    }
                    if (shown.source() == Facts.Certificate.Source.INSTEAD) {
                        look(
                                "certificate",
                                "the authority of tls.acme has given no certificate: phones are shown the server's own, which only those trust that know DATA/ca.pem",
                                shown.renewal());
                    }
                    if (shown.daysLeft() < 0) {
                        grave("certificate", "the certificate has ended", shown.renewal());
                    } else if (shown.endsSoon()) {
                        look(
                                "certificate",
                                "the certificate ends in " + Counted.of(shown.daysLeft(), "day"),
                                shown.renewal());
                    }
                });
    }

    private void names() {
        if (!facts.isServed()) {
            return;
        }
        if (facts.domain().equals("localhost")) {
            grave(
                    "domain",
                    "the domain is localhost: addresses end in @localhost, and no other machine knows it",
                    "set domain before phones are set up: the certificate authority is bound to it");
            return;
        }
        facts.names()
                .map(names -> NameDiagnosis.of(facts.domain(), ports(), names))
                .ifPresent(complaints::addAll);
    }

    private Map<String, Integer> ports() {
        return facts.listeners().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, at -> at.getValue().getPort()));
    }

    private void grave(String about, String problem, String remedy) {
        complaints.add(new Complaint(about, true, problem, remedy));
    }

    private void look(String about, String problem, String remedy) {
        complaints.add(new Complaint(about, false, problem, remedy));
    }
}
