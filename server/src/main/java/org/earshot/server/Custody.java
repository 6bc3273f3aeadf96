package org.earshot.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.proxy.archive.custodian.CustodianFeed;
import org.earshot.server.config.ServerConfig;

/// What goes to the archive's custodian, if one is configured. Thread-safe.
final class Custody implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Optional<CustodianFeed> feed;

    private Custody(Optional<CustodianFeed> feed) {
        this.feed = feed;
    }

    /// @throws org.earshot.common.key.KeyRingException if the certificates to trust can't be read
    static Custody of(ServerConfig config, InstantSource clock) {
        if (config.isInMemory()) {
            return new Custody(Optional.empty());
        }
        return new Custody(
                config.archive()
                        .custodian()
                        .map(peer ->
                                CustodianFeed.syslog(
                                        config.anchorsDir(),
                                        config.anchorsDir().resolve("custodian.sent"),
                                        peer.host(),
                                        peer.port(),
                                        trust(config),
                                        config.domain(),
                                        clock)));
    }

    private static SSLContext trust(ServerConfig config) {
        return config.archive()
                .syslogCa()
                .map(TrustedCertificates::fromPem)
                .orElseGet(TrustedCertificates::ofSystem)
                .context();
    }

    void start(PeriodicTasks tasks) {
        feed.ifPresent(to -> tasks.every(PERIOD, "custodian", to::run));
    }

    /// For `status`.
    List<String> warnings() {
        return feed.flatMap(CustodianFeed::warning).map(text -> "archive.syslog: " + text).stream()
                .toList();
    }

    @Override
    public void close() {
        feed.ifPresent(CustodianFeed::close);
    }
}
