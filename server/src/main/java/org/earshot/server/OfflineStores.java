package org.earshot.server;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseRefusedException;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.login.Logins;
import org.earshot.proxy.archive.Archive;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.admin.NoAnswerYetException;
import org.earshot.server.admin.OsUser;
import org.earshot.server.admin.Supervision;
import org.earshot.server.backup.UnfinishedRestore;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.FileChecks;
import org.earshot.server.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command of the administrator where no server runs: opens the stores, under the folder's lock, for that long.
final class OfflineStores {
    private static final Logger log = LoggerFactory.getLogger(OfflineStores.class);

    /// What only a running server can say or do.
    private static final Set<String> OF_A_SERVER = Set.of("status", "calls", "keys reload");

    /// What may make a data folder: of any other command a folder that is not there is a mistyped name.
    private static final Set<String> FIRST = Set.of("user add", "officer add");

    private OfflineStores() {}

    static AdminAnswer run(ServerConfig config, AdminRequest request, InstantSource clock) {
        String command = AdminCommands.parse(request.arguments()).path();
        DataLock.busyServer(config.data())
                .ifPresent(server -> {
                    throw new NoAnswerYetException(
                            "a "
                                    + server
                                    + " has "
                                    + config.data()
                                    + " and does not answer: what it does stands in its log; try again when it has said \"ready\", or stop it",
                            false);
                });
        if (OF_A_SERVER.contains(command)) {
            throw new AdminException(
                    "no server runs on "
                            + config.data()
                            + ": start one there (earshot server; it takes some seconds), or name its folder with --data");
        }
        if (config.isInMemory()) {
            throw new AdminException(
                    "no server runs on "
                            + config.data()
                            + ", and database.url is memory: nothing is kept");
        }
        if (!FIRST.contains(command) && !Files.isDirectory(config.ownKeysDir())) {
            throw new AdminException(
                    "there is nothing in "
                            + config.data()
                            + " yet: name the server's folder with --data, or begin with earshot admin user add");
        }
        FileChecks.check(config);
        DataDirectory.prepare(config.data());
        UnfinishedRestore.refuse(config.data());
        try (DataLock lock = DataLock.forCommand(config.data())) {
            log.debug("{}", lock);
            return carryOut(config, request, clock);
        } catch (DataLock.HeldException e) {
            throw e.isByServer()
                    ? new NoAnswerYetException(e.getMessage(), e.isServing())
                    : new AdminException(e.getMessage());
        } catch (DatabaseRefusedException | KeyRingException | IOException e) {
            throw new AdminException(StartFailure.words(e));
        }
    }

    private static AdminAnswer carryOut(
            ServerConfig config, AdminRequest request, InstantSource clock) {
        KeyRing keys = KeyRing.open(config.keysDir(), config.ownKeysDir());
        Optional<Database> database = Stores.database(config, keys);
        try { // the archive is closed before its database
            // other nodes may run on the same database, and hear of it by the change log
            Stores stores =
                    Stores.on(
                            database,
                            config,
                            keys,
                            "admin",
                            new LocalChanges(Runnable::run),
                            clock);
            Logins logins = Logins.of(stores.people(), keys, config.domain(), clock);
            // a command that records nothing begins no chain
            try (Archive archive =
                    new ArchiveOnDemand(() -> stores.archiveParts().open("admin", clock))) {
                return AdminCommands.run(
                        new StoreAdministration(
                                config, stores, keys, logins, archive, Optional.empty(), clock),
                        new Supervision(
                                stores.officersEver(archive, clock), logins, archive, clock),
                        config.data(),
                        request,
                        OsUser.ofThisProcess());
            }
        } finally {
            database.ifPresent(Database::close);
        }
    }
}
