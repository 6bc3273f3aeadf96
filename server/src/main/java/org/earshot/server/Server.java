package org.earshot.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.common.auth.BackOff;
import org.earshot.common.auth.DigestAuthenticator;
import org.earshot.common.auth.Md5OnlyPhones;
import org.earshot.common.auth.Nonces;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.db.Database;
import org.earshot.common.dns.SystemServices;
import org.earshot.common.key.KeyRing;
import org.earshot.common.login.Logins;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SystemTimers;
import org.earshot.proxy.ForkingProxy;
import org.earshot.proxy.TrunkKeeper;
import org.earshot.proxy.TrunkPlaces;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.SearchEntries;
import org.earshot.proxy.archive.review.ReviewFollower;
import org.earshot.proxy.archive.search.ArchiveIndexer;
import org.earshot.proxy.message.MessageParts;
import org.earshot.proxy.message.MessageServer;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.registrar.Registrar;
import org.earshot.server.acme.Acme;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminSocket;
import org.earshot.server.admin.ConfigAdministration;
import org.earshot.server.admin.Supervision;
import org.earshot.server.api.SetupLink;
import org.earshot.server.attempt.FailedLogins;
import org.earshot.server.backup.UnfinishedRestore;
import org.earshot.server.bus.NodeBus;
import org.earshot.server.config.ConfigSource;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.FileChecks;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.config.TrunkConfig;
import org.earshot.server.msrprelay.MsrpRelay;
import org.earshot.server.trace.Tracing;
import org.earshot.server.web.SignIn;

/// A running server: one screen shows what it is made of. Started and stopped by one thread.
final class Server implements AutoCloseable {
    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final Duration ASKING_TRUNKS = Duration.ofSeconds(1);
    private static final Duration READING_WORDS = Duration.ofSeconds(1);
    private static final Duration ENTERING = Duration.ofMillis(500);
    private static final Duration REVIEWING = Duration.ofSeconds(1);
    private static final Duration RECORDING_POLICY = Duration.ofMillis(200);

    private final Parts parts;
    private final ServerStatus status;

    private Server(Parts parts, ServerStatus status) {
        this.parts = parts;
        this.status = status;
    }

    /// Starts everything that the configuration names, and nothing else.
    ///
    /// @throws IOException or a `ConfigException`, `KeyRingException`, `DatabaseRefusedException` that says what to do;
    ///     nothing stays open then
    static Server start(ServerConfig config, ServerMain.Role role, InstantSource clock)
            throws IOException {
        return start(
                config,
                new ConfigSource(Optional.empty(), Optional.empty(), List.of(), Map.of()),
                role,
                clock);
    }

    /// The same with what its configuration is read from, so that it can be changed.
    static Server start(ConfigSource source, ServerMain.Role role, InstantSource clock)
            throws IOException {
        return start(source.read(), source, role, clock);
    }

