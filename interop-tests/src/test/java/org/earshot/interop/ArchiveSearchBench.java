package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.earshot.proxy.archive.SearchEntries;
import org.earshot.proxy.archive.search.ArchiveIndexer;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.JdbcWordTable;
import org.earshot.proxy.archive.search.RingWordKeys;
import org.earshot.proxy.archive.search.SearchPage;
import org.earshot.proxy.archive.search.SearchRequest;
import org.earshot.proxy.archive.search.WordQuery;
import org.earshot.proxy.archive.search.WordTable;

/// How long the first page of a search takes in a large archive: two years of messages of 500 people, each with its delivery,
/// words as often as in a language (Zipf). Prints a table.
///
/// `bin/bench archive-search [MILLIONS [DATABASE [DIRECTORY]]]`: 1 million records on `h2`, or on `mariadb`, unless told otherwise.
/// What was filled into DIRECTORY stays there, and a later run only measures; without it all goes at the end. Cold: the database was
/// opened just before, and nobody has searched; what the operating system has in its memory stays there.
///
/// The filling writes what a server writes, to the byte, but is in no hurry to have it on the disk, and writes words in large pieces.
final class ArchiveSearchBench {
    private static final int PAGE = 50;
    private static final int VARIANTS = 8;
    private static final String DONE = "filled";

    /// What a small server may give its database.
    private static final List<String> SMALL = List.of("innodb_buffer_pool_size = 512*1024*1024");

    /// Nothing is lost but time when the machine fails while it is filled.
    private static final List<String> FILLING =
            List.of(
                    "innodb_buffer_pool_size = 4*1024*1024*1024",
                    "innodb_flush_log_at_trx_commit = 0",
                    "innodb_log_file_size = 2*1024*1024*1024");

    private static final List<String> FILLED = List.of("innodb_flush_log_at_trx_commit = 1");

    private final DatabaseConfig config;
    private final KeyRing ring;
    private final Path directory;
    private final Path keys;
    private final ArchiveLoad load = new ArchiveLoad();
    private Database database;

    private ArchiveSearchBench(DatabaseConfig config, Path directory) {
        this.config = config;
        this.ring = KeyRing.open(directory.resolve("keys"));
        this.directory = directory;
        this.keys = directory.resolve("keys");
        this.database = Database.open(config, ring);
    }

    public static void main(String[] arguments) throws Exception {
        double millions = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
        boolean mariadb = arguments.length > 1 && arguments[1].equals("mariadb");
        try (Lab lab = Lab.of("bench-search")) {
            Path directory =
                    arguments.length > 2
                            ? kept(Path.of(arguments[2]))
                            : lab.privateFolder("archive");
            if (!mariadb) {
                ArchiveSearchBench bench =
                        new ArchiveSearchBench(DatabaseConfig.embedded(directory), directory);
                bench.fill(millions);
                bench.measure(() -> {});
                return;
            }
            try (MariaDb server = MariaDb.in(directory.resolve("mariadb"))) {
                ArchiveSearchBench bench =
                        new ArchiveSearchBench(server.database("bench"), directory);
                set(server, FILLING);
                bench.fill(millions);
                set(server, FILLED);
                bench.measure(() -> {
                    server.stop();
                    server.launch();
                    set(server, SMALL);
                });
            }
        }
    }

