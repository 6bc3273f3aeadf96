package org.earshot.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.BackupAdministration;
import org.earshot.server.backup.Backup;
import org.earshot.server.backup.BackupFailedException;
import org.earshot.server.backup.Manifest;
import org.earshot.server.config.ServerConfig;

/// Backups of the stores of this process. One at a time.
final class StoreBackupAdministration implements BackupAdministration {
    private final ServerConfig config;
    private final Stores stores;
    private final InstantSource clock;

    StoreBackupAdministration(ServerConfig config, Stores stores, InstantSource clock) {
        this.config = config;
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public synchronized Made make(Path folder, Path keys, char[] password) {
        try {
            Database database =
                    stores.database()
                            .orElseThrow(() ->
                                    new AdminException(
                                            "database.url is memory: nothing is kept that could be backed up"));
            if (database.dialect() != Dialect.H2) {
                throw new AdminException(
                        "the database is MySQL or MariaDB: back it up with its own tools, as \"Backup\" in the administrators' guide says");
            }
            Manifest made =
                    new Backup(
                                    config,
                                    Version.text(),
                                    into -> {
                                        database.copyTo(into.resolve("database.zip"));
                                        return "h2";
                                    },
                                    clock)
                            .make(folder, keys, password);
            return new Made(
                    made.takenAt(),
                    made.parts().size(),
                    made.parts().stream().mapToLong(Manifest.Part::size).sum());
        } catch (BackupFailedException e) {
            throw new AdminException(e.getMessage());
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
