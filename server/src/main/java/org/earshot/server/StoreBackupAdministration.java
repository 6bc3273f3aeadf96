package org.earshot.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import org.earshot.common.db.Database;
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
    public synchronized Made make(Path into, Path keys, char[] password) {
        try {
            Database database =
                    stores.database()
                            .orElseThrow(() ->
                                    new AdminException(
                                            "database.url is memory: nothing is kept that could be backed up"));
            Manifest made =
                    new Backup(config, Version.text(), folder -> copy(database, folder), clock)
                            .make(into, keys, password);
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

    private static String copy(Database database, Path folder) throws IOException {
        return switch (database.dialect()) {
            case H2 -> {
                database.copyTo(folder.resolve(Backup.EMBEDDED));
                yield "h2";
            }
            case MYSQL -> {
                database.dumpTo(folder.resolve(Backup.DUMP));
                yield "mysql";
            }
        };
    }
}
