package org.earshot.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.earshot.proxy.archive.Sender;
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
/// `bin/bench archive-search [MILLIONS [DATABASE]]`: 1 million records on `h2`, or on `mariadb`, unless told otherwise. Cold: the
/// database was opened just before, and nobody has searched; what the operating system has in its memory stays there.
final class ArchiveSearchBench {
    private static final int PEOPLE = 500;
    private static final int WORDS = 60_000;
    private static final int PAGE = 50;
    private static final int VARIANTS = 8;
    private static final long SEED = 1;
    private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(730);

    /// What a small server may give its database.
    private static final String BUFFER_POOL = "SET GLOBAL innodb_buffer_pool_size = 512*1024*1024";

    private final DatabaseConfig config;
    private final KeyRing ring;
    private final Path keys;
    private final Zipf words = new Zipf(WORDS);
    private final Zipf people = new Zipf(PEOPLE);
    private Database database;

    private ArchiveSearchBench(DatabaseConfig config, Path directory) {
        this.config = config;
        this.ring = KeyRing.open(directory.resolve("keys"));
        this.keys = directory.resolve("keys");
        this.database = Database.open(config, ring);
    }

    public static void main(String[] arguments) throws Exception {
        double millions = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
        boolean mariadb = arguments.length > 1 && arguments[1].equals("mariadb");
        try (Lab lab = Lab.of("bench-search")) {
            Path directory = lab.privateFolder("archive");
            if (!mariadb) {
                ArchiveSearchBench bench =
                        new ArchiveSearchBench(DatabaseConfig.embedded(directory), directory);
                bench.run(Math.round(millions * 1e6), () -> {});
                return;
            }
            try (MariaDb server = MariaDb.start()) {
                larger(server);
                ArchiveSearchBench bench = new ArchiveSearchBench(server.newDatabase(), directory);
                bench.run(
                        Math.round(millions * 1e6),
                        () -> {
                            server.kill();
                            server.launch();
                            larger(server);
                        });
            }
        }
    }

    private static void larger(MariaDb server) {
        try (Connection connection = server.admin();
                Statement statement = connection.createStatement()) {
            statement.execute(BUFFER_POOL);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(long records, Runnable restart) throws IOException {
        long begun = System.nanoTime();
        fill(records);
        System.out.printf(Locale.ROOT, "%,d records written in %.0f s%n", records, since(begun));
        begun = System.nanoTime();
        try (ArchiveIndexer indexer =
                new ArchiveIndexer(opener(), wordTable(), wordKeys(), InstantSource.system())) {
            while (indexer.readSome()) {
                // the next batch
            }
        }
        System.out.printf(
                Locale.ROOT,
                "their words read in %.0f s, %.0f records/s%n",
                since(begun),
                records / since(begun));
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
        queries.put("a rare word", variants(i -> words(words.name(WORDS - 1 - i))));
        queries.put("no such word", variants(i -> words("nowhere" + i)));
        queries.put("the commonest words", variants(i -> words(words.name(i))));
        queries.put(
                "two common words", variants(i -> words(words.name(i) + " " + words.name(i + 5))));
        queries.put(
                "a phrase of common words",
                variants(i -> words('"' + words.name(i) + " " + words.name(i + 3) + '"')));
        queries.put(
                "a common and a rare word",
                variants(i -> words(words.name(i) + " " + words.name(WORDS / 2 - i))));
        queries.put(
                "two middling words",
                variants(i -> words(words.name(500 + i) + " " + words.name(900 + i))));
        queries.put(
                "a common word of one person",
                variants(i -> of(words.name(i), person(i * 40), Optional.empty())));
        queries.put(
                "a common word between two",
                variants(i -> of(words.name(i), person(i), Optional.of(person(i + 60)))));
        queries.put("a person in a month, facts", variants(ArchiveSearchBench::month));
        queries.put("between two, facts", variants(i -> between(i, i + 60)));
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
        Instant from = END.minus(Duration.ofDays(60L * (i + 1)));
        return request(
                Optional.empty(),
                person(i * 40),
                Optional.empty(),
                from,
                from.plus(Duration.ofDays(30)));
    }

    private static SearchRequest between(int one, int other) {
        return request(
                Optional.empty(),
                person(one),
                Optional.of(person(other)),
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

    private void fill(long records) {
        Random random = new Random(SEED);
        Deque<CompletableFuture<ArchivePosition>> waiting = new ArrayDeque<>();
        try (Archive archive =
                ChainedArchive.open(
                        new ArchiveConfig("bench", 1_000_000, Duration.ofHours(1)),
                        tables(),
                        AnchorJournal.none(),
                        new RingArchiveKeys(ring, keys.resolve("archive-days")),
                        InstantSource.system())) {
            for (long i = 0; i < records / 2; i++) {
                Instant at = END.minus(PERIOD).plus(PERIOD.dividedBy(records / 2).multipliedBy(i));
                String from = person(people.next(random));
                String to = person(people.next(random));
                ArchiveEvent.MessageReceived message = message(at, from, to, text(random));
                waiting.add(archive.submit(message));
                waiting.add(archive.submit(delivered(message, to)));
                while (waiting.size() > 2000) {
                    waiting.remove().join();
                }
            }
            waiting.forEach(CompletableFuture::join);
        }
    }

    private static ArchiveEvent.MessageReceived message(
            Instant at, String from, String to, String text) {
        UUID id = UUID.randomUUID();
        return new ArchiveEvent.MessageReceived(
                id,
                at,
                RetentionClass.MESSAGE,
                new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                List.of(to),
                id + "@bench",
                id.toString(),
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ArchiveEvent delivered(ArchiveEvent.MessageReceived message, String to) {
        return new ArchiveEvent.MessageDelivered(
                UUID.randomUUID(),
                message.at().plusMillis(20),
                RetentionClass.MESSAGE,
                message.id(),
                message.callId(),
                message.messageId(),
                to,
                "sip:phone@192.0.2.1:5061;transport=tls",
                Optional.empty(),
                200);
    }

    private String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = 2 + random.nextInt(14); left > 0; left--) {
            text.append(words.name(words.next(random))).append(' ');
        }
        return text.toString();
    }

    private static String person(int number) {
        return "sip:person" + number + "@bench.example";
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

    /// Numbers of which the n-th comes an n-th as often as the first one.
    private static final class Zipf {
        private final double[] sums;

        Zipf(int count) {
            sums = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += 1.0 / (i + 1);
                sums[i] = sum;
            }
        }

        int next(Random random) {
            int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
            return Math.min(at < 0 ? -at - 1 : at, sums.length - 1);
        }

        /// A word that looks like one, another for each number.
        String name(int number) {
            StringBuilder name = new StringBuilder();
            for (int left = number + 7; left > 0; left /= 50) {
                name.append("bdfgklmnrs".charAt(left % 10)).append("aeiou".charAt(left / 10 % 5));
            }
            return name.toString();
        }
    }
}
