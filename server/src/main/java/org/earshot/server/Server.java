package org.earshot.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.sip.message.Request;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.common.auth.BackOff;
import org.earshot.common.auth.DigestAuthenticator;
import org.earshot.common.auth.Md5OnlyPhones;
import org.earshot.common.auth.Nonces;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.MethodRouter;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.StackLimits;
import org.earshot.common.stack.SystemTimers;
import org.earshot.common.stack.Transport;
import org.earshot.common.stack.WireLimits;
import org.earshot.proxy.ForkingProxy;
import org.earshot.proxy.ProxyConfig;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.proxy.archive.Archive;
import org.earshot.registrar.Registrar;
import org.earshot.registrar.RegistrarConfig;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminSocket;
import org.earshot.server.admin.Administration;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.FileChecks;
import org.earshot.server.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: one screen shows what it is made of. Started and stopped by one thread.
final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration NONCE_LIFE = Duration.ofMinutes(5);
    private static final Duration FLOW_TIMER = Duration.ofMinutes(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration DIALOG_LIFE = Duration.ofHours(24);
    private static final Duration RENEWAL_CHECK = Duration.ofHours(12);
    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final int REMEMBERED = 100_000;

    /// A call rings all phones of an account at once, and never fewer than this may be tried.
    private static final int LEAST_FORKS = 10;

    private final ServerConfig config;
    private final Instant startedAt;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private SipNode node;
    private Stores stores;

    private Server(ServerConfig config, Instant startedAt) {
        this.config = config;
        this.startedAt = startedAt;
    }

    /// Starts everything that the configuration names, and nothing else.
    ///
    /// @throws IOException or a `ConfigException`, `KeyRingException`, `DatabaseRefusedException` that says what to do;
    ///     nothing stays open then
    static Server start(ServerConfig config, ServerMain.Role role, InstantSource clock)
            throws IOException {
        Server server = new Server(config, clock.instant());
        try {
            server.open(role, clock);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(ServerMain.Role role, InstantSource clock) throws IOException {
        FileChecks.check(config);
        DataDirectory.prepare(config.data());
        closing(DataLock.forServer(config.data())); // before anything there is read or written
        KeyRing keys = KeyRing.open(config.keysDir(), config.ownKeysDir());
        String start = "n" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());

        SystemTimers timers = closing(new SystemTimers("timers"));
        stores = closing(Stores.open(config, keys, clock));
        AuthenticatedFlows flows = new AuthenticatedFlows(REMEMBERED);
        DigestAuthenticator authenticator =
                new DigestAuthenticator(
                        config.domain(),
                        stores.accounts(),
                        stores.credentials(),
                        new SealedHa1(keys),
                        new Nonces(keys, config.domain(), start, NONCE_LIFE, REMEMBERED, clock),
                        flows,
                        new BackOff(REMEMBERED, clock),
                        new Md5OnlyPhones(config.security().md5Only()));

        // the handlers need the node's sender and its real ports, the node needs a handler: so it
        // gets a late one
        LateHandler handler = new LateHandler();
        node = closing(listen(keys, start, timers, clock, handler));
        node.onFlowClosed(flows::forget);
        LocalDomain domain = localDomain();
        TrustedNetworks trusted = TrustedNetworks.of(config.security().trusted());
        Registrar registrar =
                new Registrar(
                        stores.bindings(),
                        new TrustingAuthenticator(trusted, stores.accounts(), authenticator),
                        new RegistrarConfig(
                                domain,
                                config.registrar().minExpires(),
                                config.registrar().defaultExpires(),
                                config.registrar().maxExpires(),
                                config.registrar().maxContacts(),
                                FLOW_TIMER,
                                RETRY_AFTER),
                        clock);
        Optional<ForkingProxy> proxy = Optional.empty();
        if (role != ServerMain.Role.REGISTRAR) {
            // a chain begins only where it is written to, and only once the sockets are ours
            Archive archive = closing(stores.archiveParts().open(start, clock));
            proxy =
                    Optional.of(
                            new ForkingProxy(
                                    node.sender(),
                                    stores.bindings(),
                                    stores.accounts(),
                                    authenticator,
                                    archive,
                                    proxyConfig(domain, trusted),
                                    timers,
                                    clock,
                                    keys));
        }
        Administration administration =
                new StoreAdministration(
                        config, stores, keys, Optional.of(live(proxy, flows, clock)), clock);
        parts.add(
                AdminSocket.open(
                        config.data(),
                        request -> AdminCommands.run(administration, config.data(), request)));
        every(CLEANING, "expired-bindings", timers, () -> stores.bindings().removeExpired());
        handler.set(handlerOf(role, registrar, proxy));
        announce(role);
    }

    /// What an administrator wants to see in the log of each start: one line, and what to worry about.
    private void announce(ServerMain.Role role) {
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

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        stores.warnings().forEach(warning -> warnings.add("database: " + warning));
        config.security()
                .trustedElsewhere()
                .forEach(network ->
                        warnings.add(
                                "security.trusted: whoever sends from "
                                        + network
                                        + " is believed to be whoever they say"));
        return warnings;
    }

    private SipNode listen(
            KeyRing keys,
            String start,
            SystemTimers timers,
            InstantSource clock,
            RequestHandler handler)
            throws IOException {
        List<ListenPoint> points = ListenPoints.of(config.listen());
        Optional<SSLContext> tls = Optional.empty();
        if (points.stream().anyMatch(point -> point.transport() == Transport.TLS)) {
            tls = Optional.of(serverTls(keys, points, timers, clock).context());
        }
        SipNodeConfig nodeConfig =
                SipNodeConfig.plain(start, points.toArray(ListenPoint[]::new))
                        .withTls(tls, Optional.of(TrustedCertificates.ofSystem().context()))
                        .withServerName("Earshot")
                        .withLimits(wireLimits(), StackLimits.DEFAULT);
        try {
            return SipNode.open(nodeConfig, timers, handler);
        } catch (SocketException e) {
            throw ListenPoints.unavailable(points, e);
        }
    }

    private ServerTls serverTls(
            KeyRing keys, List<ListenPoint> points, SystemTimers timers, InstantSource clock) {
        ServerTls tls;
        if (config.tls().certificate().isPresent()) {
            tls =
                    ServerTls.ofFiles(
                            config.tls().certificate().get(),
                            config.tls().privateKey().orElseThrow());
        } else {
            List<InetAddress> addresses =
                    points.stream().map(point -> point.address().getAddress()).toList();
            ServerNames names = ServerNames.of(config.domain(), addresses);
            CertificateAuthority authority =
                    CertificateAuthority.open(keys, names, config.data().resolve("ca.pem"), clock);
            tls =
                    ServerTls.of(
                            authority,
                            names,
                            config.data().resolve("tls").resolve("server.pem"),
                            clock);
        }
        every(RENEWAL_CHECK, "certificate-renewal", timers, tls::renew);
        return tls;
    }

    /// Runs a task that may block again and again; its faults are logged by whoever runs it, and end nothing.
    private static void every(Duration period, String name, SystemTimers timers, Runnable task) {
        timers.after(
                period,
                () ->
                        Thread.ofVirtual()
                                .name(name)
                                .start(() -> {
                                    try {
                                        task.run();
                                    } catch (RuntimeException e) {
                                        log.warn("{}: {}", name, e.toString());
                                    }
                                    every(period, name, timers, task);
                                }));
    }

    private WireLimits wireLimits() {
        WireLimits standard = WireLimits.DEFAULT;
        return new WireLimits(
                standard.maxHeaderBytes(),
                config.limits().maxBodyBytes(),
                config.limits().connections(),
                config.limits().connectionsPerAddress(),
                standard.maxQueuedBytes() + config.limits().maxBodyBytes(),
                standard.connectTimeout(),
                standard.handshakeTimeout(),
                standard.firstMessageTimeout(),
                standard.messageTimeout(),
                standard.idleTimeout(),
                standard.writeTimeout(),
                standard.pongTimeout());
    }

    private LocalDomain localDomain() {
        Set<String> hosts = new LinkedHashSet<>();
        Set<Integer> ports = new LinkedHashSet<>();
        List<InetAddress> listening = new ArrayList<>();
        for (ListenPoint point : node.listenPoints()) {
            listening.add(point.address().getAddress());
            ports.add(point.address().getPort());
        }
        // a wildcard stands for every address of this machine
        for (InetAddress address : ServerNames.of(config.domain(), listening).addresses()) {
            hosts.add(address.getHostAddress());
        }
        return new LocalDomain(config.domain(), hosts, ports);
    }

    private ProxyConfig proxyConfig(LocalDomain domain, TrustedNetworks trusted) {
        return new ProxyConfig(
                domain,
                node.listenPoints(),
                trusted,
                config.proxy().timerC(),
                Math.max(LEAST_FORKS, config.registrar().maxContacts()),
                DIALOG_LIFE,
                config.limits().maxBodyBytes(),
                config.message().ratePerSecond(),
                config.message().burst(),
                REMEMBERED,
                RETRY_AFTER);
    }

    private static RequestHandler handlerOf(
            ServerMain.Role role, Registrar registrar, Optional<ForkingProxy> proxy) {
        return switch (role) {
            case BOTH -> {
                ForkingProxy forwarding = proxy.orElseThrow();
                yield request ->
                        (request.method().equals(Request.REGISTER) ? registrar : forwarding)
                                .handle(request);
            }
            case REGISTRAR ->
                    new MethodRouter(
                            Map.of(Request.REGISTER, registrar, Request.OPTIONS, Server::alive));
            case PROXY -> {
                ForkingProxy forwarding = proxy.orElseThrow();
                yield request -> {
                    if (request.method().equals(Request.REGISTER)) {
                        throw new SipRejection(405, "Registrations Go To The Registrar");
                    }
                    forwarding.handle(request);
                };
            }
        };
    }

    /// RFC 3261 §11.2: an OPTIONS to the server itself asks whether it is there.
    private static void alive(InboundRequest request) {
        request.respond(200, "OK");
    }

    private LiveServer live(
            Optional<ForkingProxy> proxy, AuthenticatedFlows flows, InstantSource clock) {
        return new LiveServer(
                () -> proxy.map(ForkingProxy::calls).orElse(List.of()),
                () -> status(clock),
                flows::forget);
    }

    private Map<String, Object> status(InstantSource clock) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.text());
        status.put("domain", config.domain());
        status.put("listening", addresses());
        status.put("upSeconds", Duration.between(startedAt, clock.instant()).toSeconds());
        status.put("store", stores.kind());
        status.put("database", stores.state());
        status.put("archiveSigner", stores.archiveParts().keys().signer());
        status.put("warnings", warnings());
        status.put("unansweredRequests", node.unanswered());
        status.put("serverTransactions", node.serverTransactions());
        status.put("clientTransactions", node.clientTransactions());
        return status;
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (ListenPoint point : node.listenPoints()) {
            addresses.merge(
                    point.transport().parameter(),
                    ListenPoints.text(point.address()),
                    (first, second) -> first + "," + second);
        }
        return addresses;
    }

    /// The line that says that it serves, and where.
    String ready() {
        StringBuilder line = new StringBuilder("ready domain=").append(config.domain());
        addresses()
                .forEach((transport, address) ->
                        line.append(' ').append(transport).append('=').append(address));
        return line.append(" data=").append(config.data()).toString();
    }

    private <T extends AutoCloseable> T closing(T part) {
        parts.add(part);
        return part;
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("while stopping: {}", e.toString());
            }
        }
        parts.clear();
    }
}