    private static Server start(
            ServerConfig config, ConfigSource source, ServerMain.Role role, InstantSource clock)
            throws IOException {
        Parts parts = new Parts();
        try {
            return new Server(parts, wire(config, source, role, clock, parts));
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static ServerStatus wire(
            ServerConfig config,
            ConfigSource source,
            ServerMain.Role role,
            InstantSource clock,
            Parts parts)
            throws IOException {
        RunningConfig running = new RunningConfig(config);
        FileChecks.check(config);
        DataDirectory.prepare(config.data());
        UnfinishedRestore.refuse(config.data());
        // before anything there is read or written
        DataLock lock = parts.closing(DataLock.forServer(config.data()));
        KeyRing keys = KeyRing.open(config.keysDir(), config.ownKeysDir());
        String start = FlowsOfNodes.name(role, new SecureRandom().nextInt());

        SystemTimers timers = parts.closing(new SystemTimers("timers"));
        PeriodicTasks tasks = parts.closingFirst(new PeriodicTasks(timers));
        Optional<Database> database = Stores.database(config, keys);
        database.ifPresent(parts::closing);
        NodeBus bus =
                parts.closing(
                        NodeBus.open(
                                config,
                                database,
                                keys,
                                start,
                                role.name().toLowerCase(Locale.ROOT),
                                clock,
                                timers));
        Stores stores = Stores.on(database, config, keys, start, bus.changes(), clock);
        AuthenticatedFlows flows = new AuthenticatedFlows(PartConfigs.REMEMBERED);
        FailedLogins failed = stores.failedLogins(config.domain(), clock);
        Bans bans = new Bans(running::now, flows, bus::isAnotherNode, clock);
        BackOff backOff =
                new BackOff(PartConfigs.REMEMBERED, clock, failed.before(bans.addresses()));
        DigestAuthenticator digest =
                authenticator(config, keys, start, stores, flows, backOff, clock);
        Strangers strangers = new Strangers(digest, clock);

        // the handlers need the node's sender and its real ports, the node needs a handler: so it
        // gets a late one
        LateHandler handler = new LateHandler();
        Monitoring monitoring = parts.closingFirst(Monitoring.of(config));
        Sockets sockets =
                new Sockets(
                        config,
                        keys,
                        tasks,
                        bans.addresses()::admits,
                        () -> running.now().trunks().stream().anyMatch(TrunkConfig::certificate),
                        clock);
        Ladders ladders =
                parts.closing(Ladders.of(config, stores.ladders(), start, monitoring.sip(), clock));
        Tracing tracing = parts.closing(Tracing.of(config.tracing(), start, Version.text(), clock));
        database.map(Database::transactions)
                .ifPresent(work -> tracing.database().ifPresent(work::observedBy));
        SipNode node =
                parts.closing(
                        sockets.open(
                                start,
                                timers,
                                handler,
                                tracing.before(
                                        ladders.observer(),
                                        flow -> bus.isAnotherNode(flow.remote().getAddress()))));
        node.onFlowClosed((Flow flow) -> flows.forget(flow));
        bans.of(node);
        if (config.tls().acme().isOn()) {
            acme(config, sockets, tasks, parts, clock);
        }
        // at whichever node a password was changed
        new EndedSessions(flows, stores.accounts(), node).hear(bus.changes());
        bus.takesSip(ListenPoints.forNodes(node.listenPoints(), config.bus().address()));
        Custody custody = parts.closing(Custody.of(config, clock));
        LocalDomain domain = PartConfigs.domain(config, node.listenPoints());
        Optional<MsrpRelay> relay = relay(config, role, sockets, domain, digest, clock);
        relay.ifPresent(parts::closing);
        TrustedNetworks trusted = TrustedNetworks.of(config.security().trusted());

        TrustingAuthenticator trusting =
                new TrustingAuthenticator(trusted, stores.accounts(), strangers);
        Archive archive = parts.closing(monitoring.measured(archive(role, stores, start, clock)));
        EventBacklog events =
                parts.closing(
                        new EventBacklog(
                                archive,
                                stores.spool(),
                                timers,
                                task -> Thread.ofVirtual().name("late-events").start(task),
                                clock));
        FileService files =
                parts.closing(FileService.of(config, stores, keys, archive, events, clock));
        PresenceParts presence =
                parts.closing(
                        PresenceParts.open(
                                new PresenceParts.Around(
                                        config,
                                        role,
                                        stores,
                                        bus,
                                        node,
                                        domain,
                                        trusting,
                                        new RecordedWords(archive, trusted, clock),
                                        monitoring.measured(stores.presence().reports()),
                                        timers,
                                        clock)));
        // it has no state of its own: another configuration is another registrar
        LiveHandler registrar =
                new LiveHandler(
                        running,
                        now ->
                                new Registrar(
                                        presence.bindings(),
                                        trusting,
                                        PartConfigs.registrar(
                                                now,
                                                domain,
                                                PartConfigs.relays(config, relay),
                                                files::service),
                                        presence::isReachable,
                                        clock));
        // in the role of a registrar it takes no requests but those that another node gives it for
        // the connections that phones opened to it, and delivers messages over these
        TrunkBook trunks = new TrunkBook(clock);
        trunks.take(config.routing());
        running.onChange(now -> trunks.take(now.routing()));
        ForkingProxy forking =
                new ForkingProxy(
                        node.sender(),
                        stores.location(),
                        stores.accounts(),
                        strangers,
                        new MessageParts(
                                archive,
                                events,
                                stores.messages(),
                                stores.groups(),
                                bus.changes(),
                                new FlowsOfNodes(bus.nodes(), clock),
                                task -> Thread.ofVirtual().name("messages").start(task),
                                PartConfigs.messages(config),
                                stores.withholding(),
                                files.links()),
                        PartConfigs.proxy(config, domain, node.listenPoints(), trusted),
                        trunks,
                        timers,
                        clock,
                        keys);
        ServerStatus status =
                new ServerStatus(
                        config,
                        role,
                        stores,
                        bus,
                        custody,
                        events,
                        strangers::counts,
                        node,
                        trunks,
                        files,
                        relay,
                        monitoring::addresses,
                        clock);
        Optional<ForkingProxy> proxy =
                Optional.of(forking).filter(_ -> role != ServerMain.Role.REGISTRAR);

        presence.hear(proxy);

        Logins logins = Logins.of(stores.people(), keys, config.domain(), clock);
        SetupLink setup = new SetupLink(config.data(), clock);
        StoreAdministration administration =
                new StoreAdministration(
                        config,
                        stores,
                        keys,
                        logins,
                        archive,
                        Optional.of(
                                live(
                                        status,
                                        proxy,
                                        flows,
                                        files,
                                        backOff,
                                        bans.addresses(),
                                        failed,
                                        () -> monitoring.consoleLink(setup),
                                        trunks,
                                        running,
                                        new StoreConfigAdministration(source, running, clock))),
                        clock);
        OfficersEver officers = stores.officersEver(archive, clock);
        Supervision supervision = new Supervision(officers, logins, archive, clock);
        parts.closing(
                AdminSocket.open(
                        config.data(),
                        (request, user) ->
                                AdminCommands.run(
                                        administration,
                                        supervision,
                                        config.data(),
                                        request,
                                        user)));
        parts.closing(lock.serving());
        ReviewFollower reviews =
                parts.closing(
                        new ReviewFollower(
                                stores.archiveParts().opener(), stores.review(), archive, clock));
        tasks.every(CLEANING, "failed-logins", failed::write);
        tasks.every(CLEANING, "trunks", new TrunkUpkeep(trunks, () -> running.now().routing()));
        tasks.every(REVIEWING, "review", reviews::catchUp);
        tasks.every(CLEANING, "expired-bindings", () -> stores.bindings().removeExpired());
        ladders.start(tasks);
        events.start();
        MessageServer messages = parts.closing(forking.messages());
        messages.start();
        bus.nodes().subscribe(new MessagesOfNodes(messages));
        tasks.every(CLEANING, "messages", messages::maintain);
        proxy.ifPresent(one -> tasks.every(CLEANING, "lost-calls", one::endLostCalls));
        TrunkKeeper keeper =
                new TrunkKeeper(
                        node.sender(),
                        trunks,
                        node.listenPoints(),
                        config.domain(),
                        new SerialQueue(task -> Thread.ofVirtual().name("trunks").start(task)),
                        clock);
        TrunkPlaces places = new TrunkPlaces(trunks, new SystemServices(), clock);
        proxy.ifPresent(_ -> {
            // before the first call: the name of a provider may lead nowhere without its SRV
            // records
            tasks.nowAndEvery(ASKING_TRUNKS, "trunk-places", places::look);
            tasks.every(ASKING_TRUNKS, "trunk-keeper", keeper::look);
        });
        SearchEntries entries = stores.archiveParts().entries();
        tasks.every(ENTERING, "archive-entries", entries::catchUp);
        ArchiveIndexer words = parts.closing(stores.archiveParts().indexer(clock));
        tasks.every(READING_WORDS, "archive-words", words::catchUp);
        new RetentionTasks(stores, archive, clock).start(tasks);
        RecordedPolicy policy =
                new RecordedPolicy(running::now, stores.archiveParts(), events, clock);
        tasks.every(RECORDING_POLICY, "configured", policy::record);
        administration
                .ldap()
                .directory()
                .ifPresent(directory -> {
                    // after the tasks, which wait for a reading that has begun
                    parts.closing((AutoCloseable) directory::release);
                    tasks.nowAndEvery(CLEANING, "ldap", directory::round);
                });
        tasks.every(CLEANING, "officers", officers::record);
        custody.start(tasks);
        // before the first answer to a phone, which tells it where the store is, for the next ten
        // minutes
        SignIn signIn = new SignIn(digest, start);
        PeopleService people =
                parts.closing(
                        PeopleService.of(
                                new PeopleService.Around(
                                        config,
                                        stores,
                                        keys,
                                        archive,
                                        running,
                                        bus.changes(),
                                        administration,
                                        flows,
                                        node,
                                        messages,
                                        backOff,
                                        clock),
                                signIn,
                                files::url));
        files.open(sockets, signIn, people::addTo);
        handler.set(
                forking.before(
                        presence.before(
                                RoleRouter.of(role, Map.of(Request.REGISTER, registrar), proxy))));
        presence.start(tasks);
        forking.onForbiddenFile(files::forbidden);
        files.start(tasks, new FileNews(stores, messages.words()));
        // what it says of readiness is true from its first answer on
        monitoring.open(
                new Monitoring.Sources(
                        stores,
                        node,
                        bus,
                        events,
                        strangers::counts,
                        backOff,
                        bans.addresses(),
                        files,
                        relay,
                        trunks,
                        proxy,
                        config.ldap().isOn()),
                sockets,
                new Consoles(
                        running,
                        stores,
                        status,
                        administration,
                        supervision,
                        failed,
                        setup,
                        tracing,
                        clock));
        status.announce();
        return status;
    }

    /// A chain begins only once the sockets are ours, and in a registrar only when there is something to write.
    private static Archive archive(
            ServerMain.Role role, Stores stores, String start, InstantSource clock)
            throws IOException {
        return role == ServerMain.Role.REGISTRAR
                ? new ArchiveOnDemand(() -> stores.archiveParts().open(start, clock))
                : stores.archiveParts().open(start, clock);
    }

    /// A certificate of a public authority for all listeners.
    private static void acme(
            ServerConfig config,
            Sockets sockets,
            PeriodicTasks tasks,
            Parts parts,
            InstantSource clock)
            throws IOException {
        sockets.tls();
        Acme acme = Acme.of(config, sockets.shown().orElseThrow()::renew, clock);
        parts.closing(sockets.proofs(acme.proofs()::addTo));
        tasks.nowAndEvery(CLEANING, "acme", acme.renewal()::round);
    }

    /// Where files pass, with the proxy.
    private static Optional<MsrpRelay> relay(
            ServerConfig config,
            ServerMain.Role role,
            Sockets sockets,
            LocalDomain domain,
            DigestAuthenticator digest,
            InstantSource clock)
            throws IOException {
        if (config.listen().relay().isEmpty() || role == ServerMain.Role.REGISTRAR) {
            return Optional.empty();
        }
        ListenPoints.check("listen.msrp", config.listen().relay());
        return Optional.of(
                MsrpRelay.open(
                        config.listen().relay(),
                        sockets.tls(),
                        PartConfigs.relay(config, domain),
                        digest,
                        clock));
    }

    private static DigestAuthenticator authenticator(
            ServerConfig config,
            KeyRing keys,
            String start,
            Stores stores,
            AuthenticatedFlows flows,
            BackOff backOff,
            InstantSource clock) {
        return new DigestAuthenticator(
                config.domain(),
                stores.accounts(),
                stores.credentials(),
                new SealedHa1(keys),
                new Nonces(
                        keys,
                        config.domain(),
                        start,
                        PartConfigs.NONCE_LIFE,
                        PartConfigs.REMEMBERED,
                        clock),
                flows,
                backOff,
                new Md5OnlyPhones(config.security().md5Only()));
    }

    private static LiveServer live(
            ServerStatus status,
            Optional<ForkingProxy> proxy,
            AuthenticatedFlows flows,
            FileService files,
            BackOff backOff,
            AddressBans bans,
            FailedLogins failed,
            Supplier<Optional<String>> consoleLink,
            TrunkBook trunks,
            RunningConfig running,
            ConfigAdministration configs) {
        return new LiveServer(
                () -> proxy.map(ForkingProxy::calls).orElse(List.of()),
                status::facts,
                (AddressOfRecord account) -> flows.forget(account),
                files::service,
                (owner, device) -> proxy.ifPresent(p -> p.messages().recordRelease(owner, device)),
                backOff::tried,
                bans,
                failed,
                consoleLink,
                trunks,
                running,
                configs);
    }

    /// The line that says that it serves, and where.
    String ready() {
        return status.ready();
    }

    @Override
    public void close() {
        parts.close();
    }
}
