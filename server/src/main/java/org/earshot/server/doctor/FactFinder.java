package org.earshot.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.earshot.common.db.DatabaseCheck;
import org.earshot.common.file.DiskRoom;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.ServerTls;
import org.earshot.proxy.archive.custodian.CustodianProbe;
import org.earshot.server.acme.Acme;
import org.earshot.server.backup.LastBackup;
import org.earshot.server.config.CustodianTls;
import org.earshot.server.config.ServerConfig;

/// Looks at this machine. Waits for name servers and connections, some seconds at most.
public final class FactFinder {
    private static final int PATIENCE_MS = 2000;

    private final ServerConfig config;
    private final boolean running;
    private final DomainNames names;
    private final Supplier<Optional<Boolean>> clockKept;
    private final InstantSource clock;

    /// @param running whether the server runs
    /// @param clockKept whether the system says that it keeps its clock right
    public FactFinder(
            ServerConfig config,
            boolean running,
            DomainNames names,
            Supplier<Optional<Boolean>> clockKept,
            InstantSource clock) {
        this.config = config;
        this.running = running;
        this.names = names;
        this.clockKept = clockKept;
        this.clock = clock;
    }

    /// What there is now.
    public Facts facts() {
        Map<String, InetSocketAddress> listeners = new LinkedHashMap<>();
        config.listen().all().forEach(at -> listeners.putIfAbsent(at.key(), at.address()));
        config.https().addresses().forEach(at -> listeners.putIfAbsent("https.listen", at));
        Optional<DatabaseCheck> database =
                config.database().isShared()
                        ? Optional.of(DatabaseCheck.of(config.database().in(config.data()), clock))
                        : Optional.empty();
        return new Facts(
                config.domain(),
                running,
                listeners,
                listeners.entrySet().stream()
                        .filter(at ->
                                at.getValue().getPort() != 0 && !works(at.getKey(), at.getValue()))
                        .map(Map.Entry::getKey)
                        .toList(),
                new NameFinder(config, names).facts(listeners.values()),
                certificate(),
                mode(),
                DiskRoom.in(config.data()),
                keys(),
                backups(),
                new ClockFacts(clockKept.get(), database.flatMap(DatabaseCheck::ahead)),
                database.map(found -> new DatabaseFacts(found.failure(), found.weaknesses())),
                custodian(),
                running ? ConsoleFinder.facts(config, clock) : List.of(),
                new RelayFinder(names, Duration.ofMillis(PATIENCE_MS))
                        .facts(config.relay().uris()));
    }

    private Optional<CustodianFacts> custodian() {
        return config.archive()
                .custodian()
                .map(peer -> {
                    Optional<String> failure = Optional.empty();
                    Duration behind = Duration.ZERO;
                    try {
                        behind =
                                CustodianProbe.behind(
                                        config.anchorsDir(),
                                        config.anchorsDir().resolve("custodian.sent"));
                        CustodianProbe.greet(
                                peer.host(), peer.port(), CustodianTls.of(config.archive()));
                    } catch (IOException | KeyRingException e) {
                        failure = Optional.of(String.valueOf(e.getMessage()));
                    }
                    return new CustodianFacts(config.archive().syslog(), failure, behind);
                });
    }

    private boolean works(String key, InetSocketAddress at) {
        boolean udp = key.endsWith("udp");
        if (running && udp) {
            return true; // silence says nothing
        }
        try {
            if (running) {
                try (Socket socket = new Socket()) {
                    socket.connect(reachable(at), PATIENCE_MS);
                }
            } else if (udp) {
                new DatagramSocket(at).close();
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(at);
                }
            }
            return true;
        } catch (IOException e) {
            // below 1024 that needs a right which whoever asks may not have
            return !running
                    && at.getPort() < 1024
                    && String.valueOf(e.getMessage()).contains("ermission");
        }
    }

    private static InetSocketAddress reachable(InetSocketAddress at) {
        return at.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), at.getPort())
                : at;
    }

    private Optional<String> mode() {
        try {
            return Files.isDirectory(config.data())
                    ? Optional.of(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(config.data())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> keys() {
        boolean hasRows = Files.exists(config.data().resolve("earshot.mv.db"));
        return hasRows && !Files.isDirectory(config.keysDir())
                ? Optional.of("there is a database, and no key ring in " + config.keysDir())
                : Optional.empty();
    }

    private Optional<Facts.Backups> backups() {
        boolean hasRows =
                config.database().isShared()
                        ? Files.isDirectory(config.keysDir())
                        : Files.exists(config.data().resolve("earshot.mv.db"));
        if (!hasRows) {
            return Optional.empty();
        }
        return Optional.of(
                new Facts.Backups(
                        LastBackup.in(config.data())
                                .map(at -> Duration.between(at, clock.instant()).toDays())));
    }

    /// Whose certificate the listeners show.
    static Facts.Certificate.Source source(ServerConfig config, InstantSource clock) {
        if (config.tls().certificate().isPresent()) {
            return Facts.Certificate.Source.GIVEN;
        }
        if (!config.tls().acme().isOn()) {
            return Facts.Certificate.Source.OURS;
        }
        try {
            return ServerTls.kept(Acme.file(config), clock).isPresent()
                    ? Facts.Certificate.Source.AUTHORITY
                    : Facts.Certificate.Source.INSTEAD;
        } catch (KeyRingException e) {
            return Facts.Certificate.Source.INSTEAD;
        }
    }

    private Optional<Facts.Certificate> certificate() {
        Facts.Certificate.Source source = source(config, clock);
        Path file =
                switch (source) {
                    case GIVEN -> config.tls().certificate().orElseThrow();
                    case AUTHORITY -> Acme.file(config);
                    case OURS, INSTEAD -> config.data().resolve("tls").resolve("server.pem");
                };
        if (!config.listen().isSecureServed() || !Files.isReadable(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String pem =
                    new String(in.readNBytes(1 << 20), java.nio.charset.StandardCharsets.US_ASCII);
            int begin = pem.indexOf("-----BEGIN CERTIFICATE");
            if (begin < 0) {
                return Optional.empty();
            }
            X509Certificate leaf =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new java.io.ByteArrayInputStream(
                                                    pem.substring(begin)
                                                            .getBytes(
                                                                    java.nio.charset
                                                                            .StandardCharsets
                                                                            .US_ASCII)));
            return Optional.of(
                    Facts.Certificate.of(leaf, List.of(config.domain()), source, clock.instant()));
        } catch (IOException | CertificateException e) {
            return Optional.of(new Facts.Certificate(false, 0, 0, source));
        }
    }
}
