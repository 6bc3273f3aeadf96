package org.earshot.proxy.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.search.ArchiveIndexer;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.JdbcWordTable;
import org.earshot.proxy.archive.search.RingWordKeys;
import org.earshot.proxy.archive.search.WordShredding;

/// Archives messages with a rare word, to a rare address, and dies while it shreds them, behind the tombstone.
final class HaltingShredder {
    static final String RARE_WORD = "honorificabilitudinitatibus";
    static final String RARE_ADDRESS = "zyzzogeton";

    /// The address of somebody whose message stays.
    static final String STAYS = "bjzwkvfyx";

    static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    static final int COUNT = 30;

    final Database database;
    final JdbcArchiveTables tables;
    final JdbcRetentionTables kept;
    final RingArchiveKeys keys;
    final Path anchors;
    private final Retention retention;
    private final JdbcWordTable words;
    private final RingWordKeys wordKeys;
    private Instant now = BEGIN;

    HaltingShredder(DatabaseConfig config, Path data, KeyRing ring) {
        database = Database.open(config, ring);
        tables = new JdbcArchiveTables(database.transactions(), database.dialect());
        kept = new JdbcRetentionTables(database.transactions(), database.dialect());
        keys = new RingArchiveKeys(ring, data.resolve("day-keys"));
        retention = new Retention(kept, keys, clock());
        words = new JdbcWordTable(database.transactions());
        wordKeys = new RingWordKeys(ring, data.resolve("word-keys"));
        anchors = data.resolve("anchors");
    }

    InstantSource clock() {
        return () -> now;
    }

    void day(int number) {
        now = BEGIN.plus(Duration.ofDays(number));
    }

    Archive archive() throws Exception {
        return ChainedArchive.open(
                ArchiveConfig.of("n1"),
                tables,
                new FileAnchorJournal(anchors),
                keys,
                retention,
                clock());
    }

    private RecordOpener opener() {
        return new RecordOpener(tables, keys, kept);
    }

    ArchiveSearch search() {
        return new ArchiveSearch(opener(), words, wordKeys);
    }

    Shredder shredder(Archive archive, ShreddingListener last) {
        return new Shredder(
                kept,
                keys,
                archive,
                new WordShredding(opener(), words, wordKeys).and(last),
                clock());
    }

    /// The one of messages that are kept for ever.
    String dayKeyThatStays() {
        return keys.dayKeys().stream()
                .filter(id -> id.startsWith("message.2026-03-01."))
                .findFirst()
                .orElseThrow();
    }

    private ArchiveEvent message(String to, String text) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                now,
                RetentionClass.MESSAGE,
                TestEvents.alice(),
                List.of("sip:" + to + "@example.org"),
                "call",
                "msg",
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    /// @param arguments database URL, user, data directory, key ring
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[2]);
        HaltingShredder it =
                new HaltingShredder(
                        new DatabaseConfig(arguments[0], arguments[1], Optional.empty(), data),
                        data,
                        KeyRing.open(Path.of(arguments[3])));
        Archive archive = it.archive();
        Shredder shredder = it.shredder(archive, _ -> Runtime.getRuntime().halt(7));
        shredder.run();
        archive.append(it.message(STAYS, "for ever"));
        it.retention.set(
                archive,
                new Officer("olga", Optional.of("olga"), Optional.empty()),
                "message",
                KeepingPeriod.of("1d"),
                false);
        for (int i = 0; i < COUNT; i++) {
            archive.append(it.message(RARE_ADDRESS, RARE_WORD + " " + i));
        }
        new ArchiveIndexer(it.opener(), it.words, it.wordKeys, it.clock()).catchUp();
        it.day(1);
        shredder.run();
        it.day(2);
        shredder.run();
        throw new AssertionError("nothing was shredded");
    }
}
