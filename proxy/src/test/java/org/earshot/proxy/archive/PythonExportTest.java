package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.earshot.proxy.archive.ArchiveTables.Addition;
import org.earshot.proxy.archive.export.ArchiveExport;
import org.earshot.proxy.archive.export.ExportOrder;
import org.earshot.proxy.archive.export.ExportResult;
import org.earshot.proxy.archive.export.ExportTarget;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.InMemoryWordKeys;
import org.earshot.proxy.archive.search.InMemoryWordTable;
import org.earshot.proxy.archive.search.SearchRequest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An export is checked with Python alone, and no part of it can be changed without being found out.
class PythonExportTest {
    private static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 16, Duration.ofSeconds(10));
    private static final Instant LATER = TestEvents.NOW.plusSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RANDOM_MESSAGES = 12;

    /// What makes bad mail or bad tables of careless programs.
    private static final List<String> NASTY =
            List.of(
                    "x\r\nBcc: eve@example.org",
                    "x\nContent-Type: text/html\n\n<script>",
                    "=?utf-8?Q?=0D=0ABcc:_eve?=",
                    "=cmd|' /C calc'!A0",
                    "@SUM(1+1)*cmd",
                    "\t=1+1",
                    " +1\"\",\"=2",
                    "\u2028\u0085\u0000\u007f\uff1d1",
                    "👂 ".repeat(60),
                    "--earshot-boundary--\r\n.\r\n",
                    "");

    /// Runs the verifier once for each line of arguments: `STATUS ANSWER`, the first line of it, on a line each.
    private static final String MANY =
            """
            import contextlib, importlib.util, io, sys
            sys.dont_write_bytecode = True
            spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
            verify = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(verify)
            for line in sys.stdin:
                out = io.StringIO()
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                    status = verify.main(line.rstrip("\\n").split("\\t"))
                print(status, out.getvalue().strip().replace("\\n", " | "), flush=True)
            """;

    /// What Python's own library for mail and tables reads: a JSON object for each mail, and the table's cells.
    private static final String READERS =
            """
            import base64, csv, email, email.policy, glob, json, sys
            for name in sorted(glob.glob(sys.argv[2] + "/messages/*.eml")):
                with open(name, "rb") as file:
                    mail = email.message_from_binary_file(file, policy=email.policy.default)
                parts = [base64.b64encode(p.get_payload(decode=True)).decode() for p in mail.iter_parts()]
                print(json.dumps({
                    "record": mail["X-Earshot-Record"], "names": mail.keys(), "parts": parts,
                    "subject": mail["Subject"], "from": len(mail["From"].addresses),
                    "to": len(mail["To"].addresses), "defects": len(mail.defects)}))
            csv.field_size_limit(1 << 24)
            with open(sys.argv[2] + "/records.csv", encoding="utf-8-sig", newline="") as file:
                for row in csv.reader(file, strict=True):
                    print(json.dumps(row))
            """;

    @TempDir private Path temp;

    private final Random random = new Random(5322);
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private final InMemoryArchiveKeys otherKeys = new InMemoryArchiveKeys();
    private InMemoryArchiveTables tables = new InMemoryArchiveTables();
    private Path anchors;
    private Path known;

    @BeforeEach
    void write() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                PythonVerifierTest.hasPython(),
                "SKIPPED: no python3 here (Debian package python3)");
        anchors = Files.createDirectory(temp.resolve("anchors"));
        known = anchors;
        try (Archive archive = open(keys)) {
            TestEvents.oneOfEachKind().forEach(archive::append);
            archive.append(TestEvents.sealedMessage("application/pkcs7-mime"));
            NASTY.forEach(text -> archive.append(message(text, "text/plain", text)));
            NASTY.forEach(text -> archive.append(message(cpim(text), "message/cpim", "")));
            for (int i = 0; i < RANDOM_MESSAGES; i++) {
                archive.append(message(noise(), type(), noise()));
            }
        }
        try (Archive archive = open(otherKeys)) {
            archive.append(
                    message("elsewhere", "text/plain", "", TestEvents.NOW.minusSeconds(9_000_000)));
        }
        shredOne();
    }

    private Archive open(ArchiveKeys of) throws IOException {
        return ChainedArchive.open(
                CONFIG,
                tables,
                new FileAnchorJournal(anchors),
                of,
                InstantSource.fixed(TestEvents.NOW));
    }

    private static ArchiveEvent message(String text, String type, String written) {
        return message(text, type, written, TestEvents.NOW);
    }

    private static ArchiveEvent message(String text, String type, String written, Instant at) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                at,
                RetentionClass.MESSAGE,
                new Sender(
                        "sip:" + written + "@example.org",
                        Optional.empty(),
                        IdentityProof.DIGEST,
                        Optional.empty()),
                List.of("sip:bob@" + written, TestEvents.BOB),
                written,
                written,
                Map.of("Subject", written),
                Content.of(type, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String cpim(String text) {
        return "From: <sip:a@b>\r\nSubject: "
                + text
                + "\r\n\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + text;
    }

    private String noise() {
        StringBuilder noise = new StringBuilder();
        int length = random.nextInt(200);
        for (int i = 0; i < length; i++) {
            noise.append(
                    random.nextBoolean()
                            ? Character.toString(random.nextInt(0x80))
                            : Character.toString(0xe000 + random.nextInt(0x2000)));
        }
        return noise.toString();
    }

    private String type() {
        List<String> types =
                List.of(
                        "text/plain",
                        "text/html; charset=\"utf-8\"",
                        "message/cpim",
                        "Message/CPIM ;x=y",
                        "multipart/mixed; boundary=x",
                        noise());
        return types.get(random.nextInt(types.size()));
    }

    /// As retention does: the sealed content of the first message goes.
    private void shredOne() {
        InMemoryArchiveTables thinned = new InMemoryArchiveTables();
        boolean done = false;
        for (ArchiveTables.Chain chain : tables.chains()) {
            List<ArchiveRecord> rows = new ArrayList<>();
            for (ArchiveRecord row : tables.records(chain.chain(), 0, 1000)) {
                boolean shred = !done && row.sealed().isPresent();
                rows.add(shred ? withoutContent(row) : row);
                done |= shred;
            }
            thinned.add(
                    new Addition(Optional.of(chain), rows, Optional.empty(), List.of(), List.of()));
            tables.checkpoints(chain.chain())
                    .forEach(checkpoint ->
                            thinned.add(
                                    new Addition(
                                            Optional.empty(),
                                            List.of(),
                                            Optional.of(checkpoint),
                                            List.of(),
                                            List.of())));
        }
        tables = thinned;
    }

    private static ArchiveRecord withoutContent(ArchiveRecord row) {
        return new ArchiveRecord(
                row.chain(),
                row.number(),
                row.eventId(),
                row.kind(),
                row.happenedAt(),
                row.retention(),
                row.factSalt(),
                row.facts(),
                row.factCommitment(),
                row.contentKey(),
                Optional.empty(),
                row.contentDigest(),
                row.contentCommitment(),
                row.previousHash(),
                row.hash(),
                row.parties(),
                row.signature());
    }

    private ExportResult export(Path target, Optional<String> kind, boolean content)
            throws IOException {
        ExportSigner signer = new ExportSigner(keys);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("until", LATER.toString());
        kind.ifPresent(of -> query.put("kind", of));
        SearchRequest request =
                new SearchRequest(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ArchiveQuery.BEGINNING,
                        LATER,
                        kind,
                        Optional.empty(),
                        7,
                        0);
        try (ExportTarget to = ExportTarget.create(target)) {
            ExportResult result =
                    new ArchiveExport(
                                    new ArchiveSearch(
                                            new RecordOpener(tables, keys),
                                            new InMemoryWordTable(),
                                            new InMemoryWordKeys()),
                                    new RecordDiscloser(tables, keys),
                                    new ExportProof(tables, signer, FileAnchorJournal.read(known)),
                                    signer,
                                    _ -> {})
                            .write(
                                    new ExportOrder(
                                            request,
                                            query,
                                            content,
                                            "olga \u001b[2J",
                                            LATER,
                                            new ArchivePosition(new UUID(1, 2), 3),
                                            "1"),
                                    to);
            to.finish();
            return result;
        }
    }

    private List<String> python(String program, List<String> input, String... arguments)
            throws IOException, InterruptedException {
        Path in = Files.write(temp.resolve("input"), input);
        Path out = temp.resolve("output");
        List<String> command =
                new ArrayList<>(
                        List.of("python3", "-c", program, PythonVerifierTest.VERIFIER.toString()));
        command.addAll(List.of(arguments));
        int status =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .waitFor();
        assertThat(status).isZero();
        return Files.readAllLines(out);
    }

    private String trusting(Path target) {
        return "--export\t"
                + target
                + "\t--trust\t"
                + keys.signer()
                + "\t--trust\t"
                + otherKeys.signer();
    }

    private String against(Path target, Path copy) {
        return trusting(target) + "\t--against\t" + copy;
    }

    @Test
    void whatIsExportedIsIntact() throws Exception {
        Path folder = temp.resolve("all");
        Map<String, Long> counts = export(folder, Optional.empty(), true).counts();
        assertThat(counts)
                .containsEntry("matched", counts.get("exported"))
                .containsEntry("content-shredded", 1L)
                .containsEntry("content-key-elsewhere", 1L)
                .containsEntry("not-reviewable", 1L)
                .containsEntry("content-not-asked", 0L);
        assertThat(counts.get("messages"))
                // what was withheld of another request has content, and is no message
                .isEqualTo(counts.get("content-opened") - 1)
                .isGreaterThan(30);
        Path zip = temp.resolve("all.zip");
        export(zip, Optional.empty(), true);
        Path facts = temp.resolve("facts");
        assertThat(export(facts, Optional.of("message-received"), false).counts())
                .containsEntry("content-opened", 0L)
                .containsEntry("messages", 0L);
        assertThat(Files.readString(facts.resolve("records.json")))
                .doesNotContain("calc'!A0\", \"con");
        assertThat(
                        python(
                                MANY,
                                List.of(
                                        trusting(folder),
                                        against(folder, anchors),
                                        against(zip, anchors),
                                        against(facts, anchors))))
                .hasSize(4)
                .allMatch(answer -> answer.startsWith("0 intact ("), "intact")
                .allMatch(answer -> !answer.contains("\u001b"), "harmless");
        assertThat(python(MANY, List.of("--export\t" + folder + "\t--trust\t" + "0".repeat(64))))
                .containsExactly("1 broken at manifest.json: is not signed by a trusted key");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".partial"));
        }
    }

    @Test
    void whatCameAfterTheCopyIsUnproven() throws Exception {
        Path folder = temp.resolve("all");
        export(folder, Optional.empty(), true);
        Path copy = Files.createDirectory(temp.resolve("copy"));
        for (Path file : files(anchors)) {
            List<String> lines = Files.readAllLines(file);
            Files.write(
                    copy.resolve(file.getFileName().toString()),
                    lines.subList(0, Math.min(lines.size(), 6)));
        }
        assertThat(python(MANY, List.of(against(folder, copy))).getFirst())
                .startsWith("1 unproven: ");
    }

    /// The node does not sign what the database says alone.
    @Test
    void theEndOfAnOpenChainIsProvenByTheNodesAnchors() throws Exception {
        Path anchored = temp.resolve("anchored");
        Path without = temp.resolve("without");
        try (Archive archive = open(keys)) {
            archive.append(message("last", "text/plain", ""));
            export(anchored, Optional.of("message-received"), true);
            known = Files.createDirectory(temp.resolve("none"));
            export(without, Optional.of("message-received"), true);
        }
        List<String> answers = python(MANY, List.of(trusting(anchored), trusting(without)));
        assertThat(answers.getFirst()).startsWith("0 intact (");
        assertThat(answers.getLast()).startsWith("1 unproven: 1 records were in no anchor");
    }

    @Test
    void mailAndTableCarryOnlyWhatTheyShould() throws Exception {
        Path folder = temp.resolve("all");
        long mails = export(folder, Optional.empty(), true).counts().get("messages");
        List<String> read = python(READERS, List.of(), folder.toString());
        int count = 0;
        for (String line : read) {
            JsonNode node = JSON.readTree(line);
            if (node.isArray()) {
                for (JsonNode cell : node) {
                    assertThat(cell.asText().stripLeading()).doesNotMatch("(?s)[=+@\\-].*");
                }
                assertThat(node).hasSize(14);
                continue;
            }
            count++;
            List<String> names = new ArrayList<>();
            node.path("names").forEach(name -> names.add(name.asText()));
            assertThat(names)
                    .isSubsetOf(
                            "From",
                            "To",
                            "Date",
                            "Message-ID",
                            "Subject",
                            "X-Earshot-Record",
                            "X-Earshot-Kind",
                            "X-Earshot-From",
                            "X-Earshot-To",
                            "X-Earshot-Message-ID",
                            "MIME-Version",
                            "Content-Type");
            assertThat(names).containsOnlyOnce("From", "To", "Date", "Message-ID", "Content-Type");
            assertThat(node.path("from").asInt()).isEqualTo(1);
            assertThat(node.path("to").asInt()).isBetween(1, 2);
            assertThat(node.path("defects").asInt()).isZero();
            assertThat(node.path("parts").size()).isBetween(1, 2);
        }
        assertThat(count).isEqualTo((int) mails);
    }

    @Test
    void aChangedFileIsFoundOut() throws Exception {
        Path good = temp.resolve("good");
        export(good, Optional.of("message-received"), true);
        List<String> cases = new ArrayList<>();
        for (Path file : files(good)) {
            String name = good.relativize(file).toString();
            cases.add(changed(good, cases.size(), copy -> Files.delete(copy.resolve(name))));
            for (int i = 0; i < 2; i++) {
                cases.add(
                        changed(
                                good,
                                cases.size(),
                                copy -> {
                                    byte[] bytes = Files.readAllBytes(copy.resolve(name));
                                    bytes[random.nextInt(bytes.length)] ^=
                                            (byte) (1 << random.nextInt(7));
                                    Files.write(copy.resolve(name), bytes);
                                }));
            }
        }
        cases.add(
                changed(
                        good,
                        cases.size(),
                        copy -> Files.writeString(copy.resolve("messages/more.eml"), "x")));
        assertThat(python(MANY, cases))
                .hasSameSizeAs(cases)
                .allMatch(answer -> answer.startsWith("1 broken at "), "broken");
    }

    /// Whoever has the signing key signs another manifest. The proof still fits what was recorded only.
    @Test
    void aChangedRecordIsFoundOutThoughTheManifestIsSignedAnew() throws Exception {
        Path good = temp.resolve("good");
        export(good, Optional.of("message-received"), true);
        List<String> cases = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String file : List.of("records.json", "proof.json")) {
            List<String> lines = Files.readAllLines(good.resolve(file));
            for (int line = 0; line < lines.size(); line += 1 + random.nextInt(lines.size() / 2)) {
                int at = line;
                List<String> fields = new ArrayList<>();
                JSON.readTree(lines.get(at)).fieldNames().forEachRemaining(fields::add);
                for (String field : fields) {
                    names.add(file + " " + at + " " + field + " " + lines.get(at));
                    cases.add(signedAnew(good, cases.size(), file, all -> other(all, at, field)));
                }
                names.add(file + " twice " + at + " " + lines.get(at));
                cases.add(
                        signedAnew(
                                good,
                                cases.size(),
                                file,
                                all -> {
                                    all.add(at, all.get(at));
                                    return all;
                                }));
                if (file.equals("proof.json") && !lines.get(at).startsWith("{\"key\"")) {
                    names.add(file + " without " + at + " " + lines.get(at));
                    cases.add(
                            signedAnew(
                                    good,
                                    cases.size(),
                                    file,
                                    all -> {
                                        all.remove(at);
                                        return all;
                                    }));
                }
            }
            names.add(file + " swapped");
            cases.add(
                    signedAnew(
                            good,
                            cases.size(),
                            file,
                            all -> {
                                all.add(2, all.remove(all.size() - 2));
                                return all;
                            }));
        }
        List<String> answers = python(MANY, cases);
        assertThat(answers).hasSameSizeAs(cases);
        for (int i = 0; i < answers.size(); i++) {
            boolean harmless = names.get(i).contains("twice") && names.get(i).contains("{\"key\"");
            assertThat(answers.get(i)).as(names.get(i)).startsWith(harmless ? "0 intact" : "1 ");
        }
    }

    @Test
    void mailAndTableThatSayOtherThingsAreFoundOut() throws Exception {
        Path good = temp.resolve("good");
        export(good, Optional.of("message-received"), true);
        List<String> cases = new ArrayList<>();
        for (Path file : files(good.resolve("messages")).subList(0, 10)) {
            String name = good.relativize(file).toString();
            cases.add(
                    changed(
                            good,
                            cases.size(),
                            copy -> {
                                String text = Files.readString(copy.resolve(name));
                                Files.writeString(
                                        copy.resolve(name),
                                        text.replace("\r\nTo: <", "\r\nTo: <x"));
                                String sums = Files.readString(copy.resolve("messages.sha256"));
                                String line =
                                        sums.lines()
                                                .filter(one -> one.endsWith(name))
                                                .findFirst()
                                                .orElseThrow();
                                Files.writeString(
                                        copy.resolve("messages.sha256"),
                                        sums.replace(line, sum(copy.resolve(name)) + "  " + name));
                                sign(copy);
                            }));
        }
        cases.add(
                changed(
                        good,
                        cases.size(),
                        copy -> {
                            String table = Files.readString(copy.resolve("records.csv"));
                            Files.writeString(
                                    copy.resolve("records.csv"),
                                    table.replaceFirst("received", "refused"));
                            sign(copy);
                        }));
        assertThat(python(MANY, cases))
                .allMatch(answer -> answer.startsWith("1 broken at "), "broken")
                .allMatch(answer -> answer.contains("does not say what "), "why");
    }

    private List<String> other(List<String> lines, int at, String field) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(lines.get(at));
            JsonNode value = node.get(field);
            if (value.isNumber()) {
                node.put(field, value.asLong() + 1);
            } else if (value.isNull()) {
                node.put(field, "00".repeat(32));
            } else if (value.isArray()) {
                ((ArrayNode) value.get(0)).set(1, JSON.getNodeFactory().textNode("sip:eve@x"));
            } else if (random.nextBoolean()) {
                node.putNull(field);
            } else {
                String text = value.asText();
                int changed = text.isEmpty() ? 0 : random.nextInt(text.length());
                char c = text.isEmpty() || text.charAt(changed) != '0' ? '0' : '1';
                node.put(
                        field,
                        text.isEmpty()
                                ? "0"
                                : text.substring(0, changed) + c + text.substring(changed + 1));
            }
            lines.set(at, JSON.writeValueAsString(node));
            return lines;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Changes something.
    @FunctionalInterface
    private interface Change {
        void on(Path copy) throws IOException;
    }

    private String changed(Path good, int number, Change change) throws IOException {
        Path copy = temp.resolve("changed-" + number);
        Files.createDirectories(copy.resolve("messages"));
        for (Path file : files(good)) {
            Files.copy(file, copy.resolve(good.relativize(file)));
        }
        change.on(copy);
        return against(copy, anchors);
    }

    private String signedAnew(
            Path good, int number, String file, UnaryOperator<List<String>> change)
            throws IOException {
        return changed(
                good,
                number,
                copy -> {
                    Path path = copy.resolve(file);
                    List<String> lines = new ArrayList<>(Files.readAllLines(path));
                    Files.write(path, change.apply(lines));
                    sign(copy);
                });
    }

    private void sign(Path copy) throws IOException {
        Path path = copy.resolve("manifest.json");
        JsonNode manifest = JSON.readTree(path.toFile());
        Consumer<JsonNode> update =
                file -> {
                    Path named = copy.resolve(file.path("name").asText());
                    try {
                        ((ObjectNode) file)
                                .put("bytes", Files.size(named))
                                .put("sha256", sum(named));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                };
        manifest.path("files").forEach(update);
        byte[] bytes = JSON.writeValueAsBytes(manifest);
        Files.write(path, bytes);
        Files.writeString(
                copy.resolve("manifest.sig"),
                keys.signer() + " " + new ExportSigner(keys).sign(bytes).hex() + "\n");
    }

    private static String sum(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
