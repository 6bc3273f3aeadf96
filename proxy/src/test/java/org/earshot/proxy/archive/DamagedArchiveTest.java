package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.ArchiveTables.Addition;
import org.earshot.proxy.archive.ArchiveTables.Chain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record with damage in it: `verify` names it, a search shows what is left, the next start says what was lost; nothing
/// falls over.
class DamagedArchiveTest {
    private static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 4, Duration.ofSeconds(10));

    @TempDir Path directory;

    private final InstantSource clock = InstantSource.fixed(TestEvents.NOW);
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final Random random = new Random(37);
    private final InMemoryArchiveTables good = new InMemoryArchiveTables();

    @BeforeEach
    void write() throws IOException {
        crash(good, 1);
        try (Archive archive = ChainedArchive.open(CONFIG, good, journal(), keys, clock)) {
            archive.append(TestEvents.message("hello"));
        }
        assertThat(verdict(good)).isInstanceOf(Verdict.Intact.class);
        assertThat(recorded(good)).contains("recovered").doesNotContain("loss");
    }

    private FileAnchorJournal journal() throws IOException {
        return new FileAnchorJournal(directory);
    }

    /// A start that is never closed.
    private UUID crash(ArchiveTables tables, int messages) throws IOException {
        ContentSealer sealer = new ContentSealer(keys, new SecureRandom());
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            drafts.add(Draft.of(TestEvents.message("draft " + i), sealer, new SecureRandom()));
        }
        try (FileAnchorJournal journal = journal()) {
            ChainWriter writer =
                    new ChainWriter(CONFIG, tables, journal, keys, clock, new SecureRandom());
            return writer.write(drafts, List.of()).getLast().chain();
        }
    }

    private void start(ArchiveTables tables) throws IOException {
        ChainedArchive.open(CONFIG, tables, journal(), keys, clock).close();
    }

    private Verdict verdict(ArchiveTables tables) throws IOException {
        return new ArchiveVerifier(
                        tables,
                        Set.of(keys.signer()),
                        () -> FileAnchorJournal.read(directory),
                        Duration.ZERO)
                .verify()
                .verdict();
    }

    /// A start in the midst of the reading: the list of chains was read before it, the records after it.
    @Test
    void aServerThatBeginsWhileItIsReadBreaksNothing() throws IOException {
        crash(good, 2);
        boolean[] begun = new boolean[1];
        ArchiveTables tables =
                (ArchiveTables)
                        Proxy.newProxyInstance(
                                ArchiveTables.class.getClassLoader(),
                                new Class<?>[] {ArchiveTables.class},
                                (_, method, arguments) -> {
                                    Object result = method.invoke(good, arguments);
                                    if (method.getName().equals("chains") && !begun[0]) {
                                        begun[0] = true;
                                        start(good);
                                    }
                                    return result;
                                });
        assertThat(verdict(tables)).isInstanceOf(Verdict.Intact.class);
        assertThat(begun[0]).isTrue();
    }

    private List<String> recorded(ArchiveTables tables) {
        return reader(tables).search(ArchiveQuery.latest(Optional.empty(), 1000)).stream()
                .map(ArchivedEvent::kind)
                .toList();
    }

    private ArchiveReader reader(ArchiveTables tables) {
        return new ArchiveReader(tables, keys, clock);
    }

    private List<ArchiveRecord> rows() {
        return good.chains().stream()
                .flatMap(chain -> good.records(chain.chain(), 0, 1000).stream())
                .toList();
    }

    /// The same with other rows.
    private InMemoryArchiveTables with(List<ArchiveRecord> rows) {
        InMemoryArchiveTables tables = new InMemoryArchiveTables();
        for (Chain chain : good.chains()) {
            tables.add(
                    new Addition(
                            Optional.of(chain), List.of(), Optional.empty(), List.of(), List.of()));
            good.checkpoints(chain.chain())
                    .forEach(checkpoint ->
                            tables.add(
                                    new Addition(
                                            Optional.empty(),
                                            List.of(),
                                            Optional.of(checkpoint),
                                            List.of(),
                                            List.of())));
        }
        tables.add(new Addition(Optional.empty(), rows, Optional.empty(), List.of(), List.of()));
        return tables;
    }

    @Test
    void whateverIsChangedInARowVerifyNamesIt() throws IOException {
        List<ChainAnchors> anchors = FileAnchorJournal.read(directory);
        List<ArchiveRecord> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            for (ArchiveRecord damaged : TestRows.damaged(rows.get(i), random)) {
                List<ArchiveRecord> changed = new ArrayList<>(rows);
                changed.set(i, damaged);
                VerificationReport report =
                        new ArchiveVerifier(
                                        with(changed),
                                        Set.of(keys.signer()),
                                        () -> anchors,
                                        Duration.ZERO)
                                .verify();
                assertThat(report.verdict()).as("%s", damaged).isInstanceOf(Verdict.Broken.class);
                assertThat(report.text()).startsWith("broken at record ");
            }
        }
    }

    @Test
    void aSearchShowsWhatIsLeft() {
        List<ArchiveRecord> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            for (ArchiveRecord damaged : TestRows.damaged(rows.get(i), random)) {
                List<ArchiveRecord> changed = new ArrayList<>(rows);
                changed.set(i, damaged);
                ArchiveReader reader = reader(with(changed));
                assertThat(reader.search(ArchiveQuery.latest(Optional.empty(), 1000)))
                        .as("%s", damaged)
                        .hasSizeGreaterThanOrEqualTo(rows.size() - 1);
            }
        }
    }

    @Test
    void factsThatCantBeReadAreShownAsSuch() {
        ArchiveRecord row = rows().get(2);
        List<ArchiveRecord> changed = new ArrayList<>(rows());
        changed.set(2, TestRows.facts(row, Bytes.of(new byte[] {1, 2, 3})));
        assertThat(reader(with(changed)).search(ArchiveQuery.latest(Optional.empty(), 1000)))
                .filteredOn(event -> event.position().equals(row.position()))
                .singleElement()
                .satisfies(event -> assertThat(event.facts().first("unreadable")).isPresent());
    }

    @Test
    void theNextStartSurvivesWhateverWasChangedInARow() throws IOException {
        UUID crashed = crash(good, 1);
        List<ArchiveRecord> rows = rows();
        int from = rows.indexOf(good.records(crashed, 0, 1).getFirst());
        for (int i = from; i < rows.size(); i++) {
            for (ArchiveRecord damaged : TestRows.damaged(rows.get(i), random)) {
                List<ArchiveRecord> changed = new ArrayList<>(rows);
                changed.set(i, damaged);
                ChainWriter writer =
                        new ChainWriter(
                                CONFIG,
                                with(changed),
                                new ReadOnly(FileAnchorJournal.read(directory)),
                                keys,
                                clock,
                                new SecureRandom());
                assertThatCode(writer::open).as("%s", damaged).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aSignedStatementThatCantBeReadIsNamed() throws IOException {
        InMemoryArchiveTables tables = with(rows());
        ChainWriter writer =
                new ChainWriter(CONFIG, tables, journal(), keys, clock, new SecureRandom());
        for (String kind : List.of(ArchiveRecord.RECOVERED, ArchiveRecord.LOSS)) {
            for (Facts facts :
                    List.of(
                            Facts.builder().build(),
                            Facts.builder().add("chain", "x").build(),
                            Facts.builder()
                                    .add("chain", new UUID(1, 2))
                                    .add("number", "many")
                                    .add("hash", "x")
                                    .build())) {
                writer.write(
                        List.of(Draft.signed(kind, TestEvents.NOW, facts, new SecureRandom())),
                        List.of());
            }
        }
        writer.close();
        assertThat(verdict(tables)).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void anAnchorFileWithoutItsBeginningIsAReportedLoss() throws IOException {
        UUID crashed = crash(good, 1);
        Files.write(directory.resolve(crashed + ".anchors"), new byte[0]);
        assertThat(verdict(good)).isInstanceOf(Verdict.Broken.class);
        start(good);
        assertThat(recorded(good)).contains("loss");
        assertThat(verdict(good)).isInstanceOf(Verdict.Broken.class);
        start(good);
        assertThat(recorded(good)).filteredOn(kind -> kind.equals("loss")).hasSize(1);
    }

    @Test
    void anAnchorFileThatIsGoneIsAReportedLossOnce() throws IOException {
        UUID closed = good.chains().getLast().chain();
        Files.delete(directory.resolve(closed + ".anchors"));
        start(good);
        start(good);
        assertThat(recorded(good)).filteredOn(kind -> kind.equals("loss")).hasSize(1);
        assertThat(verdict(good))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken ->
                                assertThat(broken.breaks())
                                        .extracting(Verdict.Break::chain)
                                        .containsOnly(closed));
    }

    @Test
    void anAnchorFileThatEndsFarBeforeTheRowsIsAReportedLoss() throws IOException {
        // a crash can't lose more than the anchor of one commit
        UUID crashed = crash(good, 1);
        Path file = directory.resolve(crashed + ".anchors");
        byte[] early = Files.readAllBytes(file);
        List<ArchiveRecord> rows = good.records(crashed, 0, 10);
        ArchiveRecord before = rows.getLast();
        List<ArchiveRecord> more = new ArrayList<>();
        ContentSealer sealer = new ContentSealer(keys, new SecureRandom());
        for (int i = 0; i <= ChainedArchive.LIMIT; i++) {
            before =
                    Draft.of(TestEvents.message("more " + i), sealer, new SecureRandom())
                            .after(crashed, before.number() + 1, before.hash(), keys);
            more.add(before);
        }
        good.add(new Addition(Optional.empty(), more, Optional.empty(), List.of(), List.of()));
        Files.write(file, early);
        start(good);
        assertThat(recorded(good)).contains("loss");
    }

    @Test
    void aFileThatWasNeverBegunIsNoLoss() throws IOException {
        // a crash between the file and its first line; nothing can be in the tables then
        Files.write(directory.resolve(new UUID(7, 1) + ".anchors"), new byte[0]);
        Files.write(directory.resolve(new UUID(7, 2) + ".anchors"), new byte[] {'b', 'e'});
        Files.write(directory.resolve(new UUID(7, 3) + ".anchors"), new byte[6]);
        start(good);
        start(good);
        assertThat(recorded(good)).doesNotContain("loss");
        assertThat(verdict(good)).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void ofACutOffJournalNothingIsTakenForWhatItIsNot() throws IOException {
        UUID crashed = crash(good, 1);
        Path file = directory.resolve(crashed + ".anchors");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + length / 4) {
            Files.write(file, Arrays.copyOf(whole, length));
            if (length < "begin\n".length()) {
                assertThat(verdict(good)).isInstanceOf(Verdict.Broken.class);
            } else {
                // what it no longer says, signed records and checkpoints may still prove
                assertThat(verdict(good)).isNotInstanceOf(Verdict.Broken.class);
            }
        }
    }

    /// A journal that takes everything and keeps nothing.
    private record ReadOnly(List<ChainAnchors> read) implements AnchorJournal {
        @Override
        public void begin(UUID chain) {}

        @Override
        public void head(UUID chain, Anchor anchor) {}

        @Override
        public void checkpoint(UUID chain, long sequence, Bytes hash) {}

        @Override
        public void end(UUID chain, String how) {}

        @Override
        public void close() {}
    }
}
