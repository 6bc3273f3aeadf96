package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.common.login.LoginCodes;
import org.earshot.common.login.Logins;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.admin.Administration;
import org.earshot.server.admin.ConfigAdministration;
import org.earshot.server.admin.OsUser;
import org.earshot.server.admin.Supervision;
import org.earshot.server.attempt.FailedLogins;
import org.earshot.server.config.ConfigSource;
import org.earshot.server.config.ServerConfig;

/// Stores of the domain `localhost`, and an administrator's commands on them; no server runs unless told so.
final class AdministeredStores implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    final Stores stores;
    private final Optional<Database> database;
    private final Path directory;
    private final ServerConfig config;
    private final KeyRing keys;
    private Instant now = NOW;
    private final InstantSource clock = () -> now;
    private final SwitchedArchive archive;
    private final Logins logins;
    private final Supervision supervision;
    private Administration administration;

    /// In memory.
    AdministeredStores(Path directory) {
        this(directory, Optional.empty());
    }

    /// In a database of their own.
    AdministeredStores(Path directory, DatabaseConfig database) {
        this(directory, Optional.of(database));
    }

    private AdministeredStores(Path directory, Optional<DatabaseConfig> opened) {
        this.directory = directory;
        config = ServerConfig.defaults(directory);
        keys = KeyRing.open(directory.resolve("keys"));
        database = opened.map(one -> Database.open(one, keys));
        stores = Stores.on(database, config, keys, "n1", new LocalChanges(Runnable::run), clock);
        archive =
                new SwitchedArchive(
                        new ArchiveOnDemand(() -> stores.archiveParts().open("n1", clock)));
        logins = Logins.cheap(stores.people(), keys, "localhost", clock);
        supervision = new Supervision(stores.officersEver(archive, clock), logins, archive, clock);
        administer(Optional.empty());
    }

    InstantSource clock() {
        return clock;
    }

    /// What is under the stores, for what no store does.
    Database database() {
        return database.orElseThrow();
    }

    @Override
    public void close() {
        archive.close();
        database.ifPresent(Database::close);
    }

    /// Lets time pass.
    void pass(Duration time) {
        now = now.plus(time);
    }

    /// Whether the archive can't be written from now on.
    void away(boolean away) {
        archive.away(away);
    }

    /// Where messages are recorded too.
    Archive archive() {
        return archive;
    }

    /// Gives somebody a role, and lets so much time pass that the next code serves.
    ///
    /// @return what the authenticator app was given
    String appoint(String name, Role role) {
        return logins.appoint(name, role, PASSWORD, "a test");
    }

    /// Runs a command of somebody who logs in.
    ///
    /// @param uri what their authenticator app was given
    AdminAnswer runAs(String name, String uri, String input, String... command) {
        now = now.plusSeconds(30);
        return run(
                new AdminRequest(
                        List.of(command),
                        input,
                        "",
                        new AdminRequest.Login(name, PASSWORD, LoginCodes.of(uri, now)),
                        AdminRequest.Stage.NONE));
    }

    /// What the record says that administrators did, the latest last: kind and facts.
    List<String> administered() {
        return stores
                .archiveParts()
                .reader(clock)
                .search(ArchiveQuery.latest(Optional.empty(), 1000))
                .reversed()
                .stream()
                .filter(event ->
                        event.kind().startsWith("administ") || event.kind().startsWith("content-"))
                .map(event ->
                        event.kind()
                                + event.facts().entries().stream()
                                        .map(fact -> " | " + fact.name() + "=" + fact.value())
                                        .collect(Collectors.joining()))
                .toList();
    }

    /// From now on a server runs on them.
    void run(LiveServer server) {
        administer(Optional.of(server));
    }

    private void administer(Optional<LiveServer> live) {
        administration =
                new StoreAdministration(config, stores, keys, logins, archive, live, clock);
    }

    AdminAnswer run(String... command) {
        return runWith("", command);
    }

    /// @param input what the command reads, such as a password
    AdminAnswer runWith(String input, String... command) {
        return run(new AdminRequest(List.of(command), input));
    }

    AdminAnswer run(AdminRequest request) {
        return AdminCommands.run(
                administration, supervision, directory, request, new OsUser("tester", 1000));
    }

    /// What a command says that works.
    String ok(String... command) {
        AdminAnswer answer = run(command);
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    /// What a server would have that was started without a file.
    RunningConfig running() {
        return new RunningConfig(config);
    }

    FailedLogins failed() {
        return stores.failedLogins(config.domain(), clock);
    }

    /// Of nobody.
    AddressBans bans() {
        return new AddressBans(
                () -> running().now().security().bans().rule(),
                _ -> false,
                _ -> {},
                InstantSource.system());
    }

    ConfigAdministration configs() {
        return new StoreConfigAdministration(
                new ConfigSource(
                        Optional.empty(),
                        Optional.empty(),
                        java.util.List.of(),
                        java.util.Map.of()),
                running(),
                clock);
    }
}
