package org.earshot.proxy.archive;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.key.KeyRing;

/// Archives messages, each with a rare word in it, and dies right after the last one was acknowledged.
final class HaltingArchive {
    static final String RARE_WORD = "floccinaucinihilipilification";

    private HaltingArchive() {}

    /// @param arguments database URL, user, data directory, key ring, how many
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[2]);
        KeyRing ring = KeyRing.open(Path.of(arguments[3]));
        Database database =
                Database.open(
                        new DatabaseConfig(arguments[0], arguments[1], Optional.empty(), data),
                        ring);
        Archive archive = open(database, data, ring);
        List<CompletableFuture<ArchivePosition>> done = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
            done.add(archive.submit(TestEvents.message(RARE_WORD + " " + i)));
        }
        done.forEach(CompletableFuture::join);
        Runtime.getRuntime().halt(7);
    }

    static Archive open(Database database, Path data, KeyRing ring) throws Exception {
        return ChainedArchive.open(
                ArchiveConfig.of("n1"),
                new JdbcArchiveTables(database.transactions(), database.dialect()),
                new FileAnchorJournal(data.resolve("anchors")),
                new RingArchiveKeys(ring, data.resolve("day-keys")),
                InstantSource.system());
    }
}
