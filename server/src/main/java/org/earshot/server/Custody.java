package org.earshot.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.ServerCertificate;
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
        config.archive()
                .custodian()
                .ifPresent(_ -> context(config)); // to say at the start what is wrong
        return new Custody(
                config.archive()
                        .custodian()
                        .map(peer ->
                                CustodianFeed.syslog(
                                        config.anchorsDir(),
                                        config.anchorsDir().resolve("custodian.sent"),
                                        peer.host(),
                                        peer.port(),
                                        () -> context(config),
                                        config.domain(),
                                        clock)));
    }

    /// Read anew for each connection: certificates are renewed.
    private static SSLContext context(ServerConfig config) {
        ServerConfig.Archive keys = config.archive();
        return keys.syslogCa()
                .map(TrustedCertificates::fromPem)
                .orElseGet(TrustedCertificates::ofSystem)
                .context(
                        keys.syslogCertificate()
                                .map(chain ->
                                        ServerCertificate.ofFiles(
                                                chain, keys.syslogKey().orElseThrow())));
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
