package org.earshot.server;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.auth.BackOff;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseStatus;
import org.earshot.common.key.ServerTls;
import org.earshot.common.location.BindingStore;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.StackObserver;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.ForkingProxy;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.proxy.route.TrunkState;
import org.earshot.registrar.quality.QualityStore;
import org.earshot.server.api.AdminApi;
import org.earshot.server.api.SetupLink;
import org.earshot.server.bus.NodeBus;
import org.earshot.server.config.ConsoleConfig;
import org.earshot.server.config.ListenAddress;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.console.ConsoleFiles;
import org.earshot.server.files.FileTable;
import org.earshot.server.files.HeldTable;
import org.earshot.server.ldap.LdapTable;
import org.earshot.server.monitor.Check;
import org.earshot.server.monitor.Checkup;
import org.earshot.server.monitor.Metrics;
import org.earshot.server.monitor.MonitorApi;
import org.earshot.server.monitor.Sampled;
import org.earshot.server.monitor.SipProbe;
import org.earshot.server.msrprelay.MsrpRelay;
import org.earshot.server.web.WebListener;

/// The numbers of a running server, and whether it is well, where `console.listen` is on; else nothing is counted. Opened and closed by
/// one thread.
final class Monitoring implements AutoCloseable {
    /// How long a socket may take to answer: a load balancer asks every few seconds.
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /// How long all checks may take, at the same time. The database's own words come when it was waited for that long.
    private static final Duration ALL = Duration.ofSeconds(3);

    private final ServerConfig config;
    private final Optional<Metrics> metrics;
    private volatile Optional<WebListener> listener = Optional.empty();
    private volatile Optional<AdminApi> admin = Optional.empty();

