package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.ShreddingListener;
import org.earshot.proxy.archive.SplitKeys;
import org.junit.jupiter.api.Test;

/// How words come into any tables, and go.
abstract class ArchiveIndexingContract extends SearchedArchive {
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
        RecordOpener sharing = new RecordOpener(tables, new SplitKeys(keys, theirs));
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
