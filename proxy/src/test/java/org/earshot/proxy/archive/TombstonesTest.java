package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.UUID;
import org.earshot.proxy.archive.ArchiveTables.Chain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An archive of which records have gone is whole to both verifiers; and with one more removal, or any change to what says
/// that they were to go, to neither.
class TombstonesTest {
    private static final int MUTATIONS = 24;

    @TempDir Path temp;
    private final Random random = new Random(9017);
    private KeptArchive archive;
    private final List<Chain> chains = new ArrayList<>();
    private final List<ArchiveRecord> rows = new ArrayList<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        archive = KeptArchive.inMemory(Files.createDirectory(temp.resolve("anchors")));
        archive.shred();
        archive.set(archive.olga, "message", "2d", false);
        UUID held = archive.message(TestEvents.ALICE, TestEvents.BOB, "held");
        archive.delivered(held, TestEvents.BOB);
        archive.hold("case-1", List.of(TestEvents.ALICE), List.of());
        for (int i = 0; i < 4; i++) {
            archive.message(KeptArchive.CAROL, TestEvents.BOB, "text " + i);
        }
        archive.days(1);
        archive.restart();
        archive.set(archive.olga, "message", "4d", true);
        archive.message(KeptArchive.CAROL, TestEvents.BOB, "longer");
        archive.days(6);
        archive.message(KeptArchive.CAROL, TestEvents.BOB, "young");
        archive.set(archive.olga, "message", "1y", false);
        archive.message(KeptArchive.CAROL, TestEvents.BOB, "for long");
        archive.set(archive.olga, "message", "1d", true);
        archive.set(archive.otto, "message", "1d", true);
        archive.days(1);
        archive.message(KeptArchive.CAROL, TestEvents.BOB, "last");
        archive.close();
        for (Chain chain : archive.tables.chains()) {
            chains.add(chain);
            rows.addAll(archive.tables.records(chain.chain(), 0, 1000));
            checkpoints.addAll(archive.tables.checkpoints(chain.chain()));
        }
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private ArchiveTables with(int index, ArchiveRecord row) {
        List<ArchiveRecord> changed = new ArrayList<>(rows);
        changed.set(index, row);
        return PythonVerifierTest.tables(chains, changed, checkpoints);
    }

    @Test
    void whatWentIsJustifiedAndNothingElse() {
        assertThat(archive.verdict()).isInstanceOf(Verdict.Intact.class);
        assertThat(rows.stream().filter(ArchiveRecord::isRemoved)).hasSize(5);
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isRemoved()) {
                assertThat(archive.verify(with(i, rows.get(i).removed())).verdict())
                        .as("%s, %s", i, rows.get(i).kind())
                        .isInstanceOf(Verdict.Broken.class);
            }
        }
    }

    @Test
    void whoeverChangesAnythingIsFound() {
        for (int i = 0; i < rows.size(); i++) {
            List<ArchiveRecord> all = TestRows.damaged(rows.get(i), random);
            ArchiveRecord damaged = all.get(random.nextInt(all.size()));
            assertThat(archive.verify(with(i, damaged)).verdict())
                    .as("%s instead of %s", damaged, rows.get(i))
                    .isInstanceOf(Verdict.Broken.class);
        }
    }

    @Test
    void pythonSaysTheSame() throws Exception {
        Assumptions.assumeTrue(
                PythonVerifierTest.hasPython(),
                "SKIPPED: no python3 (Debian package), or plain mvn verify: bin/test has it");
        List<String> expected = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        ask(archive.tables, expected, arguments);
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isRemoved() && i % 3 == 0) {
                ask(with(i, rows.get(i).removed()), expected, arguments);
            }
        }
        while (expected.size() < MUTATIONS) {
            int index = random.nextInt(rows.size());
            List<ArchiveRecord> damaged = TestRows.damaged(rows.get(index), random);
            ask(with(index, damaged.get(random.nextInt(damaged.size()))), expected, arguments);
        }
        Path in = Files.write(temp.resolve("input"), arguments);
        Path out = temp.resolve("output");
        int status =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                PythonVerifierTest.MANY,
                                PythonVerifierTest.VERIFIER.toString())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor();
        assertThat(status).isZero();
        assertThat(Files.readAllLines(out)).isEqualTo(expected);
        assertThat(expected.getFirst()).startsWith("0 intact");
        assertThat(expected).anyMatch(text -> text.contains("has lost its facts"));
    }

    private void ask(ArchiveTables tables, List<String> expected, List<String> arguments)
            throws IOException {
        StringBuilder text = new StringBuilder();
        new ArchiveDump(tables, text).write();
        Path dump =
                Files.writeString(
                        temp.resolve(arguments.size() + ".dump"), text, StandardCharsets.US_ASCII);
        arguments.add(
                String.join(
                        "\t",
                        dump.toString(),
                        "--anchors",
                        archive.anchors.toString(),
                        "--trust",
                        archive.keys.signer()));
        expected.add(PythonVerifierTest.answer(archive.verify(tables)));
    }

    @Test
    void aTombstoneIsReadAsItWasWritten() {
        UUID chain = new UUID(1, 2);
        Tombstone stone =
                new Tombstone(
                        "message-3d",
                        LocalDate.of(2026, 3, 1),
                        List.of("message-3d.2026-03-01.0011223344556677"),
                        List.of(
                                new Tombstone.Span(chain, 1, 5),
                                new Tombstone.Span(chain, 7, 7),
                                new Tombstone.Span(chain, 9, 10)));
        assertThat(Tombstone.of(stone.facts())).isEqualTo(stone);
        assertThat(stone.facts().all("records")).containsExactly(chain + " 1-5,7,9-10");
    }

    @Test
    void whatIsNoTombstoneIsRefused() {
        String[] parts = {
            "records",
            "class",
            "day",
            "2026-03-01",
            "2026-13-01",
            "message-1d",
            "1-5",
            "5-",
            "-",
            ",",
            new UUID(1, 2).toString(),
            new UUID(1, 2) + " 1-5",
            new UUID(1, 2) + " 1,,2",
            "",
            "\0",
            "1 2"
        };
        for (int i = 0; i < 5000; i++) {
            Facts.Builder facts = Facts.builder();
            for (int j = random.nextInt(5); j >= 0; j--) {
                facts.add(parts[random.nextInt(3)], parts[random.nextInt(parts.length)]);
            }
            try {
                assertThat(Tombstone.of(facts.build()).day()).isNotNull();
            } catch (IllegalArgumentException | NoSuchElementException _) {
                // as it says
            }
        }
    }
}
