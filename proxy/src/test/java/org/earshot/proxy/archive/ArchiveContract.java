package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the archive does on any tables.
abstract class ArchiveContract {
    private static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 10, Duration.ofSeconds(10));

    @TempDir Path directory;

    private final InstantSource clock = InstantSource.fixed(TestEvents.NOW);
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private FaultyTables tables;

    /// Tables without a record.
    abstract ArchiveTables emptyTables();

    @BeforeEach
    void open() {
        tables = new FaultyTables(emptyTables());
    }

    private FileAnchorJournal journal() throws IOException {
        return new FileAnchorJournal(directory.resolve("anchors"));
    }

    private Archive archive() throws IOException {
        return ChainedArchive.open(CONFIG, tables, journal(), keys, clock);
    }

    private Archive archive(AnchorJournal anchors, Duration patience) {
        return ChainedArchive.open(
                new ArchiveConfig("n1", 10, Duration.ofSeconds(10), patience),
                tables,
                anchors,
                keys,
                clock);
    }

    private ChainWriter writer(AnchorJournal anchors) {
        return new ChainWriter(CONFIG, tables, anchors, keys, clock, new SecureRandom());
    }

    private List<Draft> drafts(int count) {
        ContentSealer sealer = new ContentSealer(keys, new SecureRandom());
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(Draft.of(TestEvents.message("draft " + i), sealer, new SecureRandom()));
        }
        return drafts;
    }

    private Verdict verdict() throws IOException {
        return new ArchiveVerifier(
                        tables, Set.of(keys.signer()), () -> journal().read(), Duration.ZERO)
                .verify()
                .verdict();
    }

    private ArchiveReader reader() {
        return new ArchiveReader(tables, keys, clock);
    }

    @Test
    void whatWasAppendedIsFoundWithItsFacts() throws IOException {
        ArchiveEvent.MessageReceived message = TestEvents.message("hello");
        ArchivePosition position;
        try (Archive archive = archive()) {
            position = archive.append(message);
        }
        ArchivedEvent found =
                reader().search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)).getFirst();
        assertThat(found.position()).isEqualTo(position);
        assertThat(found.id()).isEqualTo(message.id());
        assertThat(found.at()).isEqualTo(TestEvents.NOW);
        assertThat(found.kind()).isEqualTo("message-received");
        assertThat(found.facts().first("from")).contains(TestEvents.ALICE);
        assertThat(found.facts().first("from-verified-by")).contains("digest");
        assertThat(found.facts().first("transport")).contains("TLS");
        assertThat(found.facts().first("remote")).contains("192.0.2.7 40000");
        assertThat(found.facts().all("header")).containsExactly("Subject: Lunch");
        assertThat(found.hasContent()).isTrue();
    }

    @Test
    void whatNobodyCanReviewIsSaidToBeSo() throws IOException {
        try (Archive archive = archive()) {
            archive.append(TestEvents.message("hello"));
            archive.append(TestEvents.sealedMessage("application/pkcs7-mime"));
            assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        }
        assertThat(reader().search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                .extracting(event -> event.facts().first("not-reviewable"))
                .containsExactly(Optional.of("application/pkcs7-mime"), Optional.empty());
    }

    @Test
    void everyKindIsKeptAndTheWholeIsIntact() throws IOException {
        try (Archive archive = archive()) {
            TestEvents.oneOfEachKind().forEach(archive::append);
            assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        }
        assertThat(reader().search(ArchiveQuery.latest(Optional.empty(), 100)))
                .extracting(ArchivedEvent::kind)
                .containsExactlyInAnyOrder(
                        "chain-opened",
                        "message-received",
                        "message-refused",
                        "message-delivered",
                        "message-dropped",
                        "message-displayed",
                        "call-refused",
                        "call-answered",
                        "call-ended",
                        "file-refused",
                        "file-answered",
                        "file-ended",
                        "text-withheld",
                        "record-gap",
                        "presence-published",
                        "chain-closed");
        assertThat(verdict()).isEqualTo(new Verdict.Intact(TestEvents.NOW));
    }

    /// The server has not seen it, and says so; calls, which it carried through, are not of that kind.
    @Test
    void aFileThatWentPastTheServerIsWhatThePhoneClaims() throws IOException {
        try (Archive archive = archive()) {
            TestEvents.oneOfEachKind().forEach(archive::append);
        }
        List<ArchivedEvent> events = reader().search(ArchiveQuery.latest(Optional.empty(), 100));
        assertThat(events)
                .filteredOn(event -> event.kind().startsWith("file-"))
                .hasSize(3)
                .allSatisfy(event -> {
                    assertThat(event.facts().first("claimed-by")).contains("phone");
                    assertThat(event.facts().first("file-name")).contains("plan.pdf");
                    assertThat(event.facts().first("file-size")).contains("2500000");
                    assertThat(event.facts().all("file-hash")).containsExactly("sha-256:ab:cd");
                    assertThat(event.facts().first("way")).contains("relay");
                    assertThat(event.facts().first("relay")).contains("192.0.2.9:2855");
                    assertThat(event.facts().first("from")).contains(TestEvents.ALICE);
                    assertThat(event.facts().first("to")).contains(TestEvents.BOB);
                });
        assertThat(events)
                .filteredOn(event -> event.kind().startsWith("call-"))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.facts().first("claimed-by")).isEmpty());
    }

    @Test
    void contentIsReadOnlyAfterThatWasRecorded() throws IOException {
        try (Archive archive = archive()) {
            ArchivePosition position = archive.append(TestEvents.message("grüße 👂"));
            Content content = reader().content(position, "officer", archive).orElseThrow();
            assertThat(new String(content.body().array(), StandardCharsets.UTF_8))
                    .isEqualTo("grüße 👂");
            assertThat(content.type()).isEqualTo("text/plain");
            assertThat(reader().search(ArchiveQuery.latest(Optional.empty(), 100)))
                    .filteredOn(event -> event.kind().equals("content-viewed"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.facts().first("actor")).contains("officer");
                        assertThat(event.facts().first("record")).contains(position.toString());
                    });
        }
    }

    @Test
    void aSearchIsByAddressAndPeriodTheLatestFirst() throws IOException {
        try (Archive archive = archive()) {
            ArchiveEvent.MessageReceived message = TestEvents.message("one");
            archive.append(message);
            archive.append(TestEvents.delivered(message.id()));
        }
        assertThat(reader().search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                .extracting(ArchivedEvent::kind)
                .containsExactly("message-delivered", "message-received");
        assertThat(reader().search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 1))).hasSize(1);
        assertThat(reader().search(ArchiveQuery.latest(Optional.of("sip:eve@example.org"), 10)))
                .isEmpty();
        assertThat(
                        reader().search(
                                        new ArchiveQuery(
                                                Optional.of(TestEvents.BOB),
                                                TestEvents.NOW.plusMillis(1),
                                                TestEvents.NOW.plusMillis(6),
                                                10)))
                .extracting(ArchivedEvent::kind)
                .containsExactly("message-delivered");
    }

    @Test
    void noneOfManyAtOnceIsLostAndTheNumbersHaveNoGap() throws IOException {
        int count = 300;
        List<CompletableFuture<ArchivePosition>> waiting = new ArrayList<>();
        try (Archive archive = archive()) {
            for (int i = 0; i < count; i++) {
                waiting.add(archive.submit(TestEvents.message("message " + i)));
            }
            List<Long> numbers =
                    waiting.stream().map(done -> done.join().number()).sorted().toList();
            for (int i = 0; i < count; i++) {
                assertThat(numbers.get(i)).isEqualTo(i + 1L); // 0 opened the chain
            }
        }
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void aClosedArchiveRefuses() throws IOException {
        Archive archive = archive();
        archive.close();
        assertThatThrownBy(() -> archive.append(TestEvents.message("late")))
                .isInstanceOf(ArchiveUnavailableException.class);
    }

    @Test
    void nothingIsAcknowledgedWhileTheTablesAreAwayAndAllIsWellAfterwards() throws IOException {
        try (Archive archive = archive()) {
            archive.append(TestEvents.message("before"));
            tables.fault = Optional.of(FaultyTables.Fault.BEFORE_COMMIT);
            assertThatThrownBy(() -> archive.append(TestEvents.message("during")))
                    .isInstanceOf(ArchiveUnavailableException.class);
            tables.fault = Optional.empty();
            ArchivePosition after = archive.append(TestEvents.message("after"));
            assertThat(after.number()).isEqualTo(2);
        }
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void aCommitWithoutAnAnswerIsNotWrittenTwice() throws IOException {
        try (Archive archive = archive()) {
            archive.append(TestEvents.message("before"));
            tables.fault = Optional.of(FaultyTables.Fault.AFTER_COMMIT);
            assertThat(archive.append(TestEvents.message("during")).number()).isEqualTo(2);
            tables.fault = Optional.empty();
            assertThat(archive.append(TestEvents.message("after")).number()).isEqualTo(3);
        }
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void itOpensWhileTheTablesAreAway() throws IOException {
        tables.fault = Optional.of(FaultyTables.Fault.BEFORE_COMMIT);
        try (Archive archive = archive()) {
            assertThatThrownBy(() -> archive.append(TestEvents.message("early")))
                    .isInstanceOf(ArchiveUnavailableException.class);
            tables.fault = Optional.empty();
            archive.append(TestEvents.message("then"));
        }
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void theNextStartRecoversAChainThatWasNotClosed() throws IOException {
        ChainWriter crashed = writer(journal());
        crashed.write(drafts(3), List.of());
        archive().close();
        assertThat(kinds()).contains("recovered").doesNotContain("loss");
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        archive().close();
        assertThat(kinds()).filteredOn(kind -> kind.equals("recovered")).hasSize(1);
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void rowsBeyondTheLastAnchorAreUnprovenUntilTheNextStartAdoptsThem() throws IOException {
        FullDisk journal = new FullDisk(journal());
        ChainWriter crashed = writer(journal);
        crashed.write(drafts(2), List.of());
        journal.full = true;
        assertThatThrownBy(() -> crashed.write(drafts(2), List.of()))
                .isInstanceOf(IOException.class);
        assertThat(verdict()).isInstanceOf(Verdict.Unproven.class);
        archive().close();
        assertThat(kinds()).contains("recovered").doesNotContain("loss");
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void whatCouldNotBeAnchoredIsAnchoredWithTheNext() throws IOException {
        FullDisk journal = new FullDisk(journal());
        ChainWriter writer = writer(journal);
        writer.write(drafts(1), List.of());
        journal.full = true;
        assertThatThrownBy(() -> writer.write(drafts(1), List.of()))
                .isInstanceOf(IOException.class);
        journal.full = false;
        assertThat(writer.write(drafts(1), List.of()).getFirst().number()).isEqualTo(3);
        writer.close();
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void whoWaitsHearsNothingUntilWhatIsCommittedIsAnchored() throws Exception {
        FullDisk journal = new FullDisk(journal());
        try (Archive archive = archive(journal, Duration.ofMinutes(1))) {
            archive.append(TestEvents.message("before"));
            assertThat(archive.awaitAnchors(Duration.ZERO)).isTrue();
            journal.full = true;
            CompletableFuture<ArchivePosition> during =
                    archive.submit(TestEvents.message("during"));
            journal.refused.await();
            assertThat(during).isNotDone();
            assertThat(kinds()).filteredOn(kind -> kind.equals("message-received")).hasSize(2);
            assertThat(archive.awaitAnchors(Duration.ZERO)).isFalse();
            journal.full = false;
            assertThat(during.join().number()).isEqualTo(2);
            assertThat(archive.awaitAnchors(Duration.ZERO)).isTrue();
            assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        }
    }

    @Test
    void whoWaitsWaitsForTheOpeningToo() throws Exception {
        ChainWriter killed = writer(journal());
        killed.write(drafts(2), List.of());
        FullDisk journal = new FullDisk(journal());
        journal.full = true;
        try (Archive archive = archive(journal, Duration.ofMinutes(1))) {
            journal.refused.await();
            assertThat(archive.awaitAnchors(Duration.ZERO)).isFalse();
            journal.full = false;
            archive.append(TestEvents.message("after"));
            assertThat(archive.awaitAnchors(Duration.ZERO)).isTrue();
        }
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void whatIsCommittedAndCanNotBeAnchoredForLongIsNotRefused() throws Exception {
        FullDisk journal = new FullDisk(journal());
        try (Archive archive = archive(journal, Duration.ofMillis(1))) {
            archive.append(TestEvents.message("before"));
            journal.full = true;
            assertThatThrownBy(() -> archive.append(TestEvents.message("during")))
                    .isInstanceOf(NotYetAnchoredException.class);
            assertThatThrownBy(() -> archive.append(TestEvents.message("then")))
                    .isInstanceOf(ArchiveUnavailableException.class)
                    .isNotInstanceOf(NotYetAnchoredException.class);
            assertThat(archive.awaitAnchors(Duration.ZERO)).isFalse();
            assertThat(kinds()).filteredOn(kind -> kind.equals("message-received")).hasSize(2);
            journal.full = false;
            assertThat(archive.append(TestEvents.message("after")).number()).isEqualTo(3);
            assertThat(archive.awaitAnchors(Duration.ZERO)).isTrue();
        }
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void anArchiveThatCanNotAnchorComesToAnEnd() throws Exception {
        FullDisk journal = new FullDisk(journal());
        CompletableFuture<ArchivePosition> during;
        try (Archive archive = archive(journal, Duration.ofMinutes(1))) {
            archive.append(TestEvents.message("before"));
            journal.full = true;
            during = archive.submit(TestEvents.message("during"));
            journal.refused.await();
        }
        assertThatThrownBy(during::join).hasCauseInstanceOf(NotYetAnchoredException.class);
        archive().close();
        assertThat(kinds()).contains("recovered").doesNotContain("loss");
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void anAnchorBeyondTheRowsIsAReportedLoss() throws IOException {
        ChainWriter crashed = writer(journal());
        List<ArchivePosition> written = crashed.write(drafts(2), List.of());
        UUID chain = written.getLast().chain();
        try (FileAnchorJournal journal = journal()) {
            journal.head(chain, new Anchor(7, ArchiveRecord.NO_HASH, 0));
        }
        archive().close();
        assertThat(kinds()).contains("loss");
        assertThat(verdict())
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> {
                            assertThat(broken.breaks().getFirst().chain()).isEqualTo(chain);
                            assertThat(broken.breaks().getFirst().number()).isEqualTo(3);
                        });
    }

    @Test
    void anotherNodesKeyIsNotTrusted() throws IOException {
        archive().close();
        assertThat(
                        new ArchiveVerifier(
                                        tables,
                                        Set.of(new InMemoryArchiveKeys().signer()),
                                        () -> journal().read(),
                                        Duration.ZERO)
                                .verify()
                                .verdict())
                .isInstanceOf(Verdict.Broken.class);
    }

    /// A server commits, and anchors a moment later: a verification in between waits for the anchor.
    @Test
    void anEndThatIsAnchoredWhileTheVerificationRunsIsProven() throws IOException {
        ChainWriter running = writer(journal());
        running.write(drafts(2), List.of());
        List<ChainAnchors> before = journal().read();
        running.write(drafts(1), List.of());
        Iterator<List<ChainAnchors>> readings =
                List.of(before, before, journal().read()).iterator();
        assertThat(
                        new ArchiveVerifier(
                                        tables,
                                        Set.of(keys.signer()),
                                        readings::next,
                                        Duration.ofSeconds(1))
                                .verify()
                                .verdict())
                .isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void anEndThatIsAnchoredOtherwiseIsBroken() throws IOException {
        ChainWriter running = writer(journal());
        long last = running.write(drafts(2), List.of()).getLast().number();
        List<ChainAnchors> read = journal().read();
        ChainAnchors whole = read.getFirst();
        Iterator<List<ChainAnchors>> readings =
                List.of(
                                List.of(heads(whole, List.of())),
                                List.of(
                                        heads(
                                                whole,
                                                List.of(
                                                        new Anchor(
                                                                last, ArchiveRecord.NO_HASH, 0)))))
                        .iterator();
        assertThat(
                        new ArchiveVerifier(
                                        tables,
                                        Set.of(keys.signer()),
                                        readings::next,
                                        Duration.ofSeconds(1))
                                .verify()
                                .verdict())
                .isInstanceOf(Verdict.Broken.class);
    }

    private static ChainAnchors heads(ChainAnchors of, List<Anchor> heads) {
        return new ChainAnchors(of.chain(), of.begun(), heads, of.checkpoints(), of.ended());
    }

    private List<String> kinds() {
        return reader().search(ArchiveQuery.latest(Optional.empty(), 1000)).stream()
                .map(ArchivedEvent::kind)
                .toList();
    }

    /// A journal that can't be written while its disk is full.
    static final class FullDisk implements AnchorJournal {
        private final AnchorJournal inner;
        volatile boolean full;
        final CountDownLatch refused = new CountDownLatch(1);

        FullDisk(AnchorJournal inner) {
            this.inner = inner;
        }

        @Override
        public void begin(UUID chain) throws IOException {
            inner.begin(chain);
        }

        @Override
        public void head(UUID chain, Anchor anchor) throws IOException {
            if (full) {
                refused.countDown();
                throw new IOException("No space left on device");
            }
            inner.head(chain, anchor);
        }

        @Override
        public void checkpoint(UUID chain, long sequence, Bytes hash) throws IOException {
            inner.checkpoint(chain, sequence, hash);
        }

        @Override
        public void end(UUID chain, String how) throws IOException {
            inner.end(chain, how);
        }

        @Override
        public List<ChainAnchors> read() throws IOException {
            return inner.read();
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }
}