    private Monitoring(ServerConfig config, Optional<Metrics> metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /// Begins to count, and does not listen yet.
    static Monitoring of(ServerConfig config) {
        return new Monitoring(
                config,
                Optional.of(config)
                        .filter(on -> !on.console().addresses().isEmpty())
                        .map(_ -> new Metrics(Version.text())));
    }

    /// Hears the SIP stack.
    StackObserver sip() {
        return metrics.map(Metrics::sip).orElse(StackObserver.NONE);
    }

    /// The same archive, measured.
    Archive measured(Archive archive) {
        return metrics.map(to -> to.measured(archive)).orElse(archive);
    }

    /// The same store, measured.
    QualityStore measured(QualityStore reports) {
        return metrics.map(to -> to.measured(reports)).orElse(reports);
    }

    /// What numbers are taken from.
    ///
    /// @param strangers as [Strangers#counts]
    /// @param directory whether there is one
    record Sources(
            Stores stores,
            SipNode node,
            NodeBus bus,
            EventBacklog events,
            Supplier<Map<String, Long>> strangers,
            BackOff backOff,
            AddressBans bans,
            FileService files,
            Optional<MsrpRelay> relay,
            TrunkBook trunks,
            Optional<ForkingProxy> proxy,
            boolean directory) {}

    /// Begins to serve, if that is wanted.
    ///
    /// @throws IOException if an address can't be used
    void open(Sources from, Sockets sockets, Consoles consoles) throws IOException {
        if (metrics.isEmpty()) {
            return;
        }
        Metrics to = metrics.get();
        sip(from, to);
        people(from, to);
        archive(from, to);
        trunks(from.trunks(), to);
        from.stores().database().ifPresent(database -> database(database, to));
        if (config.https().isServed()) {
            files(from.files(), to);
        }
        from.relay().ifPresent(relay -> relay(relay, to));
        nodes(from.bus(), to);
        List<Check> alive = sipChecks(from.node(), sockets);
        List<Check> ready = new ArrayList<>(alive);
        from.stores()
                .database()
                .ifPresent(database -> ready.add(new Check("database", () -> touch(database))));
        Checkup readiness = new Checkup(ready, ALL);
        MonitorApi api =
                new MonitorApi(
                        to,
                        new Checkup(alive, ALL),
                        readiness,
                        config.domain(),
                        config.console().token());
        AdminApi administrators =
                consoles.api(
                        from,
                        () -> to.total("earshot.messages", "outcome", "accepted"),
                        () -> to.value("process.cpu.usage"),
                        readiness,
                        sockets.shown());
        admin = Optional.of(administrators);
        to.gauge(
                "earshot.console.sessions",
                "People who have logged in to the console of this node",
                administrators::sessions);
        listener =
                Optional.of(
                        sockets.console(routes -> {
                            api.addTo(routes);
                            administrators.addTo(routes);
                            new ConsoleFiles().addTo(routes);
                        }));
        sockets.shown().ifPresent(tls -> certificate(tls, to));
        consoleAddress().ifPresent(consoles::welcome);
    }

    /// Where people open it: on this machine, if it is served there.
    private Optional<String> consoleAddress() {
        return listener.flatMap(of ->
                of.addresses().stream()
                        .min(Comparator.comparing(ConsoleConfig::isForOthers))
                        .map(at ->
                                (ConsoleConfig.isForOthers(at) ? "https://" : "http://")
                                        + ListenAddress.text(at)));
    }

    /// Makes a link for the first people with a role; empty where the console is not served.
    Optional<String> consoleLink(SetupLink setup) {
        return consoleAddress().map(setup::issue);
    }

    private List<Check> sipChecks(SipNode node, Sockets sockets) {
        SSLContext trusting = sockets.trusting();
        return node.listenPoints().stream()
                .filter(SipProbe::canAsk)
                .map(point ->
                        new Check(
                                "sip "
                                        + point.transport().parameter()
                                        + " "
                                        + ListenPoints.text(point.address()),
                                new SipProbe(point, config.domain(), trusting, ANSWER)))
                .toList();
    }

    /// In the words of the status, where that is known, and not of the driver.
    private static void touch(Database database) throws IOException {
        try {
            database.touch();
        } catch (RuntimeException e) {
            DatabaseStatus status = database.status();
            throw new IOException(status.detail().isEmpty() ? e.getMessage() : status.detail(), e);
        }
    }

    private static void sip(Sources from, Metrics to) {
        SipNode node = from.node();
        to.gauge(
                "earshot.sip.unanswered.requests",
                "SIP requests that wait for their final answer",
                node::unanswered);
        to.gauge(
                "earshot.sip.transactions",
                "Transactions that live; over UDP for 32 s after the answer",
                node::serverTransactions,
                "side",
                "server");
        to.gauge(
                "earshot.sip.transactions",
                "Transactions that live; over UDP for 32 s after the answer",
                node::clientTransactions,
                "side",
                "client");
        for (Transport transport : Transport.values()) {
            if (transport.isReliable()) {
                to.gauge(
                        "earshot.sip.connections",
                        "Connections of phones and other servers, by transport",
                        () -> node.connections().getOrDefault(transport, 0),
                        "transport",
                        transport.parameter());
            }
        }
        for (String method : Strangers.COUNTED) {
            for (String credentials : Strangers.CREDENTIALS) {
                to.counter(
                        "earshot.sip.unauthenticated.requests",
                        "SIP requests of people whom the server does not know; every phone's first one is without credentials",
                        () -> from.strangers().get().getOrDefault(method + " " + credentials, 0L),
                        "method",
                        method,
                        "credentials",
                        credentials.replace('-', '_'));
            }
        }
        to.gauge(
                "earshot.auth.paused.sources",
                "Pairs of an account and a source address that may not try passwords now",
                from.backOff()::paused);
        to.gauge(
                "earshot.auth.banned.addresses",
                "Addresses from which nothing is taken now, since passwords of many accounts were guessed from there",
                from.bans()::size);
        to.counter(
                "earshot.auth.bans",
                "Addresses that were banned for guessing passwords",
                from.bans()::bans);
        to.counter(
                "earshot.auth.dropped",
                "Datagrams and connections from banned addresses that were dropped",
                from.bans()::dropped);
    }

    private void people(Sources from, Metrics to) {
        Sampled<BindingStore.Totals> totals = to.sampled(from.stores().bindings()::totals);
        to.gauge(
                "earshot.users.online",
                "Accounts of the domain that have a phone registered, at any node",
                totals.value(BindingStore.Totals::addresses));
        to.gauge(
                "earshot.registrations",
                "Phones of the domain that are registered, at any node",
                totals.value(BindingStore.Totals::bindings));
        Sampled<Long> waiting = to.sampled(from.stores().messages()::waiting);
        to.gauge(
                "earshot.messages.waiting",
                "Messages of the domain that wait for phones, each as often as phones it waits for",
                waiting.value(Long::doubleValue));
        if (from.directory()) {
            Sampled<Optional<LdapTable.Run>> read = to.sampled(from.stores().ldap()::last);
            to.gauge(
                    "earshot.ldap.read.timestamp.seconds",
                    "When the organisation's directory was last read well, by any node, in seconds since 1970; 0: never",
                    read.value(run ->
                            run.flatMap(LdapTable.Run::succeededAt)
                                    .map(at -> at.toEpochMilli() / 1000.0)
                                    .orElse(0.0)));
            to.gauge(
                    "earshot.ldap.interval.seconds",
                    "How often the organisation's directory is to be read (ldap.every)",
                    () -> config.ldap().every().toSeconds());
        }
        from.proxy()
                .ifPresent(proxy ->
                        to.gauge(
                                "earshot.calls.live",
                                "Calls that go on now and were answered by way of this node",
                                () -> proxy.calls().size()));
    }

    private static void trunks(TrunkBook trunks, Metrics to) {
        to.gauge(
                "earshot.trunks",
                "Trunks of the configuration",
                () -> trunks.plan().trunks().size());
        to.gauge(
                "earshot.trunks.down",
                "Trunks that do not answer this node, or do not take its login",
                () ->
                        trunks.facts().stream()
                                .filter(one -> one.state().reach() == TrunkState.Reach.DOWN)
                                .count());
        to.gauge(
                "earshot.trunks.calls.live",
                "Calls to the outside and from there that this node has now",
                () -> trunks.facts().stream().mapToInt(TrunkBook.Fact::calls).sum());
        to.counter(
                "earshot.trunks.calls",
                "Calls that were tried by trunks or came from there",
                () -> trunks.totals().out(),
                "direction",
                "out");
        to.counter(
                "earshot.trunks.calls",
                "Calls that were tried by trunks or came from there",
                () -> trunks.totals().in(),
                "direction",
                "in");
        to.counter(
                "earshot.trunks.failures",
                "Calls that a trunk could not take; another may have",
                () -> trunks.totals().failed());
    }

    private static void archive(Sources from, Metrics to) {
        to.gauge(
                "earshot.archive.waiting.events",
                "Events that wait on this machine until the archive can be written",
                from.events()::waiting);
    }

    private static void database(Database database, Metrics to) {
        to.gauge(
                "earshot.database.up",
                "Whether the last transaction reached the database",
                () -> database.status().state() == DatabaseStatus.State.READY ? 1 : 0);
        to.counter(
                "earshot.database.failures",
                "Transactions that were given up, since the database could not be reached or was too busy",
                database::failures);
        database.measuredBy(to.connections());
    }

    private void files(FileService files, Metrics to) {
        Sampled<FileTable.Usage> usage = to.sampled(files::usage);
        to.gauge(
                "earshot.files.stored",
                "Files in the store that can be fetched",
                usage.value(FileTable.Usage::files));
        to.gauge(
                "earshot.files.stored.bytes",
                "Bytes of files in the store that can be fetched",
                usage.value(FileTable.Usage::bytes));
        Sampled<HeldTable.Usage> held = to.sampled(files::held);
        to.gauge(
                "earshot.files.held",
                "Files that were refused for what is in them, and wait for an administrator's decision",
                held.value(HeldTable.Usage::files));
        to.gauge(
                "earshot.files.held.bytes",
                "Bytes of files that are held back",
                held.value(HeldTable.Usage::bytes));
        to.gauge(
                "earshot.files.recorded.bytes",
                "Bytes of copies of files that the record keeps",
                usage.value(FileTable.Usage::bytesRecorded));
        to.gauge(
                "earshot.files.quota.bytes",
                "Bytes that all files in the store may have",
                () -> config.files().quota());
    }

    private static void relay(MsrpRelay relay, Metrics to) {
        to.gauge(
                "earshot.msrp.relay.connections",
                "Connections of phones to the relay for files",
                () -> relay.counts().get("connections"));
        to.gauge(
                "earshot.msrp.relay.sessions",
                "Sessions that the relay for files is ready for",
                () -> relay.counts().get("sessions"));
        to.counter(
                "earshot.msrp.relayed.bytes",
                "Bytes that the relay for files has passed on",
                () -> relay.counts().get("relayedBytes"));
        to.counter(
                "earshot.msrp.refused.connections",
                "Connections and requests that the relay for files has refused",
                () -> relay.counts().get("refused"));
        to.counter(
                "earshot.msrp.held.back.seconds",
                "Seconds for which the relay for files read nothing from connections, for accounts at files.relayedBytesPerSecond",
                () -> relay.counts().get("heldBackSeconds"));
    }

    private static void nodes(NodeBus bus, Metrics to) {
        to.gauge(
                "earshot.nodes",
                "Nodes that have a heartbeat in the database, this one among them",
                () -> bus.counts().nodes());
        to.gauge(
                "earshot.bus.connected.nodes",
                "Other nodes to which this one can push changes now",
                () -> bus.counts().connected());
        to.counter(
                "earshot.bus.dropped.changes",
                "Changes that could not be pushed, and are read from the database up to a second later",
                () -> bus.counts().dropped());
        to.counter(
                "earshot.bus.refused.connections",
                "Connections to this node's bus that were refused",
                () -> bus.counts().refused());
    }

    private static void certificate(ServerTls tls, Metrics to) {
        to.gauge(
                "earshot.tls.certificate.expiry.timestamp.seconds",
                "When the server's certificate, or one above it in its chain, expires, in seconds since 1970",
                () ->
                        tls.certificate().chain().stream()
                                .map(X509Certificate::getNotAfter)
                                .mapToLong(end -> end.toInstant().getEpochSecond())
                                .min()
                                .orElseThrow());
    }

    /// Where it is served; empty where it is not.
    Optional<String> addresses() {
        return listener.map(of ->
                of.addresses().stream().map(ListenAddress::text).collect(Collectors.joining(",")));
    }

    @Override
    public void close() {
        admin.ifPresent(AdminApi::close); // who looks at it live would keep the listener
        listener.ifPresent(WebListener::close);
        metrics.ifPresent(Metrics::close);
    }
}
