package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.earshot.proxy.archive.ArchiveTables.Addition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record is checked against a copy of the anchors, as old as it may be.
class CustodianCopyTest {
    private static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 4, Duration.ofSeconds(10));

    @TempDir Path temp;

    private final InstantSource clock = InstantSource.fixed(TestEvents.NOW);
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final InMemoryArchiveTables tables = new InMemoryArchiveTables();
    private Path own;
    private Path copy;

    @BeforeEach
    void directories() throws IOException {
        own = Files.createDirectory(temp.resolve("own"));
        copy = Files.createDirectory(temp.resolve("copy"));
    }

    private ChainWriter writer() throws IOException {
        return new ChainWriter(
                CONFIG, tables, new FileAnchorJournal(own), keys, clock, new SecureRandom());
    }

    private List<Draft> drafts(int count) {
        ContentSealer sealer = new ContentSealer(keys, new SecureRandom());
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drafts.add(Draft.of(TestEvents.message("draft " + i), sealer, new SecureRandom()));
        }
        return drafts;
    }

    private void copyAnchors() throws IOException {
        try (Stream<Path> files = Files.list(own)) {
            for (Path file : files.toList()) {
                Files.write(copy.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    private Verdict against(ArchiveTables record) throws IOException {
        return ArchiveVerifier.againstCopy(
                        record, Set.of(keys.signer()), () -> FileAnchorJournal.read(copy))
                .verify()
                .verdict();
    }

    private ArchivePosition provenTo() throws IOException {
        assertThat(against(tables)).isInstanceOf(Verdict.Unproven.class);
        return ((Verdict.Unproven) against(tables)).after().getFirst();
    }

    @Test
    void whatACopyCoversIsIntact() throws IOException {
        ChainWriter writer = writer();
        writer.write(drafts(9), List.of());
        copyAnchors();
        assertThat(against(tables)).isEqualTo(new Verdict.Intact(TestEvents.NOW));
        writer.close();
        writer().write(drafts(1), List.of());
        copyAnchors();
        assertThat(against(tables)).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void whatCameAfterACopyIsUnprovenThoughTheServerHasSignedIt() throws IOException {
        ChainWriter writer = writer();
        ArchivePosition copied = writer.write(drafts(2), List.of()).getLast();
        copyAnchors();
        for (int i = 0; i < 9; i++) {
            writer.write(drafts(1), List.of());
            assertThat(provenTo()).isEqualTo(copied);
        }
        writer.close();
        writer().write(drafts(1), List.of());
        assertThat(((Verdict.Unproven) against(tables)).after())
                .hasSize(2)
                .contains(copied)
                .anyMatch(after -> after.number() == -1);
    }

    @Test
    void aReportSaysFromWhenOnNothingIsProven() throws IOException {
        ChainWriter writer = writer();
        ArchivePosition copied = writer.write(drafts(2), List.of()).getLast();
        copyAnchors();
        writer.write(drafts(1), List.of());
        assertThat(report()).startsWith("unproven after " + TestEvents.NOW + ", record " + copied);
        Files.writeString(copy.resolve(copied.chain() + ".anchors"), "begin\n");
        assertThat(report())
                .startsWith(
                        "unproven after "
                                + TestEvents.NOW
                                + ": nothing proves chain "
                                + copied.chain());
    }

    private String report() throws IOException {
        return ArchiveVerifier.againstCopy(
                        tables, Set.of(keys.signer()), () -> FileAnchorJournal.read(copy))
                .verify()
                .text();
    }

    @Test
    void aCopyThatWasCutOffAnywhereBreaksNothing() throws IOException {
        ChainWriter writer = writer();
        UUID chain = writer.write(drafts(5), List.of()).getLast().chain();
        writer.close();
        copyAnchors();
        Path file = copy.resolve(chain + ".anchors");
        byte[] whole = Files.readAllBytes(file);
        // every third: each part of each kind of line is met
        for (int length = 0; length < whole.length; length += 3) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(against(tables))
                    .as("%s bytes", length)
                    .isNotInstanceOf(Verdict.Broken.class);
        }
    }

    @Test
    void aCopiedHeadThatIsMissingOrOtherIsBroken() throws IOException {
        ChainWriter writer = writer();
        writer.write(drafts(3), List.of());
        copyAnchors();
        List<ArchiveRecord> rows = tables.records(tables.chains().getFirst().chain(), 0, 10);
        InMemoryArchiveTables cut = new InMemoryArchiveTables();
        cut.add(
                new Addition(
                        Optional.of(tables.chains().getFirst()),
                        rows.subList(0, rows.size() - 1),
                        Optional.empty(),
                        List.of(),
                        List.of()));
        assertThat(against(cut)).isInstanceOf(Verdict.Broken.class);
        // whoever has the keys writes the last record anew
        InMemoryArchiveTables forged = new InMemoryArchiveTables();
        ArchiveRecord before = rows.get(rows.size() - 2);
        List<ArchiveRecord> others = new ArrayList<>(rows.subList(0, rows.size() - 1));
        others.add(
                drafts(1)
                        .getFirst()
                        .after(before.chain(), before.number() + 1, before.hash(), keys));
        forged.add(
                new Addition(
                        Optional.of(tables.chains().getFirst()),
                        others,
                        Optional.empty(),
                        List.of(),
                        List.of()));
        assertThat(against(forged)).isInstanceOf(Verdict.Broken.class);
    }

    /// Records that were copied are written anew, and a checkpoint that was not copied yet with them.
    @Test
    void whoHasTheKeysCantOverruleACopiedHeadByACheckpoint() throws IOException {
        ChainWriter writer = writer();
        writer.write(drafts(2), List.of());
        copyAnchors();
        UUID chain = tables.chains().getFirst().chain();
        List<ArchiveRecord> rows = new ArrayList<>(tables.records(chain, 0, 10));
        ArchiveRecord before = rows.get(rows.size() - 2);
        rows.removeLast();
        rows.add(drafts(1).getFirst().after(chain, before.number() + 1, before.hash(), keys));
        List<Checkpoint> checkpoints = new ArrayList<>(tables.checkpoints(chain));
        checkpoints.add(
                Checkpoint.of(
                        chain,
                        Optional.of(checkpoints.getLast()),
                        0,
                        List.of(
                                new Checkpoint.Head(
                                        chain, rows.getLast().number(), rows.getLast().hash())),
                        keys));
        InMemoryArchiveTables forged = new InMemoryArchiveTables();
        forged.add(
                new Addition(
                        Optional.of(tables.chains().getFirst()),
                        rows,
                        Optional.empty(),
                        List.of(),
                        List.of()));
        checkpoints.forEach(checkpoint ->
                forged.add(
                        new Addition(
                                Optional.empty(),
                                List.of(),
                                Optional.of(checkpoint),
                                List.of(),
                                List.of())));
        assertThat(against(forged))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken ->
                                assertThat(broken.breaks().getFirst().number())
                                        .isEqualTo(rows.getLast().number()));
    }

    @Test
    void aChainThatWasRecoveredIsCoveredByTheOneThatSaysSo() throws IOException {
        writer().write(drafts(2), List.of());
        ArchivePosition end =
                tables.last(tables.chains().getFirst().chain()).orElseThrow().position();
        // the anchor of the last commit never came to the disk
        Files.writeString(own.resolve(end.chain() + ".anchors"), "begin\n");
        ChainWriter next = writer();
        next.write(drafts(1), List.of());
        copyAnchors();
        assertThat(against(tables)).isInstanceOf(Verdict.Intact.class);
        Files.delete(copy.resolve(tables.chains().getLast().chain() + ".anchors"));
        assertThat(against(tables)).isInstanceOf(Verdict.Unproven.class);
    }
}
