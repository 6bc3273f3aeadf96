package org.earshot.server;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.DomainAuthorities;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.stack.ClientCertificates;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.StackLimits;
import org.earshot.common.stack.StackObserver;
import org.earshot.common.stack.Timers;
import org.earshot.common.websocket.AllowedOrigins;
import org.earshot.server.acme.Acme;
import org.earshot.server.config.ConsoleConfig;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.web.WebListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Used by one thread. Opens the sockets that the configuration names, for TLS and secure WebSockets with the certificate that it names, or with one of our own
/// CA.
final class Sockets {
    private static final Logger log = LoggerFactory.getLogger(Sockets.class);
    private static final Duration RENEWAL_CHECK = Duration.ofHours(12);

    private final ServerConfig config;
    private final KeyRing keys;
    private final PeriodicTasks tasks;
    private final Predicate<InetAddress> admitted;
    private final BooleanSupplier asksForCertificates;
    private final InstantSource clock;
    private Optional<ServerTls> tls = Optional.empty();
    private Optional<TrustedCertificates> trusted = Optional.empty();

    /// @param admitted from whose addresses SIP is taken
    /// @param asksForCertificates whether whoever connects for SIP by TLS is asked for a certificate; asked at each connection
    Sockets(
            ServerConfig config,
            KeyRing keys,
            PeriodicTasks tasks,
            Predicate<InetAddress> admitted,
            BooleanSupplier asksForCertificates,
            InstantSource clock) {
        this.asksForCertificates = asksForCertificates;
        this.admitted = admitted;
        this.config = config;
        this.keys = keys;
        this.tasks = tasks;
        this.clock = clock;
    }

    /// Binds them, and begins to serve.
    ///
    /// @param start names this start of this node
    /// @param observer hears what becomes of requests
    /// @throws IOException if one can't be bound; it names the key, and nothing stays open
    SipNode open(String start, Timers timers, RequestHandler handler, StackObserver observer)
            throws IOException {
        List<ListenPoint> points = ListenPoints.of(config.listen());
        SipNodeConfig nodeConfig =
                SipNodeConfig.plain(start, points.toArray(ListenPoint[]::new))
                        .withTls(serverTls(points), Optional.of(trusted().context()))
                        .withServerName("Earshot")
                        .withObserver(observer)
                        .withSources(admitted)
                        .withOrigins(
                                AllowedOrigins.of(config.domain(), config.security().origins()))
                        .withLimits(PartConfigs.wireLimits(config), StackLimits.DEFAULT);
        if (shown().isPresent()) {
            nodeConfig =
                    nodeConfig.withShown(
                            new ClientCertificates(
                                    asksForCertificates,
                                    shown().get().asking(),
                                    trusted()::vouchFor));
        }
        try {
            return SipNode.open(nodeConfig, timers, handler);
        } catch (SocketException e) {
            throw ListenPoints.unavailable(points, e);
        }
    }

    /// Serves HTTPS, with the same certificate.
    ///
    /// @throws IOException as above
    WebListener https(Consumer<JavalinConfig> routes) throws IOException {
        return WebListener.open(
                "https.listen",
                of(config.https().addresses(), _ -> true),
                WebListener.Host.CERTIFIED,
                routes);
    }

    /// Serves what a public authority asks for.
    ///
    /// @throws IOException as above
    WebListener proofs(Consumer<JavalinConfig> routes) throws IOException {
        List<InetSocketAddress> addresses = config.tls().acme().addresses();
        return WebListener.open(
                "tls.acme.listen", of(addresses, _ -> false), WebListener.Host.ANY, routes);
    }

    /// Serves the console: over TLS where other machines may come.
    ///
    /// @throws IOException as above; not where nobody has said where: then a port is taken that is free
    WebListener console(Consumer<JavalinConfig> routes) throws IOException {
        List<InetSocketAddress> addresses = config.console().addresses();
        try {
            return console(addresses, routes);
        } catch (IOException e) {
            if (!config.console().isUnset()) {
                throw e;
            }
            log.debug("another port than the usual one", e);
            InetAddress usual = addresses.getFirst().getAddress();
            return console(List.of(new InetSocketAddress(usual, 0)), routes);
        }
    }

    private WebListener console(List<InetSocketAddress> addresses, Consumer<JavalinConfig> routes)
            throws IOException {
        return WebListener.open(
                "console.listen",
                of(addresses, ConsoleConfig::isForOthers),
                WebListener.Host.ANY,
                routes);
    }

    private Map<InetSocketAddress, Optional<SSLContext>> of(
            List<InetSocketAddress> addresses, Predicate<InetSocketAddress> isSecure) {
        Map<InetSocketAddress, Optional<SSLContext>> secured = new LinkedHashMap<>();
        for (InetSocketAddress address : addresses) {
            secured.put(address, isSecure.test(address) ? Optional.of(tls()) : Optional.empty());
        }
        return secured;
    }

    /// What the listeners show to whoever comes by TLS; empty where none does.
    Optional<ServerTls> shown() {
        return tls;
    }

    /// Whom a client of this domain's listeners trusts.
    SSLContext trusting() {
        return trusted().context();
    }

    /// Other nodes of the domain too, whatever certificate they have.
    private TrustedCertificates trusted() {
        if (trusted.isEmpty()) { // the system's are many, and take their time
            trusted =
                    Optional.of(
                            TrustedCertificates.ofSystemAnd(
                                    new DomainAuthorities(
                                            keys,
                                            config.tls()
                                                    .certificate()
                                                    .or(() -> config.tls().acme().trusted()))));
        }
        return trusted.get();
    }

    private Optional<SSLContext> serverTls(List<ListenPoint> points) {
        return points.stream().noneMatch(point -> point.transport().isSecure())
                ? Optional.empty()
                : Optional.of(tls(points));
    }

    /// The server's certificate, for other protocols than SIP.
    SSLContext tls() {
        return tls(ListenPoints.of(config.listen()));
    }

    private SSLContext tls(List<ListenPoint> points) {
        if (tls.isEmpty()) {
            ServerTls made =
                    config.tls().certificate().isPresent()
                            ? ofFiles()
                            : config.tls().acme().isOn()
                                    ? ServerTls.ofKept(Acme.file(config), ofOurCa(points), clock)
                                    : ofOurCa(points);
            tasks.every(RENEWAL_CHECK, "certificate-renewal", made::renew);
            tls = Optional.of(made);
        }
        return tls.get().context();
    }

    private ServerTls ofFiles() {
        return ServerTls.ofFiles(
                config.tls().certificate().orElseThrow(), config.tls().privateKey().orElseThrow());
    }

    private ServerTls ofOurCa(List<ListenPoint> points) {
        List<InetAddress> addresses =
                Stream.of(
                                points.stream().map(ListenPoint::address),
                                config.https().addresses().stream(),
                                config.console().addresses().stream(),
                                config.listen().relay().stream())
                        .flatMap(each -> each)
                        .map(InetSocketAddress::getAddress)
                        .toList();
        ServerNames names = ServerNames.of(config.domain(), addresses);
        CertificateAuthority authority =
                CertificateAuthority.open(keys, names, config.data().resolve("ca.pem"), clock);
        return ServerTls.of(
                authority, names, config.data().resolve("tls").resolve("server.pem"), clock);
    }
}
