package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.admin.Administration;
import org.earshot.server.config.ServerConfig;

/// Stores of the domain `localhost` in memory, and an administrator's commands on them; no server runs unless told so.
final class AdministeredStores {
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    final Stores stores;
    private final Path directory;
    private final ServerConfig config;
    private final KeyRing keys;
    private final InstantSource clock = InstantSource.fixed(NOW);
    private Administration administration;

    AdministeredStores(Path directory) {
        this.directory = directory;
        config = ServerConfig.defaults(directory);
        keys = KeyRing.open(directory.resolve("keys"));
        stores =
                Stores.on(
                        Optional.empty(),
                        config,
                        keys,
                        "n1",
                        new LocalChanges(Runnable::run),
                        clock);
        administer(Optional.empty());
    }

    /// From now on a server runs on them.
    void run(LiveServer server) {
        administer(Optional.of(server));
    }

    private void administer(Optional<LiveServer> live) {
        administration = new StoreAdministration(config, stores, keys, live, clock);
    }

    AdminAnswer run(String... command) {
        return runWith("", command);
    }

    /// @param input what the command reads, such as a password
    AdminAnswer runWith(String input, String... command) {
        return AdminCommands.run(
                administration, directory, new AdminRequest(List.of(command), input));
    }

    /// What a command says that works.
    String ok(String... command) {
        AdminAnswer answer = run(command);
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }
}
