package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.common.OtherPrograms;
import org.earshot.proxy.archive.ArchiveTables.Addition;
import org.earshot.proxy.archive.ArchiveTables.Chain;
import org.earshot.proxy.archive.custodian.SyslogCopy;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verifier in Python, which knows the format from its description, says what ours says.
class PythonVerifierTest {
    private static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 4, Duration.ofSeconds(10));
    static final Path VERIFIER = Path.of("..", "bin", "earshot-verify.py");
    private static final int MUTATIONS = 100;

    /// Runs the verifier once for each line of arguments: `STATUS ANSWER` on a line each.
    static final String MANY =
            """
            import contextlib, importlib.util, io, sys
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            for line in sys.stdin:
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    status = verify.main(line.rstrip("\\n").split("\\t"))
                print(status, out.getvalue().strip(), flush=True)
            """;

    /// Checks signatures: a line of public key, message (both hex, the message behind an x), and signature each.
    private static final String SIGNATURES =
            """
            import importlib.util, sys
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            for line in sys.stdin:
                key, message, signature = line.split()
                print(verify.ed25519_verifies(*(bytes.fromhex(x) for x in (key, message[1:], signature))))
            """;

    @TempDir Path temp;

    private final Random random = new Random(8032);
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final InMemoryArchiveTables good = new InMemoryArchiveTables();
    private Path anchors;

    /// What Python is asked, and what Java says of the same.
    private record Case(String name, String arguments, String expected) {}

    @BeforeEach
    void write() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                hasPython(),
                "SKIPPED: no python3 (Debian package), or plain mvn verify: bin/test has it");
        anchors = Files.createDirectory(temp.resolve("anchors"));
        InstantSource clock = InstantSource.fixed(TestEvents.NOW);
        ContentSealer sealer = new ContentSealer(keys, new SecureRandom());
        try (FileAnchorJournal journal = new FileAnchorJournal(anchors)) {
            new ChainWriter(CONFIG, good, journal, keys, clock, new SecureRandom())
                    .write(
                            List.of(
                                    Draft.of(
                                            TestEvents.message("crashed \"\\ ü 👂"),
                                            sealer,
                                            new SecureRandom())),
                            List.of());
        }
        try (Archive archive =
                ChainedArchive.open(CONFIG, good, new FileAnchorJournal(anchors), keys, clock)) {
            TestEvents.oneOfEachKind().forEach(archive::append);
        }
        ChainWriter running =
                new ChainWriter(
                        CONFIG,
                        good,
                        new FileAnchorJournal(anchors),
                        keys,
                        InstantSource.fixed(TestEvents.NOW.plusSeconds(1)),
                        new SecureRandom());
        running.write(
                List.of(Draft.of(TestEvents.message("last"), sealer, new SecureRandom())),
                List.of());
    }

    static boolean hasPython() throws InterruptedException {
        if (!OtherPrograms.wanted()) {
            return false;
        }
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private List<String> python(String program, List<String> input)
            throws IOException, InterruptedException {
        Path in = Files.write(temp.resolve("input"), input);
        Path out = temp.resolve("output");
        int status =
                new ProcessBuilder("python3", "-c", program, VERIFIER.toString())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        assertThat(status).isZero();
        return Files.readAllLines(out);
    }

    @Test
    void itKnowsTheSignaturesOfRfc8032() throws Exception {
        // §7.1, TEST 1 to 3
        List<String> good =
                List.of(
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a x"
                                + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c x72"
                                + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025 xaf82"
                                + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        List<String> bad = new ArrayList<>();
        for (String line : good) {
            for (int i = 0; i < 8; i++) {
                char[] changed = line.toCharArray();
                int at = random.nextInt(changed.length);
                if (Character.digit(changed[at], 16) >= 0) {
                    changed[at] = changed[at] == '0' ? '1' : '0';
                    bad.add(new String(changed));
                }
            }
        }
        assertThat(python(SIGNATURES, good)).containsOnly("True").hasSameSizeAs(good);
        assertThat(python(SIGNATURES, bad)).containsOnly("False").hasSameSizeAs(bad);
    }

    @Test
    void itSaysWhatOursSays() throws Exception {
        List<Case> cases = new ArrayList<>();
        cases.add(of("untouched", good, anchors, "--anchors"));
        cases.add(of("untouched, a copy", good, anchors, "--against"));
        cases.add(of("untouched, what syslog has", good, syslog(), "--against"));
        assertThat(cases).allMatch(one -> one.expected().startsWith("0 intact to "));
        cases.add(withoutAnchors());
        while (cases.size() < MUTATIONS / 2) {
            cases.add(ofRows(cases.size()));
        }
        while (cases.size() < MUTATIONS) {
            cases.add(ofAnchors(cases.size()));
        }
        List<String> answers = python(MANY, cases.stream().map(Case::arguments).toList());
        assertThat(answers).hasSameSizeAs(cases);
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i)).as(cases.get(i).name()).isEqualTo(cases.get(i).expected());
        }
        for (String verdict : List.of("0 intact", "1 broken", "1 unproven", "1 ")) {
            assertThat(answers).as(verdict).anyMatch(answer -> answer.startsWith(verdict));
        }
    }

    /// Whoever is doubted writes the dump: a line must not be read as one thing here and as another there, since a signed
    /// statement could be hidden so.
    @Test
    void aDumpThatIsNotAsOursWriteItIsRefused() throws Exception {
        List<String> lines = Files.readAllLines(dump(good, "good"));
        int recovered = line(lines, "\"kind\": ?\"recovered\"");
        int end = lines.size() - 1;
        String entry =
                "{\"chain\": \"%s\", \"signer\": \"%s\", \"node\": \"n1\", \"openedAt\": 0, \"ended\": false, "
                        .formatted(good.chains().getFirst().chain(), keys.signer());
        List<String> cases = new ArrayList<>();
        cases.add(written(lines, 0, lines.get(0)));
        cases.add(written(lines, recovered, entry + lines.get(recovered).substring(1)));
        cases.add(
                written(
                        lines,
                        recovered,
                        lines.get(recovered).replaceFirst("\\{", "{\"end\": 1, ")));
        cases.add(
                written(
                        lines,
                        recovered,
                        lines.get(recovered).replaceFirst("\\{", "{\"kind\": \"x\", ")));
        cases.add(written(lines, recovered, lines.get(recovered) + "\n{\"more\": 1}"));
        cases.add(written(lines, recovered, lines.get(recovered) + "\n[]"));
        cases.add(written(lines, end, lines.get(end).replaceFirst("[0-9]+", "1")));
        cases.add(written(lines, 1, lines.get(1).replaceFirst("\\}$", ", \"more\": null}")));
        List<String> answers = python(MANY, cases);
        assertThat(answers.getFirst()).startsWith("0 intact to ");
        assertThat(answers.subList(1, answers.size())).hasSize(cases.size() - 1).containsOnly("1 ");
    }

    private static int line(List<String> lines, String pattern) {
        return lines.indexOf(
                lines.stream()
                        .filter(Pattern.compile(pattern).asPredicate())
                        .findFirst()
                        .orElseThrow());
    }

    private String written(List<String> lines, int at, String line) throws IOException {
        List<String> changed = new ArrayList<>(lines);
        changed.set(at, line);
        Path file = Files.createTempFile(temp, "changed", ".dump");
        Files.write(file, changed);
        return String.join(
                "\t", file.toString(), "--anchors", anchors.toString(), "--trust", keys.signer());
    }

    /// The anchors as a syslog server writes them, among other lines.
    private Path syslog() throws IOException {
        StringBuilder text = new StringBuilder("Nov 26 21:14:03 host sshd[7]: opened\n");
        try (Stream<Path> files = Files.list(anchors)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".anchors")).toList()) {
                String chain = file.getFileName().toString().replace(".anchors", "");
                for (String line : Files.readAllLines(file)) {
                    text.append("Nov 26 21:14:03 host earshot earshot-anchor ")
                            .append(chain)
                            .append(' ')
                            .append(line)
                            .append('\n');
                }
            }
        }
        return Files.writeString(temp.resolve("syslog"), text);
    }

    private Case withoutAnchors() throws IOException {
        Path dump = dump(good, "without");
        return new Case(
                "without anchors",
                dump + "\t--trust\t" + keys.signer(),
                answer(
                        new ArchiveVerifier(good, Set.of(keys.signer()), List::of, Duration.ZERO)
                                .verify()));
    }

    static String answer(VerificationReport report) {
        return (report.verdict() instanceof Verdict.Intact ? "0 " : "1 ") + report.text();
    }

    private Path dump(ArchiveTables tables, String name) throws IOException {
        StringBuilder text = new StringBuilder();
        new ArchiveDump(tables, text).write();
        return Files.writeString(
                temp.resolve(name.replaceAll("[^a-z0-9]", "-") + ".dump"),
                text,
                StandardCharsets.US_ASCII);
    }

    private Case of(String name, ArchiveTables tables, Path journal, String mode)
            throws IOException {
        String arguments =
                String.join(
                        "\t",
                        dump(tables, name).toString(),
                        mode,
                        journal.toString(),
                        "--trust",
                        keys.signer());
        AnchorSource source =
                () ->
                        Files.isDirectory(journal)
                                ? FileAnchorJournal.read(journal)
                                : SyslogCopy.read(journal);
        Set<String> trusted = Set.of(keys.signer());
        ArchiveVerifier verifier =
                mode.equals("--against")
                        ? ArchiveVerifier.againstCopy(tables, trusted, source)
                        : new ArchiveVerifier(tables, trusted, source, Duration.ZERO);
        String expected;
        try {
            expected = answer(verifier.verify());
        } catch (IOException _) {
            expected = "1 "; // no verdict on damaged anchors
        }
        return new Case(name, arguments, expected);
    }

    private String mode() {
        return random.nextBoolean() ? "--anchors" : "--against";
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Case ofRows(int number) throws IOException {
        List<Chain> chains = new ArrayList<>(good.chains());
        List<ArchiveRecord> rows = new ArrayList<>();
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (Chain chain : chains) {
            rows.addAll(good.records(chain.chain(), 0, 1000));
            checkpoints.addAll(good.checkpoints(chain.chain()));
        }
        int at = random.nextInt(rows.size());
        String what;
        switch (random.nextInt(8)) {
            case 0 -> {
                what = "a row less, " + rows.remove(at).position();
            }
            case 1 -> {
                ArchiveRecord moved = rows.remove(at);
                rows.add(random.nextInt(rows.size()), moved);
                what = "a row moved, " + moved.position();
            }
            case 2 -> {
                int index = random.nextInt(chains.size());
                chains.set(index, changed(chains.get(index)));
                what = "a chain's entry, " + index;
            }
            case 3 -> {
                what =
                        "a checkpoint less, "
                                + checkpoints
                                        .remove(any(indices(checkpoints)).intValue())
                                        .sequence();
            }
            case 4 -> {
                int index = any(indices(checkpoints));
                checkpoints.set(index, changed(checkpoints.get(index)));
                what = "a checkpoint, " + index;
            }
            default -> {
                ArchiveRecord damaged = any(TestRows.damaged(rows.get(at), random));
                what = "a value of " + rows.get(at).position();
                rows.set(at, damaged);
            }
        }
        return of(number + ": " + what, tables(chains, rows, checkpoints), anchors, mode());
    }

    private static List<Integer> indices(List<?> list) {
        return Stream.iterate(0, index -> index + 1).limit(list.size()).toList();
    }

    private Chain changed(Chain chain) {
        return any(
                List.of(
                        new Chain(
                                chain.chain(), "x", chain.node(), chain.openedAt(), chain.ended()),
                        new Chain(
                                chain.chain(),
                                chain.signer(),
                                "x\u00fc",
                                chain.openedAt(),
                                chain.ended()),
                        new Chain(
                                chain.chain(),
                                chain.signer(),
                                chain.node(),
                                chain.openedAt() + 1,
                                chain.ended()),
                        new Chain(
                                chain.chain(),
                                chain.signer(),
                                chain.node(),
                                chain.openedAt(),
                                !chain.ended())));
    }

    private Checkpoint changed(Checkpoint checkpoint) {
        byte[] signature = checkpoint.signature().signature().array();
        signature[random.nextInt(signature.length)] ^= 1;
        byte[] body = checkpoint.body().array();
        body[body.length - 1 - random.nextInt(32)] ^= 1; // in the hash of its last head
        String signer = checkpoint.signature().signer();
        return any(
                List.of(
                        Checkpoint.read(
                                checkpoint.body(),
                                new ArchiveRecord.SignatureBy(signer, Bytes.of(signature))),
                        Checkpoint.read(Bytes.of(body), checkpoint.signature()),
                        Checkpoint.read(
                                checkpoint.body(),
                                new ArchiveRecord.SignatureBy(
                                        "x", checkpoint.signature().signature()))));
    }

    static InMemoryArchiveTables tables(
            List<Chain> chains, List<ArchiveRecord> rows, List<Checkpoint> checkpoints) {
        InMemoryArchiveTables tables = new InMemoryArchiveTables();
        chains.forEach(chain ->
                tables.add(
                        new Addition(
                                Optional.of(chain),
                                List.of(),
                                Optional.empty(),
                                List.of(),
                                List.of())));
        checkpoints.forEach(checkpoint ->
                tables.add(
                        new Addition(
                                Optional.empty(),
                                List.of(),
                                Optional.of(checkpoint),
                                List.of(),
                                List.of())));
        tables.add(new Addition(Optional.empty(), rows, Optional.empty(), List.of(), List.of()));
        return tables;
    }

    private Case ofAnchors(int number) throws IOException {
        Path copy = Files.createDirectory(temp.resolve("anchors-" + number));
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(anchors)) {
            for (Path file : all.sorted().toList()) {
                files.add(Files.copy(file, copy.resolve(file.getFileName().toString())));
            }
        }
        Path file = any(files);
        byte[] bytes = Files.readAllBytes(file);
        String what;
        switch (random.nextInt(5)) {
            case 0 -> {
                Files.delete(file);
                what = "a file less";
            }
            case 1 -> {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                what = "a bit";
            }
            case 2 -> {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.remove(random.nextInt(lines.size()));
                Files.writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
                what = "a line less";
            }
            case 3 -> {
                String text = Files.readString(file);
                int digit = text.indexOf("head ") + 8 + random.nextInt(50);
                char other = text.charAt(digit) == '0' ? '1' : '0';
                Files.writeString(
                        file, text.substring(0, digit) + other + text.substring(digit + 1));
                what = "a digit of a hash";
            }
            default -> {
                Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                what = "cut off";
            }
        }
        return of(number + ": anchors, " + what, good, copy, mode());
    }

    @Test
    void aDumpThatWasCutOffIsNone() throws Exception {
        Path dump = dump(good, "whole");
        String text = Files.readString(dump);
        Files.writeString(dump, text.substring(0, text.lastIndexOf("{\"end\"")));
        assertThat(python(MANY, List.of(dump + "\t--trust\t" + keys.signer())))
                .containsExactly("1 ");
    }
}
