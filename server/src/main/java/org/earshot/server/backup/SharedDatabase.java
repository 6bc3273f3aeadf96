package org.earshot.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.earshot.common.db.DatabaseLoad;
import org.earshot.common.db.DatabaseRefusedException;
import org.earshot.common.db.dump.DumpException;
import org.earshot.server.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A MySQL or MariaDB database, which says itself what of a backup it has.
final class SharedDatabase implements RestoredDatabase {
    private static final Logger log = LoggerFactory.getLogger(SharedDatabase.class);

    private final Path dump;
    private final DatabaseLoad load;
    private final String name;

    /// @param backup the hash of the backup's description
    SharedDatabase(ServerConfig config, Path folder, String backup) {
        dump = folder.resolve(Backup.DUMP);
        load = new DatabaseLoad(config.database().in(config.data()), backup, dump);
        name = Hashed.of(config.database().url().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void check(boolean continued) throws IOException, BackupFailedException {
        try {
            load.check(continued);
        } catch (DatabaseRefusedException e) {
            throw new BackupFailedException(e.getMessage(), e);
        } catch (DumpException e) {
            throw new BackupFailedException(dump + " " + e.getMessage(), e);
        }
    }

    @Override
    public void restore(boolean continued) throws IOException, BackupFailedException {
        try {
            load.run(continued)
                    .forEach(table ->
                            log.warn("the table {} is none of Earshot's, and was left out", table));
        } catch (DatabaseRefusedException e) {
            throw new BackupFailedException(
                    e.getMessage() + "; call admin restore once more when that is mended", e);
        } catch (DumpException e) {
            throw new BackupFailedException(dump + " " + e.getMessage(), e);
        }
    }
}
