package org.earshot.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.SipNode;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.review.ReviewStatus;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.proxy.route.TrunkState;
import org.earshot.server.bus.NodeBus;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.msrprelay.MsrpRelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a running server says of itself: in the log of its start, on the line that says it is ready, and to
/// `earshot admin status`. Thread-safe.
final class ServerStatus {
    private static final Logger log = LoggerFactory.getLogger(ServerStatus.class);

    private final ServerConfig config;
    private final ServerMain.Role role;
    private final Stores stores;
    private final NodeBus bus;
    private final Custody custody;
    private final EventBacklog events;
    private final Supplier<Map<String, Long>> strangers;
    private final SipNode node;
    private final TrunkBook trunks;
    private final FileService files;
    private final Optional<MsrpRelay> relay;
    private final Supplier<Optional<String>> console;
    private final InstantSource clock;
    private final Instant startedAt;

    ServerStatus(
            ServerConfig config,
            ServerMain.Role role,
            Stores stores,
            NodeBus bus,
            Custody custody,
            EventBacklog events,
            Supplier<Map<String, Long>> strangers,
            SipNode node,
            TrunkBook trunks,
            FileService files,
            Optional<MsrpRelay> relay,
            Supplier<Optional<String>> console,
            InstantSource clock) {
        this.config = config;
        this.role = role;
        this.stores = stores;
        this.bus = bus;
        this.custody = custody;
        this.events = events;
        this.strangers = strangers;
        this.node = node;
        this.trunks = trunks;
        this.files = files;
        this.relay = relay;
        this.console = console;
        this.clock = clock;
        startedAt = clock.instant();
    }

    /// What an administrator wants to see in the log of each start: one line, and what to worry about.
    void announce() {
        List<String> warnings = warnings();
        log.info(
                "Earshot {} serves {} ({}) on {}; store: {}; archive: {}; {}",
                Version.text(),
                config.domain(),
                role.name().toLowerCase(Locale.ROOT),
                addresses(),
                stores.kind(),
                role == ServerMain.Role.REGISTRAR ? "not in this role" : "on",
                warnings.isEmpty()
                        ? "no warnings"
                        : warnings.size() + " warning(s), on the next lines");
        warnings.forEach(warning -> log.warn("{}", warning));
    }

    /// The line that says that it serves, and where.
    String ready() {
        StringBuilder line = new StringBuilder("ready domain=").append(config.domain());
        addresses()
                .forEach((transport, address) ->
                        line.append(' ').append(transport).append('=').append(address));
        return line.append(" data=").append(config.data()).toString();
    }

    /// By name, in the order in which people read it.
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", Version.text());
        facts.put("domain", config.domain());
        facts.put("listening", addresses());
        facts.put("upSeconds", Duration.between(startedAt, clock.instant()).toSeconds());
        facts.put("store", stores.kind());
        facts.put("database", stores.state());
        facts.put("archiveSigner", stores.archiveParts().keys().signer());
        facts.put("archiveWaiting", events.waiting());
        facts.put("retention", RetentionTasks.status(stores));
        facts.put("review", review());
        if (config.ldap().isOn()) {
            facts.put("ldap", ldap());
        }
        facts.put("nodes", bus.status());
        facts.put("relays", config.relay().uris());
        facts.put("files", files.facts());
        relay.ifPresent(on -> {
            Map<String, Object> counts = new LinkedHashMap<>(on.counts());
            counts.put("busiest", on.busiest());
            facts.put("msrpRelay", counts);
        });
        facts.put("warnings", warnings());
        facts.put("strangers", strangers.get());
        facts.put("unansweredRequests", node.unanswered());
        facts.put("serverTransactions", node.serverTransactions());
        facts.put("clientTransactions", node.clientTransactions());
        return facts;
    }

    /// In numbers only: rules and what they pick are nothing for administrators.
    private Map<String, Object> review() {
        Map<String, Object> facts = new LinkedHashMap<>();
        try {
            ReviewStatus review = ReviewStatus.of(stores.review(), stores.archiveParts().opener());
            review.counts().forEach((state, count) -> facts.put(state.text(), count));
            facts.put("examined", review.examined());
            facts.put("notSearched", review.unreadable());
            facts.put("recordsBehind", review.behind());
        } catch (StoreUnavailableException e) {
            facts.put("unavailable", String.valueOf(e.getMessage()));
        }
        return facts;
    }

    /// What came of the last time that the directory was read.
    private String ldap() {
        try {
            return stores.ldap()
                    .last()
                    .map(run -> ShownTime.of(run.endedAt()) + ": " + run.words())
                    .orElse("not read yet");
        } catch (StoreUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        stores.warnings().forEach(warning -> warnings.add("database: " + warning));
        warnings.addAll(bus.warnings());
        warnings.addAll(custody.warnings());
        if (events.waiting() > 0) {
            warnings.add(
                    "archive: "
                            + events.waiting()
                            + " events wait on this machine until it can be written");
        }
        if (config.archive().whileAway() == ServerConfig.Archive.WhileAway.RELAY) {
            warnings.add(
                    "archive.whileAway: texts are relayed before they are recorded while the archive can't be written");
        }
        if (config.relay().hasSecret() && !config.listen().isSecureServed()) {
            warnings.add(
                    "relay.uris: phones learn of TURN servers over TLS and WSS only, and listen.tls and listen.wss are off");
        }
        trunks.facts().stream()
                .filter(one -> one.state().reach() == TrunkState.Reach.DOWN)
                .forEach(one ->
                        warnings.add(
                                "trunks: "
                                        + one.trunk().name()
                                        + " is down: "
                                        + one.state().reason()));
        if (!trunks.plan().isEmpty() && trunks.plan().emergencyTrunks().isEmpty()) {
            warnings.add("dialplan.emergencyTrunks: nobody can call emergency numbers");
        }
        config.security()
                .trustedElsewhere()
                .forEach(network ->
                        warnings.add(
                                "security.trusted: whoever sends from "
                                        + network
                                        + " is believed to be whoever they say"));
        config.unrecorded()
                .allowed()
                .forEach(key ->
                        warnings.add(key + ": the archive is not complete while this is allowed"));
        return warnings;
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (ListenPoint point : node.listenPoints()) {
            addresses.merge(
                    point.transport().parameter(),
                    ListenPoints.text(point.address()),
                    (first, second) -> first + "," + second);
        }
        files.addresses().ifPresent(https -> addresses.put("https", https));
        relay.stream()
                .flatMap(on -> on.addresses().stream())
                .forEach(address ->
                        addresses.merge(
                                "msrp",
                                ListenPoints.text(address),
                                (first, second) -> first + "," + second));
        console.get().ifPresent(at -> addresses.put("console", at));
        return addresses;
    }
}
