package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The first page of a search reads no table to its end, and sorts nothing: the databases say so themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcPlansContract {
    private static final Instant END = Instant.parse("2026-11-23T10:00:00Z");
    private static final int MESSAGES = 2000;
    private static final int PEOPLE = 20;

    private final Dialect dialect;
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final InMemoryWordKeys wordKeys = new InMemoryWordKeys();
    private Database database;

    JdbcPlansContract(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Whether a line of a plan reads one of the large tables to its end, or sorts.
    abstract boolean isSlow(String line);

    @BeforeAll
    void fill() {
        ArchiveTables tables = JdbcTestWords.emptyTables(dialect);
        WordTable words = JdbcTestWords.emptyWords(dialect);
        database = TestDatabases.shared(dialect);
        Deque<CompletableFuture<?>> waiting = new ArrayDeque<>();
        try (Archive archive =
                ChainedArchive.open(
                        ArchiveConfig.of("n1"),
                        tables,
                        AnchorJournal.none(),
                        keys,
                        InstantSource.fixed(END))) {
            for (int i = 0; i < MESSAGES; i++) {
                waiting.add(archive.submit(message(i)));
                waiting.add(archive.submit(delivered(i)));
                while (waiting.size() > 500) {
                    waiting.remove().join();
                }
            }
            waiting.add(archive.submit(expired()));
            waiting.forEach(CompletableFuture::join);
        }
        tables.catchUp(keys.signer());
        new ArchiveIndexer(
                        new RecordOpener(tables, keys), words, wordKeys, InstantSource.fixed(END))
                .catchUp();
        for (String table :
                List.of("archive_record", "archive_party", "archive_entry", "archive_word")) {
            database.transactions()
                    .read(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            return statement.execute("ANALYZE TABLE " + table);
                        }
                    });
        }
    }

    private static String person(int number) {
        return "sip:person" + number % PEOPLE + "@example.org";
    }

    private static ArchiveEvent message(int i) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                END.minus(Duration.ofMinutes(MESSAGES - i)),
                RetentionClass.MESSAGE,
                new Sender(person(i), Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                List.of(person(i / PEOPLE)),
                "call",
                "id",
                Map.of(),
                Content.of(
                        "text/plain",
                        ("good morning all of you" + (i == 7 ? " zebrafinch" : ""))
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private static ArchiveEvent delivered(int i) {
        return new ArchiveEvent.MessageDelivered(
                UUID.randomUUID(),
                END.minus(Duration.ofMinutes(MESSAGES - i)),
                RetentionClass.MESSAGE,
                UUID.randomUUID(),
                "call",
                "id",
                person(i / PEOPLE),
                "sip:x",
                Optional.empty(),
                200);
    }

    /// The only one of its kind.
    private static ArchiveEvent expired() {
        return new ArchiveEvent.MessageExpired(
                UUID.randomUUID(),
                END.minus(Duration.ofMinutes(MESSAGES)),
                RetentionClass.MESSAGE,
                UUID.randomUUID(),
                "call",
                "id",
                person(3));
    }

    @Test
    void words() {
        fast(SearchRequest.words("zebrafinch", 50), 1);
        fast(SearchRequest.words("good morning", 50), 50);
        fast(SearchRequest.words("\"morning all\"", 50), 50);
        fast(SearchRequest.words("nowhere", 50), 0);
    }

    @Test
    void people() {
        fast(facts(Optional.of(person(3)), Optional.empty(), Optional.empty()), 50);
        fast(facts(Optional.of(person(3)), Optional.empty(), Optional.of("message-received")), 50);
        fast(facts(Optional.of(person(3)), Optional.empty(), Optional.of("message-dropped")), 0);
        fast(facts(Optional.of(person(3)), Optional.empty(), Optional.of("message-expired")), 1);
        fast(facts(Optional.of(person(3)), Optional.of(person(5)), Optional.empty()), 10);
    }

    @Test
    void kinds() {
        fast(facts(Optional.empty(), Optional.empty(), Optional.of("message-delivered")), 50);
        fast(facts(Optional.empty(), Optional.empty(), Optional.of("chain-closed")), 1);
        fast(facts(Optional.empty(), Optional.empty(), Optional.of("nothing")), 0);
        fast(facts(Optional.empty(), Optional.empty(), Optional.empty()), 50);
    }

    @Test
    void placesInAChain() {
        database.transactions()
                .read(connection -> {
                    ExplainedQueries queries = new ExplainedQueries(connection);
                    ArchiveTables tables = new JdbcArchiveTables(queries.transactions(), dialect);
                    UUID chain = tables.listedChains().getFirst().chain();
                    assertThat(tables.lastNumber(chain)).isGreaterThan(2 * MESSAGES);
                    assertThat(tables.last(chain)).isPresent();
                    assertThat(tables.records(chain, 100, 50)).hasSize(50);
                    assertThat(tables.records(chain, List.of(3L, 500L, 700L))).hasSize(3);
                    fast(queries);
                    return null;
                });
    }

    private static SearchRequest facts(
            Optional<String> person, Optional<String> with, Optional<String> kind) {
        return new SearchRequest(
                Optional.empty(),
                person,
                with,
                ArchiveQuery.BEGINNING,
                END.plus(Duration.ofDays(1)),
                kind,
                Optional.empty(),
                50,
                0);
    }

    private void fast(SearchRequest first, int atLeast) {
        database.transactions()
                .read(connection -> {
                    ExplainedQueries queries = new ExplainedQueries(connection);
                    ArchiveSearch search =
                            new ArchiveSearch(
                                    new RecordOpener(
                                            new JdbcArchiveTables(queries.transactions(), dialect),
                                            keys),
                                    new JdbcWordTable(queries.transactions()),
                                    wordKeys);
                    SearchPage page = search.search(first);
                    assertThat(page.found()).hasSizeGreaterThanOrEqualTo(atLeast);
                    if (page.next().isPresent()) {
                        search.search(after(first, page.next().get()));
                    }
                    fast(queries);
                    return null;
                });
    }

    private void fast(ExplainedQueries queries) {
        assertThat(queries.explained()).isNotEmpty();
        for (ExplainedQueries.Explained query : queries.explained()) {
            assertThat(query.plan()).as(query.sql()).noneMatch(this::isSlow);
        }
    }

    private static SearchRequest after(SearchRequest first, ArchiveQuery.Place place) {
        return new SearchRequest(
                first.words(),
                first.person(),
                first.with(),
                first.from(),
                first.until(),
                first.kind(),
                Optional.of(place),
                first.limit(),
                first.context());
    }
}
