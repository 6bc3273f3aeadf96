package org.earshot.proxy.archive.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveKeys;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.archive.SplitKeys;
import org.earshot.proxy.archive.search.ArchiveIndexer;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.InMemoryWordKeys;
import org.earshot.proxy.archive.search.InMemoryWordTable;
import org.earshot.proxy.archive.search.SearchRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is picked and decided on any tables.
abstract class ReviewContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");
    static final String ALICE = "sip:alice@example.org";
    static final String BOB = "sip:bob@example.org";
    static final Reviews.Officer OLGA = new Reviews.Officer("olga", "olga (officer)");
    static final Reviews.Officer OTTO = new Reviews.Officer("otto", "otto (officer)");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final InstantSource clock = now::get;
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private ArchiveTables tables;
    private ReviewTable table;
    private Archive archive;

    /// Tables without a record.
    abstract ArchiveTables emptyTables();

    /// A table without a rule and an item, in the same place.
    abstract ReviewTable emptyReview();

    /// The same for another node, that remembers nothing.
    abstract ReviewTable ofAnotherNode(ReviewTable table);

    @BeforeEach
    void open() {
        tables = emptyTables();
        table = emptyReview();
        archive = archive(keys);
    }

    @AfterEach
    void close() {
        if (archive != null) { // skipped, where there is no such database
            archive.close();
        }
    }

    private Archive archive(ArchiveKeys of) {
        return ChainedArchive.open(ArchiveConfig.of("n1"), tables, AnchorJournal.none(), of, clock);
    }

    private Reviews reviews() {
        return new Reviews(table, new RecordOpener(tables, keys), archive, clock);
    }

    private ReviewFollower follower() {
        return new ReviewFollower(new RecordOpener(tables, keys), table, archive, clock);
    }

    private static RuleDraft lexicon(String lines, boolean fourEyes) {
        return new RuleDraft(
                Optional.of(Lexicon.parse(lines)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(fourEyes));
    }

    private ArchivePosition write(String text) {
        return write(ALICE, BOB, text, Optional.empty());
    }

    private ArchivePosition write(
            String from, String to, String text, Optional<String> notReviewable) {
        now.updateAndGet(at -> at.plusMillis(1));
        return archive.append(
                new ArchiveEvent.MessageReceived(
                        UUID.randomUUID(),
                        clock.instant(),
                        RetentionClass.MESSAGE,
                        new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                        List.of(to),
                        "call",
                        "id",
                        Map.of(),
                        Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)),
                        notReviewable,
                        false));
    }

    private void settle() {
        now.updateAndGet(at -> at.plus(ReviewFollower.SETTLED));
    }

    private void follow() {
        settle();
        follower().catchUp();
    }

    private List<ReviewItem> items() {
        return table.items(Optional.empty(), 0, 1000);
    }

    private List<ArchivedEvent> events(String kind) {
        return new RecordOpener(tables, keys)
                        .search(
                                new ArchiveQuery(
                                        Optional.empty(),
                                        ArchiveQuery.BEGINNING,
                                        ArchiveQuery.END,
                                        Optional.of(kind),
                                        Optional.empty(),
                                        1000))
                        .reversed()
                        .stream()
                        .map(OpenedRecord::event)
                        .toList();
    }

    private String sealed(ArchivedEvent event) {
        return new RecordOpener(tables, keys)
                .at(List.of(event.position()), true)
                .getFirst()
                .content()
                .map(content -> new String(content.body().array(), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @Test
    void whatARulePicksIsInTheQueueAndInTheRecord() {
        write("insider before the rule");
        now.updateAndGet(at -> at.plusMillis(1));
        reviews().add("leaks", lexicon("insider", false), OLGA);
        write("hello");
        ArchivePosition caught = write("an Insider!");
        follower().catchUp();
        assertThat(items()).as("rules of other nodes are seen first").isEmpty();
        follow();
        assertThat(items()).hasSize(1);
        ReviewItem item = items().getFirst();
        assertThat(item.record()).isEqualTo(caught);
        assertThat(item.state()).isEqualTo(ReviewItem.State.OPEN);
        assertThat(item.causes())
                .containsExactly(new ReviewItem.Cause("leaks", 1, Severity.MEDIUM, false, true));
        ArchivedEvent queued = events("review-queued").getFirst();
        assertThat(queued.facts().first("examined")).contains("2");
        assertThat(queued.facts().first("queued")).contains("1");
        assertThat(queued.facts().toString()).doesNotContain("leaks", ALICE);
        assertThat(sealed(queued)).endsWith(caught + "; leaks 1");
        follow();
        follow();
        assertThat(items()).hasSize(1);
        assertThat(events("review-queued")).hasSize(1);
        ReviewStatus status = ReviewStatus.of(table, new RecordOpener(tables, keys));
        assertThat(status.behind()).isZero();
        assertThat(status.examined()).isEqualTo(2);
        assertThat(status.counts()).isEqualTo(Map.of(ReviewItem.State.OPEN, 1L));
    }

    @Test
    void whatSomebodyPublishesForAllIsLookedAtToo() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        now.updateAndGet(at -> at.plusMillis(1));
        ArchivePosition note =
                archive.append(
                        new ArchiveEvent.PresencePublished(
                                UUID.randomUUID(),
                                clock.instant(),
                                new Sender(
                                        ALICE,
                                        Optional.empty(),
                                        IdentityProof.DIGEST,
                                        Optional.empty()),
                                "call",
                                Content.of(
                                        "text/plain",
                                        "ask the insider".getBytes(StandardCharsets.UTF_8))));
        follow();
        assertThat(items()).extracting(ReviewItem::record).containsExactly(note);
    }

    @Test
    void asLongAsThereWasNeverARuleNothingIsReadAndNothingIsMissedAfterwards() {
        write("insider one");
        ReviewFollower follower = follower();
        follower.catchUp();
        RecordOpener records = new RecordOpener(tables, keys);
        assertThat(ReviewStatus.of(table, records).behind()).isPositive();
        now.updateAndGet(at -> at.plus(ReviewFollower.SETTLED.minusMillis(2)));
        write("insider two");
        settle();
        follower.catchUp();
        assertThat(ReviewStatus.of(table, records).behind()).isEqualTo(1);
        reviews().add("leaks", lexicon("insider", false), OLGA);
        now.updateAndGet(at -> at.plusMillis(1));
        write("insider three");
        settle();
        follower.catchUp();
        assertThat(items()).hasSize(1);
        assertThat(ReviewStatus.of(table, records).examined()).isEqualTo(1);
    }

    @Test
    void aChangeIsAnotherVersionAndBothStandInTheRecord() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        now.updateAndGet(at -> at.plusSeconds(1));
        write("insider one");
        now.updateAndGet(at -> at.plusSeconds(1));
        ReviewRule second = reviews().change("leaks", lexicon("outsider", true), OTTO);
        assertThat(second.version()).isEqualTo(2);
        write("insider two");
        write("outsider three");
        now.updateAndGet(at -> at.plusSeconds(1));
        reviews().remove("leaks", OLGA);
        write("outsider four");
        follow();
        assertThat(items())
                .extracting(item -> item.causes().getFirst().words())
                .containsExactly("leaks 1", "leaks 2");
        ArchivedEvent changed = events("review-rule").get(1);
        assertThat(changed.facts().toString()).doesNotContain("sider");
        assertThat(changed.facts().first("actor")).contains("otto (officer)");
        assertThat(sealed(changed))
                .contains(
                        "before: 1 phrase,",
                        "insider",
                        "after: 1 phrase,",
                        "four eyes",
                        "outsider");
        assertThat(reviews().rules().versions("leaks"))
                .extracting(ReviewRule::version)
                .containsExactly(1, 2, 3);
        assertThatThrownBy(() -> reviews().change("leaks", lexicon("x", true), OLGA))
                .isInstanceOf(ReviewRefusedException.class);
        assertThat(reviews().add("leaks", lexicon("x", true), OLGA).version()).isEqualTo(4);
        assertThatThrownBy(() -> reviews().add("leaks", lexicon("x", true), OLGA))
                .hasMessageContaining("there is a rule leaks");
        assertThat(ofAnotherNode(table).rules()).isEqualTo(table.rules());
    }

    @Test
    void ofTwoVersionsAtOnceOneIsRefused() {
        RuleBook before = table.rules();
        reviews().add("one", lexicon("one", false), OLGA);
        ReviewRule other = lexicon("two", false).first("two", 1, clock.instant(), "otto (officer)");
        assertThatThrownBy(() -> submit(table.add(before.with(other))))
                .hasRootCauseMessage("another rule came first");
        assertThat(table.rules().latest()).hasSize(1);
    }

    private void submit(Companion companion) {
        archive.submit(
                        new ArchiveEvent.ContentViewed(
                                UUID.randomUUID(),
                                clock.instant(),
                                "test",
                                new ArchivePosition(new UUID(0, 0), 0)),
                        Optional.of(companion))
                .join();
    }

    @Test
    void oneMessageIsOneItemWhateverPicksIt() {
        reviews().add("a", lexicon("insider", false), OLGA);
        reviews()
                .add(
                        "b",
                        new RuleDraft(
                                Optional.of(Sample.random(1000, new SecureRandom())),
                                Optional.of(new Scope(Set.of(BOB), Scope.Direction.OUTBOUND)),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Severity.HIGH),
                                Optional.of(true)),
                        OLGA);
        write(BOB, ALICE, "insider", Optional.empty());
        write(BOB, ALICE, "hello", Optional.empty());
        write(ALICE, BOB, "hello", Optional.empty());
        follow();
        assertThat(items())
                .extracting(item -> item.causes().stream().map(ReviewItem.Cause::rule).toList())
                .containsExactly(List.of("a", "b"), List.of("b"));
        assertThat(items().getFirst().severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void whatCantBeOpenedIsCountedAndTold() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        write(ALICE, BOB, "MIIB insider", Optional.of("application/pkcs7-mime"));
        write("hello");
        settle();
        ArchiveKeys none = new SplitKeys(keys, new InMemoryArchiveKeys());
        new ReviewFollower(new RecordOpener(tables, none), table, archive, clock).catchUp();
        assertThat(items()).isEmpty();
        assertThat(events("review-queued").getFirst().facts().first("not-searched")).contains("2");
        assertThat(ReviewStatus.of(table, new RecordOpener(tables, keys)).unreadable())
                .isEqualTo(2);
    }

    @Test
    void aCrashBetweenBatchesNeitherLosesNorDoubles() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        for (int i = 0; i < 300; i++) {
            write(i % 100 == 50 ? "insider " + i : "talk");
        }
        settle();
        assertThat(follower().readSome()).isTrue();
        int before = items().size();
        // the record goes away when the next batch is to be written: nothing of it happens
        Archive broken =
                new Archive() {
                    @Override
                    public CompletableFuture<ArchivePosition> submit(
                            ArchiveEvent event, Optional<Companion> companion) {
                        return CompletableFuture.failedFuture(
                                new ArchiveUnavailableException("away", null));
                    }

                    @Override
                    public void close() {}
                };
        ReviewFollower dying =
                new ReviewFollower(new RecordOpener(tables, keys), table, broken, clock);
        assertThatThrownBy(dying::catchUp).isInstanceOf(CompletionException.class);
        assertThat(items()).hasSize(before);
        follower().catchUp();
        assertThat(items()).hasSize(3);
        assertThat(items().stream().map(ReviewItem::record).distinct()).hasSize(3);
        assertThat(ReviewStatus.of(table, new RecordOpener(tables, keys)).examined())
                .isEqualTo(300);
    }

    @Test
    void ofTwoNodesOnOneChainOneIsFaster() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        ArchivePosition caught = write("insider");
        settle();
        ReviewTable.Progress stale =
                table.progress()
                        .getOrDefault(caught.chain(), ReviewTable.Progress.begin(caught.chain()));
        follower().catchUp();
        ReviewTable.Progress to =
                new ReviewTable.Progress(caught.chain(), caught.number() + 1, false, 1, 0);
        ReviewTable.Picked picked = new ReviewTable.Picked(caught, items().getFirst().causes());
        assertThatThrownBy(() -> submit(table.move(stale, to, List.of(picked), clock.instant())))
                .hasRootCauseMessage("somebody else was faster");
        assertThat(table.move(stale, to)).isFalse();
        assertThat(items()).hasSize(1);
    }

    @Test
    void anotherNodesChainIsLeftToItUntilItStandsStill() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        ArchiveKeys theirs = new SplitKeys(new InMemoryArchiveKeys(), keys);
        try (Archive other = archive(theirs)) {
            other.append(
                    new ArchiveEvent.MessageReceived(
                            UUID.randomUUID(),
                            clock.instant().plusMillis(1),
                            RetentionClass.MESSAGE,
                            new Sender(
                                    ALICE,
                                    Optional.empty(),
                                    IdentityProof.DIGEST,
                                    Optional.empty()),
                            List.of(BOB),
                            "call",
                            "id",
                            Map.of(),
                            Content.of("text/plain", "insider".getBytes(StandardCharsets.UTF_8))));
            settle();
            ReviewFollower follower = follower();
            follower.catchUp();
            assertThat(items()).isEmpty();
            now.updateAndGet(at -> at.plus(ReviewFollower.PATIENCE).plus(Duration.ofSeconds(1)));
            follower.catchUp();
            assertThat(items()).hasSize(1);
        }
    }

    @Test
    void stepsStandInTheRecordAndNotesInItsSealedPart() {
        reviewSomething();
    }

    /// Two officers agree on a message.
    final void reviewSomething() {
        reviews().add("leaks", lexicon("insider", true), OLGA);
        write("insider");
        follow();
        long number = items().getFirst().number();
        reviews().take(number, OLGA);
        assertThatThrownBy(() -> reviews().take(number, OTTO)).hasMessageContaining("olga has");
        reviews().decide(number, Disposition.VIOLATION, "told the zebrafinch", OLGA);
        assertThat(reviews().item(number).state()).isEqualTo(ReviewItem.State.SECOND);
        assertThatThrownBy(() -> reviews().take(number, OLGA)).hasMessageContaining("before");
        reviews().assign(number, "otto", OLGA);
        reviews().decide(number, Disposition.VIOLATION, "", OTTO);
        ReviewItem closed = ofAnotherNode(table).item(number).orElseThrow();
        assertThat(closed.disposition()).contains(Disposition.VIOLATION);
        assertThat(closed.verdicts().getFirst().note()).isEqualTo("told the zebrafinch");
        assertThat(events("review-given")).hasSize(2);
        List<ArchivedEvent> decided = events("review-decided");
        assertThat(decided).hasSize(2);
        assertThat(decided.toString()).doesNotContain("violation", "zebrafinch");
        assertThat(sealed(decided.getFirst()))
                .contains("before: taken by olga", "after: second", "note: told the zebrafinch");
        assertThat(sealed(decided.getLast())).contains("so closed as: violation");
        assertThat(table.counts()).isEqualTo(Map.of(ReviewItem.State.CLOSED, 1L));
    }

    /// What does not fit between queue and record.
    final ReviewCheck.Result check() {
        return new ReviewCheck(ofAnotherNode(table), new RecordOpener(tables, keys)).check();
    }

    @Test
    void theQueueFitsTheRecord() {
        assertThat(check().fits()).isTrue();
        reviewSomething();
        write("insider again");
        write("nothing");
        follow();
        ReviewCheck.Result result = check();
        assertThat(result.fits()).isTrue();
        assertThat(result.picked()).isEqualTo(2);
        assertThat(result.closed()).isEmpty();
    }

    @Test
    void whatTheKeysAreNotHereOfIsSaidNotToBeCompared() {
        reviewSomething();
        ReviewCheck.Result result =
                new ReviewCheck(table, new RecordOpener(tables, new InMemoryArchiveKeys())).check();
        assertThat(result.closed()).hasSize(1);
        assertThat(result.fits()).isTrue();
    }

    @Test
    void whatSupervisionSaysIsNotFoundByItsWords() {
        reviewSomething();
        RecordOpener records = new RecordOpener(tables, keys);
        InMemoryWordTable words = new InMemoryWordTable();
        InMemoryWordKeys wordKeys = new InMemoryWordKeys();
        for (int round = 0; round < 2; round++) {
            ArchiveSearch search = new ArchiveSearch(records, words, wordKeys);
            assertThat(search.search(SearchRequest.words("insider", 10)).found())
                    .extracting(found -> found.row().event().kind())
                    .containsExactly("message-received");
            assertThat(search.search(SearchRequest.words("zebrafinch", 10)).found()).isEmpty();
            new ArchiveIndexer(records, words, wordKeys, clock).catchUp();
        }
    }

    @Test
    void anOldStepIsRefused() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        write("insider");
        follow();
        ReviewItem item = items().getFirst();
        reviews().take(item.number(), OLGA);
        assertThatThrownBy(() -> submit(table.put(item.given("otto", false))))
                .hasRootCauseMessage("somebody else was faster");
        assertThat(reviews().item(item.number()).holder()).contains("olga");
    }

    @Test
    void nobodyReviewsTheirOwn() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        write("insider");
        follow();
        long number = items().getFirst().number();
        reviews().recuse("olga", BOB, true, OLGA);
        assertThatThrownBy(() -> reviews().recuse("olga", BOB, true, OTTO))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> reviews().item(number, OLGA))
                .hasMessage("olga does not review messages of " + BOB);
        assertThatThrownBy(() -> reviews().take(number, OLGA))
                .isInstanceOf(ReviewRefusedException.class);
        assertThatThrownBy(() -> reviews().assign(number, "olga", OTTO))
                .isInstanceOf(ReviewRefusedException.class);
        assertThatThrownBy(() -> reviews().recuse("olga", BOB, false, OLGA))
                .hasMessageContaining("another officer");
        reviews().recuse("olga", BOB, false, OTTO);
        assertThat(reviews().take(number, OLGA).holder()).contains("olga");
        assertThat(events("review-recusal")).hasSize(2);
    }

    @Test
    void theQueueIsReadPageByPage() {
        reviews().add("leaks", lexicon("insider", false), OLGA);
        for (int i = 0; i < 5; i++) {
            write("insider " + i);
        }
        follow();
        List<ReviewItem> first = reviews().items(Optional.of(ReviewItem.State.OPEN), 0, 2);
        assertThat(first).hasSize(2);
        reviews().take(first.getFirst().number(), OLGA);
        assertThat(reviews().items(Optional.of(ReviewItem.State.OPEN), first.getLast().number(), 9))
                .hasSize(3);
        assertThat(reviews().items(Optional.of(ReviewItem.State.TAKEN), 0, 9)).hasSize(1);
        assertThat(reviews().items(Optional.empty(), 0, 9)).hasSize(5);
    }
}
