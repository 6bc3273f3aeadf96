package org.earshot.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.custodian.CustodianFeed;
import org.earshot.server.config.CustodianTls;
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
                .ifPresent(_ ->
                        CustodianTls.of(config.archive())); // to say at the start what is wrong
        return new Custody(
                config.archive()
                        .custodian()
                        .map(peer ->
                                CustodianFeed.syslog(
                                        config.anchorsDir(),
                                        config.anchorsDir().resolve("custodian.sent"),
                                        peer.host(),
                                        peer.port(),
                                        () -> CustodianTls.of(config.archive()),
                                        config.domain(),
                                        clock)));
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