    private static Path kept(Path directory) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return directory.toAbsolutePath();
    }

    private static void set(MariaDb server, List<String> settings) {
        try (Connection connection = server.admin();
                Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute("SET GLOBAL " + setting);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fill(double millions) throws Exception {
        if (Files.exists(directory.resolve(DONE))) {
            System.out.printf(
                    "%s: filled before, with %s million records%n",
                    directory, Files.readString(directory.resolve(DONE)));
            return;
        }
        if (!tables().listedChains().isEmpty()) {
            throw new IllegalStateException(
                    directory + " was not filled to its end: remove it, and begin again");
        }
        long records = Math.round(millions * 1e6);
        long begun = System.nanoTime();
        AtomicBoolean written = new AtomicBoolean();
        // beside the writing, as in a server: what is read then is still in memory
        CompletableFuture<Void> words = CompletableFuture.runAsync(() -> readWords(written));
        CompletableFuture<Void> entries = CompletableFuture.runAsync(() -> makeEntries(written));
        try (Archive archive =
                ChainedArchive.open(
                        new ArchiveConfig("bench", 1_000_000, Duration.ofHours(1)),
                        // as for MariaDB also on H2, which so does not sync each commit
                        new JdbcArchiveTables(database.transactions(), Dialect.MYSQL),
                        AnchorJournal.none(),
                        new RingArchiveKeys(ring, keys.resolve("archive-days")),
                        InstantSource.system())) {
            load.fill(archive, records);
        } finally {
            written.set(true);
        }
        System.out.printf(Locale.ROOT, "%,d records written in %.0f s%n", records, since(begun));
        entries.join();
        System.out.printf(Locale.ROOT, "their search entries made after %.0f s%n", since(begun));
        words.join();
        System.out.printf(
                Locale.ROOT,
                "their words read after %.0f s, %.0f records/s%n",
                since(begun),
                records / since(begun));
        Files.writeString(directory.resolve(DONE), Double.toString(millions));
    }

    private void readWords(AtomicBoolean written) {
        try (ArchiveIndexer indexer =
                new ArchiveIndexer(
                        opener(), new BulkWords(wordTable()), wordKeys(), InstantSource.system())) {
            boolean last = false;
            while (!last) {
                last = written.get();
                boolean more = indexer.readSome();
                last &= !more;
                if (!more && !last) {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
        }
    }

    private void makeEntries(AtomicBoolean written) {
        SearchEntries entries =
                new SearchEntries(
                        tables(), new RingArchiveKeys(ring, keys.resolve("archive-days")));
        boolean last = false;
        while (!last) {
            last = written.get();
            entries.catchUp();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void measure(Runnable restart) {
        database.close();
        restart.run();
        database = Database.open(config, ring);
        System.out.printf(
                "%-34s %6s %9s %9s %9s%n",
                "first page of 50", "found", "cold ms", "warm ms", "worst ms");
        for (Map.Entry<String, List<SearchRequest>> query : queries().entrySet()) {
            measure(query.getKey(), query.getValue());
        }
        database.close();
    }

    private void measure(String label, List<SearchRequest> variants) {
        ArchiveSearch search = new ArchiveSearch(opener(), wordTable(), wordKeys());
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        int found = 0;
        for (int round = 0; round < 4; round++) {
            for (SearchRequest request : variants) {
                long begun = System.nanoTime();
                SearchPage page = search.search(request);
                (round == 0 ? cold : warm).add(since(begun) * 1e3);
                if (!page.gaps().isEmpty()) {
                    throw new IllegalStateException(page.gaps().toString());
                }
                found += round == 0 ? page.found().size() : 0;
            }
        }
        cold.sort(null);
        warm.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%-34s %6.1f %9.1f %9.1f %9.1f%n",
                label,
                found / (double) variants.size(),
                cold.get(cold.size() / 2),
                warm.get(warm.size() / 2),
                cold.getLast());
    }

    private Map<String, List<SearchRequest>> queries() {
        Map<String, List<SearchRequest>> queries = new LinkedHashMap<>();
        queries.put("a rare word", variants(i -> words(load.word(ArchiveLoad.WORDS - 1 - i))));
        queries.put("no such word", variants(i -> words("nowhere" + i)));
        queries.put("the commonest words", variants(i -> words(load.word(i))));
        queries.put(
                "two common words", variants(i -> words(load.word(i) + " " + load.word(i + 5))));
        queries.put(
                "a phrase of common words",
                variants(i -> words('"' + load.word(i) + " " + load.word(i + 3) + '"')));
        queries.put(
                "a common and a rare word",
                variants(i -> words(load.word(i) + " " + load.word(ArchiveLoad.WORDS / 2 - i))));
        queries.put(
                "two middling words",
                variants(i -> words(load.word(500 + i) + " " + load.word(900 + i))));
        queries.put(
                "a common word of one person",
                variants(i -> of(load.word(i), ArchiveLoad.person(i * 40), Optional.empty())));
        queries.put(
                "a common word between two",
                variants(i ->
                        of(
                                load.word(i),
                                ArchiveLoad.person(i),
                                Optional.of(ArchiveLoad.person(i + 60)))));
        queries.put("a person in a month, facts", variants(ArchiveSearchBench::month));
        queries.put("between two, facts", variants(i -> between(i, i + 60)));
        queries.put("a common kind", variants(_ -> kind(Optional.empty(), "message-delivered")));
        queries.put("a rare kind", variants(_ -> kind(Optional.empty(), "chain-opened")));
        queries.put("no such kind", variants(i -> kind(Optional.empty(), "nothing" + i)));
        queries.put(
                "a kind of one person",
                variants(i -> kind(Optional.of(ArchiveLoad.person(i * 40)), "message-received")));
        queries.put(
                "no such kind of one person",
                variants(i -> kind(Optional.of(ArchiveLoad.person(i * 40)), "message-refused")));
        return queries;
    }

    /// Makes one of several queries of a kind.
    @FunctionalInterface
    private interface Variant {
        SearchRequest of(int i);
    }

    private static List<SearchRequest> variants(Variant variant) {
        List<SearchRequest> all = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            all.add(variant.of(i));
        }
        return all;
    }

    private static SearchRequest words(String typed) {
        return SearchRequest.words(typed, PAGE);
    }

    private static SearchRequest of(String typed, String person, Optional<String> with) {
        return request(
                Optional.of(WordQuery.parse(typed)),
                person,
                with,
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END);
    }

    private static SearchRequest month(int i) {
        Instant from = ArchiveLoad.END.minus(Duration.ofDays(60L * (i + 1)));
        return request(
                Optional.empty(),
                ArchiveLoad.person(i * 40),
                Optional.empty(),
                from,
                from.plus(Duration.ofDays(30)));
    }

    private static SearchRequest kind(Optional<String> person, String kind) {
        return new SearchRequest(
                Optional.empty(),
                person,
                Optional.empty(),
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END,
                Optional.of(kind),
                Optional.empty(),
                PAGE,
                0);
    }

    private static SearchRequest between(int one, int other) {
        return request(
                Optional.empty(),
                ArchiveLoad.person(one),
                Optional.of(ArchiveLoad.person(other)),
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END);
    }

    private static SearchRequest request(
            Optional<WordQuery> words,
            String person,
            Optional<String> with,
            Instant from,
            Instant until) {
        return new SearchRequest(
                words,
                Optional.of(person),
                with,
                from,
                until,
                Optional.empty(),
                Optional.empty(),
                PAGE,
                0);
    }

    private ArchiveTables tables() {
        return new JdbcArchiveTables(database.transactions(), dialect());
    }

    private Dialect dialect() {
        return database.dialect();
    }

    private RecordOpener opener() {
        return new RecordOpener(tables(), new RingArchiveKeys(ring, keys.resolve("archive-days")));
    }

    private WordTable wordTable() {
        return new JdbcWordTable(database.transactions());
    }

    private RingWordKeys wordKeys() {
        return new RingWordKeys(ring, keys.resolve("archive-words"));
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
