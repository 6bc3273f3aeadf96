package org.earshot.server.backup;

import java.io.IOException;
import java.nio.file.Path;
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

    /// @param backup the hash of the backup's description
    SharedDatabase(ServerConfig config, Path folder, String backup) {
        dump = folder.resolve(Backup.DUMP);
        load = new DatabaseLoad(config.database().in(config.data()), backup, dump);
    }

    @Override
    public void check() throws IOException, BackupFailedException {
        try {
            load.check();
        } catch (DatabaseRefusedException e) {
            throw new BackupFailedException(e.getMessage(), e);
        } catch (DumpException e) {
            throw new BackupFailedException(dump + " " + e.getMessage(), e);
        }
    }

    /// The load itself does.
    @Override
    public void undo() {}

    @Override
    public void restore() throws IOException, BackupFailedException {
        try {
            load.run()
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
