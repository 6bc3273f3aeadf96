package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /// Says of each line of a tombstone whether it can be read: 1, or 0.
    private static final String LINES =
            """
            import importlib.util, sys
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            for line in sys.stdin:
                try:
                    list(verify.parse_spans(line.rstrip("\\n")))
                    print(1)
                except verify.Unreadable:
                    print(0)
            """;

    /// The last day of a record, after decisions: kind, sequence, time and number of the record, effect and period, on a line each.
    private static final String DECISIONS =
            """
            import importlib.util, sys, types
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            stones = verify.Tombstones()
            for line in sys.stdin:
                sequence, at, number, effect, period = line.split()
                facts = {"existing": "yes", "class": "message", "effect": effect, "period": period,
                         "sequence": sequence, "proposed-by": "olga", "login": "otto"}
                row = types.SimpleNamespace(kind="retention-set", at=int(at), number=int(number), chain=b"")
                stones.take(row, types.SimpleNamespace(first=facts.get))
            stones.ready()
            print(stones.last_day(types.SimpleNamespace(retention="message-2d", at=0), 10**18))
            """;

    private List<String> python(String program, List<String> input) throws Exception {
        Path in = Files.write(temp.resolve("lines"), input);
        Path out = temp.resolve("answers");
        int status =
                new ProcessBuilder("python3", "-c", program, PythonVerifierTest.VERIFIER.toString())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor();
        assertThat(status).isZero();
        return Files.readAllLines(out);
    }

    private static boolean isRead(String line) {
        try {
            return !Tombstone.of(
                            Facts.builder()
                                    .add("class", "message-1d")
                                    .add("day", "2026-03-01")
                                    .add("records", line)
                                    .build())
                    .spans()
                    .isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Test
    void aNumberIsWrittenInOneWayAndARangeRises() throws Exception {
        String chain = "0d5c1f2a-7f4e-4a51-8a53-8f1f6f0a2c11";
        List<String> right = new ArrayList<>();
        for (String numbers :
                List.of("0", "5", "0-3", "5-17,20", "20,5-17", "5,5", "999999999999999999")) {
            right.add(chain + " " + numbers);
        }
        List<String> wrong = new ArrayList<>();
        for (String numbers :
                List.of(
                        "07",
                        "00",
                        "5-07",
                        "05-7",
                        "17-5",
                        "5-5",
                        "0-0",
                        "+5",
                        "-5",
                        "5-",
                        "5,",
                        ",5",
                        "5,,6",
                        "5-6-7",
                        "5 ",
                        " 5",
                        "5, 6",
                        "٥",
                        "1000000000000000000",
                        "")) {
            wrong.add(chain + " " + numbers);
        }
        wrong.add(chain);
        wrong.add(chain.toUpperCase(java.util.Locale.ROOT) + " 5");
        wrong.add("1-2-3-4-5 5");
        assertThat(right).allMatch(TombstonesTest::isRead);
        assertThat(wrong).noneMatch(TombstonesTest::isRead);
        if (PythonVerifierTest.hasPython()) {
            assertThat(python(LINES, right)).hasSameSizeAs(right).containsOnly("1");
            assertThat(python(LINES, wrong)).hasSameSizeAs(wrong).containsOnly("0");
        }
    }

    /// A decision about records that are there: of sequence, time and number, its effect and period.
    private static void take(Tombstones stones, String line) {
        String[] parts = line.split(" ", -1);
        stones.take(
                ArchiveRecord.RETENTION_SET,
                new ArchiveQuery.Place(
                        Long.parseLong(parts[1]),
                        new ArchivePosition(new UUID(0, 0), Long.parseLong(parts[2]))),
                Facts.builder()
                        .add("existing", "yes")
                        .add("class", "message")
                        .add("effect", parts[3])
                        .add("period", parts[4])
                        .add("sequence", parts[0])
                        .add("proposed-by", "olga")
                        .add("login", "otto")
                        .build());
    }

    @Test
    void ofTwoDecisionsWithOneSequenceTheEarlierOneComesFirst() throws Exception {
        List<List<String>> orders =
                List.of(
                        List.of("3 10 7 longer 4d", "3 20 5 shorter 1d"),
                        List.of("3 20 5 shorter 1d", "3 10 7 longer 4d"),
                        List.of("3 10 8 shorter 1d", "3 10 7 longer 4d"),
                        List.of("10 5 1 shorter 1d", "9 10 7 longer 4d"));
        for (List<String> lines : orders) {
            Tombstones stones = new Tombstones();
            lines.forEach(line -> take(stones, line));
            assertThat(stones.lastDay("message-2d", 0))
                    .as("%s", lines)
                    .isEqualTo(LocalDate.of(1970, 1, 2));
            if (PythonVerifierTest.hasPython()) {
                assertThat(python(DECISIONS, lines)).as("%s", lines).containsExactly("1970-01-02");
            }
        }
        for (String wrong : List.of("+3", "03", "0", "-3", "٣")) {
            assertThatThrownBy(() -> take(new Tombstones(), wrong + " 10 7 longer 4d"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
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
