package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.earshot.common.db.Columns;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveKeys;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.DayKey;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.archive.ShreddingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is found on any tables.
abstract class ArchiveSearchContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";
    private static final String TEAM = "sip:team@example.org";

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final InstantSource clock = now::get;
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final InMemoryWordKeys wordKeys = new InMemoryWordKeys();
    private ArchiveTables tables;
    private WordTable words;

    /// Tables without a record.
    abstract ArchiveTables emptyTables();

    /// A table without a word, in the same place.
    abstract WordTable emptyWords();

    @BeforeEach
    void open() {
        tables = emptyTables();
        words = emptyWords();
    }

    private Archive archive(ArchiveKeys of) {
        return ChainedArchive.open(ArchiveConfig.of("n1"), tables, AnchorJournal.none(), of, clock);
    }

    private RecordOpener opener() {
        return new RecordOpener(tables, keys);
    }

    private ArchiveIndexer indexer() {
        return new ArchiveIndexer(opener(), words, wordKeys, clock);
    }

    private ArchiveSearch search() {
        return new ArchiveSearch(opener(), words, wordKeys);
    }

    private static ArchiveEvent message(Instant at, String from, List<String> to, String text) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                at,
                RetentionClass.MESSAGE,
                new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                to,
                "call",
                "id",
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private ArchivePosition write(String from, String to, String text) {
        now.updateAndGet(at -> at.plusMillis(1));
        try (Archive archive = archive(keys)) {
            return archive.append(message(clock.instant(), from, List.of(to), text));
        }
    }

    private List<String> texts(SearchPage page) {
        return page.found().stream().map(found -> text(found.row())).toList();
    }

    private static String text(OpenedRecord row) {
        return row.content().map(ContentText::of).orElse("-");
    }

    private List<String> found(String typed) {
        return texts(search().search(SearchRequest.words(typed, 10)));
    }

    private static SearchRequest request(
            Optional<String> typed, Optional<String> person, Optional<String> with, int limit) {
        return new SearchRequest(
                typed.map(WordQuery::parse),
                person,
                with,
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END,
                Optional.empty(),
                Optional.empty(),
                limit,
                0);
    }

    @Test
    void whatWasJustWrittenIsFoundAndSoItIsWhenItsWordsHaveBeenRead() {
        write(ALICE, BOB, "the Zürich office");
        assertThat(found("zurich")).containsExactly("the Zürich office");
        indexer().catchUp();
        assertThat(found("zurich")).containsExactly("the Zürich office");
        write(BOB, ALICE, "which Zurich?");
        assertThat(found("zurich")).containsExactly("which Zurich?", "the Zürich office");
        assertThat(found("basel")).isEmpty();
        SearchPage page = search().search(SearchRequest.words("zurich", 10));
        assertThat(page.gaps().isEmpty()).isTrue();
        assertThat(page.next()).isEmpty();
    }

    @Test
    void theWordsOfWhatGoesGoFirstAndTheirKeyWithTheMonth() {
        ArchivePosition doomed = write(ALICE, BOB, "floccinaucinihilipilification today");
        write(ALICE, BOB, "nothing rare today");
        indexer().catchUp();
        WordShredding shredding = new WordShredding(opener(), words, wordKeys);
        WordKey key = wordKeys.all().getFirst();
        shredding.shredding(
                List.of(new ShreddingListener.Doomed(doomed, new UUID(0, 0), "message-received")));
        assertThat(postings(key, "floccinaucinihilipilification")).isZero();
        assertThat(postings(key, "today")).isEqualTo(1);
        shredding.over((_, _) -> false);
        assertThat(wordKeys.all()).hasSize(1);
        shredding.over((name, month) -> name.equals("message") && month.equals(WordKey.month(NOW)));
        assertThat(wordKeys.all()).isEmpty();
        assertThat(words.keys()).isEmpty();
    }

    private int postings(WordKey key, String word) {
        return words.postings(
                        words.key(key.id()),
                        new Tokens(key).of(Term.word(word)),
                        Direction.FORWARDS,
                        new Posting(0, 0, 0),
                        10)
                .size();
    }

    @Test
    void phrasesAreLookedUpInTheTextItself() {
        write(ALICE, BOB, "next week we meet");
        write(ALICE, BOB, "the week next to it");
        indexer().catchUp();
        assertThat(found("week next")).hasSize(2);
        assertThat(found("\"next week\"")).containsExactly("next week we meet");
    }

    @Test
    void byPeople() {
        try (Archive archive = archive(keys)) {
            archive.append(message(NOW, ALICE, List.of(BOB), "one lunch"));
            archive.append(message(NOW.plusSeconds(1), BOB, List.of(ALICE), "two lunch"));
            archive.append(message(NOW.plusSeconds(2), CAROL, List.of(BOB), "three lunch"));
            archive.append(
                    message(NOW.plusSeconds(3), ALICE, List.of(TEAM, BOB, CAROL), "four lunch"));
            archive.append(message(NOW.plusSeconds(4), TEAM, List.of(BOB), "five lunch"));
        }
        for (int round = 0; round < 2; round++) {
            assertThat(
                            texts(
                                    search().search(
                                                    request(
                                                            Optional.of("lunch"),
                                                            Optional.of(ALICE),
                                                            Optional.empty(),
                                                            9))))
                    .containsExactly("four lunch", "two lunch", "one lunch");
            assertThat(
                            texts(
                                    search().search(
                                                    request(
                                                            Optional.of("lunch"),
                                                            Optional.of(BOB),
                                                            Optional.of(ALICE),
                                                            9))))
                    .containsExactly("two lunch", "one lunch");
            assertThat(
                            texts(
                                    search().search(
                                                    request(
                                                            Optional.of("lunch"),
                                                            Optional.empty(),
                                                            Optional.of(TEAM),
                                                            9))))
                    .containsExactly("five lunch", "four lunch");
            assertThat(
                            search().search(
                                            request(
                                                    Optional.empty(),
                                                    Optional.of(BOB),
                                                    Optional.of(ALICE),
                                                    9))
                                    .found())
                    .extracting(one -> one.row().event().at())
                    .containsExactly(NOW.plusSeconds(1), NOW);
            assertThat(
                            search().search(
                                            request(
                                                    Optional.empty(),
                                                    Optional.of(CAROL),
                                                    Optional.empty(),
                                                    9))
                                    .found())
                    .hasSize(2)
                    .allMatch(one -> one.row().content().isEmpty());
            indexer().catchUp();
        }
    }

    @Test
    void whatIsWrittenAroundItIsShown() {
        try (Archive archive = archive(keys)) {
            for (int i = 0; i < 9; i++) {
                // over the end of a month, and other talk between
                Instant at = Instant.parse("2026-10-31T23:59:55Z").plusSeconds(i);
                archive.append(message(at, ALICE, List.of(BOB), i == 4 ? "needle" : "talk " + i));
                archive.append(message(at, ALICE, List.of(CAROL), "other " + i));
                archive.append(
                        message(at, BOB, List.of(TEAM, ALICE), "team " + (i == 4 ? "pin" : i)));
            }
        }
        for (int round = 0; round < 3; round++) {
            SearchRequest request = around("needle");
            SearchPage.Found found = search().search(request).found().getFirst();
            assertThat(found.before())
                    .extracting(ArchiveSearchContract::text)
                    .containsExactly("talk 2", "talk 3");
            assertThat(found.after())
                    .extracting(ArchiveSearchContract::text)
                    .containsExactly("talk 5", "talk 6");
            SearchPage.Found team = search().search(around("pin")).found().getFirst();
            assertThat(team.before())
                    .extracting(ArchiveSearchContract::text)
                    .containsExactly("team 2", "team 3");
            if (round == 0) {
                // half of it read
                ArchiveIndexer indexer = indexer();
                indexer.readSome();
            } else {
                indexer().catchUp();
            }
        }
    }

    private static SearchRequest around(String word) {
        return new SearchRequest(
                Optional.of(WordQuery.parse(word)),
                Optional.empty(),
                Optional.empty(),
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END,
                Optional.empty(),
                Optional.empty(),
                10,
                2);
    }

    /// Everything at once, beside a search that reads all.
    @Test
    void pagesAreWhatOneWouldFindByReadingEverything() {
        Random random = new Random(7);
        List<String> vocabulary = List.of("red", "green", "blue", "会議", "rare1", "rare2");
        List<String> people = List.of(ALICE, BOB, CAROL);
        List<Written> all = new ArrayList<>();
        for (int chain = 0; chain < 3; chain++) {
            try (Archive archive = archive(keys)) {
                for (int i = 0; i < 60; i++) {
                    // days apart, and some in the same microsecond
                    Instant at = NOW.minus(Duration.ofDays(random.nextInt(12) * 9L));
                    StringBuilder text = new StringBuilder();
                    for (int word = random.nextInt(5); word >= 0; word--) {
                        int which = random.nextInt(vocabulary.size());
                        text.append(vocabulary.get(random.nextInt(which + 1))).append(' ');
                    }
                    String from = people.get(random.nextInt(3));
                    String to = people.get(random.nextInt(3));
                    ArchivePosition position =
                            archive.append(message(at, from, List.of(to), text.toString()));
                    all.add(new Written(at, position, from, to, text.toString()));
                }
            }
            if (chain < 2) {
                ArchiveIndexer indexer = indexer();
                indexer.readSome();
                indexer.close();
            }
        }
        for (int i = 0; i < 150; i++) {
            Instant from = NOW.minus(Duration.ofDays(random.nextInt(120)));
            SearchRequest request =
                    new SearchRequest(
                            random.nextInt(5) == 0
                                    ? Optional.empty()
                                    : Optional.of(WordQuery.parse(typed(random, vocabulary))),
                            any(random, people),
                            any(random, people),
                            random.nextBoolean() ? from : ArchiveQuery.BEGINNING,
                            random.nextBoolean()
                                    ? from.plus(Duration.ofDays(30))
                                    : ArchiveQuery.END,
                            Optional.of("message-received"),
                            Optional.empty(),
                            1 + random.nextInt(12),
                            0);
            List<ArchivePosition> expected =
                    all.stream()
                            .filter(written -> written.fits(request))
                            .sorted((a, b) -> b.place().compareTo(a.place()))
                            .map(Written::position)
                            .toList();
            assertThat(pages(request)).as("search " + i).isEqualTo(expected);
            if (i == 75) {
                indexer().catchUp();
            }
        }
    }

    private static String typed(Random random, List<String> vocabulary) {
        String first = vocabulary.get(random.nextInt(vocabulary.size()));
        String second = vocabulary.get(random.nextInt(vocabulary.size()));
        return switch (random.nextInt(3)) {
            case 0 -> first;
            case 1 -> first + " " + second;
            default -> '"' + first + " " + second + '"';
        };
    }

    private static Optional<String> any(Random random, List<String> people) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(people.get(random.nextInt(3)));
    }

    private record Written(
            Instant at, ArchivePosition position, String from, String to, String text) {
        ArchiveQuery.Place place() {
            return new ArchiveQuery.Place(Columns.micros(at), position);
        }

        boolean fits(SearchRequest request) {
            Set<String> pair = Set.copyOf(List.of(from, to));
            List<String> wanted =
                    Stream.of(request.person(), request.with()).flatMap(Optional::stream).toList();
            boolean people =
                    wanted.size() == 2 ? pair.equals(Set.copyOf(wanted)) : pair.containsAll(wanted);
            return people
                    && !at.isBefore(request.from())
                    && at.isBefore(request.until())
                    && (request.words().isEmpty() || request.words().get().matches(text));
        }
    }

    private List<ArchivePosition> pages(SearchRequest first) {
        List<ArchivePosition> found = new ArrayList<>();
        Optional<ArchiveQuery.Place> before = Optional.empty();
        do {
            SearchPage page =
                    search().search(
                                    new SearchRequest(
                                            first.words(),
                                            first.person(),
                                            first.with(),
                                            first.from(),
                                            first.until(),
                                            first.kind(),
                                            before,
                                            first.limit(),
                                            0));
            page.found().forEach(one -> found.add(one.row().event().position()));
            assertThat(page.found().size()).isLessThanOrEqualTo(first.limit());
            before = page.next();
        } while (before.isPresent());
        return found;
    }

    @Test
    void aCrashNeitherLosesAWordNorTakesItTwice() {
        for (int i = 0; i < 5; i++) {
            try (Archive archive = archive(keys)) {
                for (int j = 0; j < 40; j++) {
                    archive.append(
                            message(
                                    NOW.plusSeconds(j),
                                    ALICE,
                                    List.of(BOB),
                                    "common n" + i + "x" + j));
                }
            }
        }
        // each start gets a little further, and dies before a commit, or right after one
        for (int start = 0; start < 12; start++) {
            DyingTable dying = new DyingTable(words, start % 3, start % 2 == 0);
            ArchiveIndexer indexer = new ArchiveIndexer(opener(), dying, wordKeys, clock);
            indexer.catchUp();
            assertThat(
                            pages(
                                    request(
                                            Optional.of("common"),
                                            Optional.empty(),
                                            Optional.empty(),
                                            50)))
                    .hasSize(200)
                    .doesNotHaveDuplicates();
        }
        indexer().catchUp();
        assertThat(pages(request(Optional.of("common"), Optional.empty(), Optional.empty(), 50)))
                .hasSize(200)
                .doesNotHaveDuplicates();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 40; j++) {
                assertThat(found("n" + i + "x" + j)).hasSize(1);
            }
        }
    }

    @Test
    void aWordThatIsThereAlreadyDoesNoHarm() {
        WordTable.Progress chain = words.begin(new UUID(5, 6));
        assertThat(words.begin(new UUID(5, 6))).isEqualTo(chain);
        int key = words.key("message.2026-11.0123456789abcdef");
        List<WordTable.Row> rows =
                IntStream.range(0, 150)
                        .mapToObj(i ->
                                new WordTable.Row(key, -7, new Posting(i, chain.chain(), i % 3)))
                        .toList();
        assertThat(words.add(chain.chain(), 0, 3, rows)).isTrue();
        assertThat(words.add(chain.chain(), 0, 3, rows)).as("moved since").isFalse();
        assertThat(words.add(chain.chain(), 3, 4, rows)).isTrue();
        Posting middle = new Posting(75, chain.chain(), 0);
        assertThat(words.postings(key, -7, Direction.BACKWARDS, middle, 2))
                .containsExactly(middle, new Posting(74, chain.chain(), 2));
        assertThat(words.postings(key, -7, Direction.FORWARDS, middle, 2))
                .containsExactly(middle, new Posting(76, chain.chain(), 1));
        assertThat(words.postings(key, -7, Direction.FORWARDS, Direction.FORWARDS.start(0), 999))
                .hasSize(150);
    }

    @Test
    void oneOfSeveralWins() throws InterruptedException {
        try (Archive archive = archive(keys)) {
            for (int i = 0; i < 300; i++) {
                archive.append(message(NOW.plusSeconds(i), ALICE, List.of(BOB), "common w" + i));
            }
        }
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(_ -> {
                            ArchiveIndexer indexer = indexer();
                            return Thread.ofVirtual()
                                    .start(() -> {
                                        try {
                                            go.await();
                                        } catch (InterruptedException e) {
                                            throw new AssertionError(e);
                                        }
                                        indexer.catchUp();
                                    });
                        })
                        .toList();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        indexer().catchUp();
        assertThat(pages(request(Optional.of("common"), Optional.empty(), Optional.empty(), 100)))
                .hasSize(300)
                .doesNotHaveDuplicates();
        assertThat(words.progress().values()).allMatch(WordTable.Progress::complete);
    }

    @Test
    void aChainOfANodeThatIsGoneIsTakenOverWhereItsKeysAre() {
        InMemoryArchiveKeys theirs = new InMemoryArchiveKeys();
        try (Archive archive = archive(theirs)) {
            archive.append(message(NOW, ALICE, List.of(BOB), "far away"));
        }
        ArchiveIndexer ours = indexer();
        // another signer, and another day key: nothing to be read here
        ours.catchUp();
        now.updateAndGet(at -> at.plus(ArchiveIndexer.PATIENCE).plusSeconds(1));
        ours.catchUp();
        SearchPage page = search().search(SearchRequest.words("far", 10));
        assertThat(page.found()).isEmpty();
        assertThat(page.gaps().notYetRead()).isEqualTo(1);

        // a node that shares their keys, and signs with its own
        RecordOpener sharing = new RecordOpener(tables, new SignerOf(theirs, keys));
        ArchiveIndexer heir = new ArchiveIndexer(sharing, words, wordKeys, clock);
        heir.catchUp();
        assertThat(words.progress().values()).allMatch(progress -> progress.next() == 0);
        now.updateAndGet(at -> at.plus(ArchiveIndexer.PATIENCE).plusSeconds(1));
        heir.catchUp();
        assertThat(words.progress().values()).anyMatch(WordTable.Progress::complete);
        page = new ArchiveSearch(sharing, words, wordKeys).search(SearchRequest.words("far", 10));
        assertThat(texts(page)).containsExactly("far away");
    }

    @Test
    void withoutItsKeyNoWordIsFoundAndThatIsSaid() {
        write(ALICE, BOB, "the Zürich office");
        indexer().catchUp();
        ArchiveSearch elsewhere = new ArchiveSearch(opener(), words, new InMemoryWordKeys());
        SearchPage page = elsewhere.search(SearchRequest.words("zurich", 10));
        assertThat(page.found()).isEmpty();
        assertThat(page.gaps().keysElsewhere())
                .hasSize(1)
                .allMatch(id -> id.startsWith("message.2026-11."));

        String id = wordKeys.current("message", YearMonth.of(2026, 11)).id();
        wordKeys.destroy(id);
        words.forget(words.key(id));
        page = search().search(SearchRequest.words("zurich", 10));
        assertThat(page.found()).isEmpty();
        assertThat(page.gaps().isEmpty()).isTrue();
        assertThat(words.keys()).doesNotContainKey(id);
    }

    @Test
    void whoSearchedIsRecordedAndNotFoundByTheWord() {
        try (Archive archive = archive(keys)) {
            archive.append(message(NOW, ALICE, List.of(BOB), "zebra"));
            archive.append(
                    new ArchiveEvent.ContentSearched(
                            UUID.randomUUID(),
                            NOW,
                            "officer",
                            Map.of("person", ALICE),
                            List.of(new ArchivePosition(new UUID(1, 2), 3)),
                            true,
                            Optional.of(
                                    Content.of(
                                            "text/plain",
                                            "zebra".getBytes(StandardCharsets.UTF_8)))));
        }
        assertThat(found("zebra")).hasSize(1);
        indexer().catchUp();
        assertThat(found("zebra")).hasSize(1);
        OpenedRecord event =
                opener().search(
                                new ArchiveQuery(
                                        Optional.empty(),
                                        NOW,
                                        ArchiveQuery.END,
                                        Optional.of("content-searched"),
                                        Optional.empty(),
                                        5))
                        .getFirst();
        assertThat(event.event().facts().first("actor")).contains("officer");
        assertThat(event.event().facts().first("by-person")).contains(ALICE);
        assertThat(event.event().facts().entries())
                .noneMatch(fact -> fact.value().contains("zebra"));
        assertThat(text(opener().at(List.of(event.event().position()), true).getFirst()))
                .isEqualTo("zebra");
    }

    /// The keys of one node, and another one's signature.
    private record SignerOf(InMemoryArchiveKeys content, InMemoryArchiveKeys node)
            implements ArchiveKeys {
        @Override
        public DayKey current(RetentionClass retention, LocalDate day) {
            return content.current(retention, day);
        }

        @Override
        public Optional<DayKey> find(String id) {
            return content.find(id);
        }

        @Override
        public String signer() {
            return node.signer();
        }

        @Override
        public PublicKey publicKey() {
            return node.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return node.sign(message);
        }
    }

    /// A table that goes away with its process.
    private record DyingTable(WordTable inner, AtomicInteger left, boolean afterCommit)
            implements WordTable {
        DyingTable(WordTable inner, int batches, boolean afterCommit) {
            this(inner, new AtomicInteger(batches), afterCommit);
        }

        @Override
        public Map<UUID, Progress> progress() {
            return inner.progress();
        }

        @Override
        public Progress begin(UUID chain) {
            return inner.begin(chain);
        }

        @Override
        public void complete(Progress progress) {
            inner.complete(progress);
        }

        @Override
        public Map<String, Integer> keys() {
            return inner.keys();
        }

        @Override
        public int key(String id) {
            return inner.key(id);
        }

        @Override
        public boolean add(int chain, long from, long to, List<Row> rows) {
            if (left.getAndDecrement() > 0) {
                return inner.add(chain, from, to, rows);
            }
            if (afterCommit) {
                inner.add(chain, from, to, rows);
            }
            throw new StoreUnavailableException("died", null);
        }

        @Override
        public void remove(List<Row> rows) {
            inner.remove(rows);
        }

        @Override
        public List<Posting> postings(
                int key, long token, Direction direction, Posting from, int limit) {
            return inner.postings(key, token, direction, from, limit);
        }

        @Override
        public void forget(int key) {
            inner.forget(key);
        }
    }
}
