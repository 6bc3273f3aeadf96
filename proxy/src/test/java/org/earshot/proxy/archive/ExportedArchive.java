package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
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
import org.junit.jupiter.api.io.TempDir;

/// An archive with whatever makes bad mail and tables, its exports, and Python that checks them.
abstract class ExportedArchive {
    static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 16, Duration.ofSeconds(10));
    static final Instant LATER = TestEvents.NOW.plusSeconds(60);
    static final ObjectMapper JSON = new ObjectMapper();
    static final int RANDOM_MESSAGES = 12;

    /// What makes bad mail or bad tables of careless programs.
    static final List<String> NASTY =
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
    static final String MANY =
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
    static final String READERS =
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

    @TempDir Path temp;

    final Random random = new Random(5322);
    final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    final InMemoryArchiveKeys otherKeys = new InMemoryArchiveKeys();
    InMemoryArchiveTables tables = new InMemoryArchiveTables();
    Path anchors;
    Path known;

    @BeforeEach
    void write() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                PythonVerifierTest.hasPython(),
                "SKIPPED: no python3 (Debian package), or plain mvn verify: bin/test has it");
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

    Archive open(ArchiveKeys of) throws IOException {
        return ChainedArchive.open(
                CONFIG,
                tables,
                new FileAnchorJournal(anchors),
                of,
                InstantSource.fixed(TestEvents.NOW));
    }

    static ArchiveEvent message(String text, String type, String written) {
        return message(text, type, written, TestEvents.NOW);
    }

    static ArchiveEvent message(String text, String type, String written, Instant at) {
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

    static String cpim(String text) {
        return "From: <sip:a@b>\r\nSubject: "
                + text
                + "\r\n\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + text;
    }

    String noise() {
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

    String type() {
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
    void shredOne() {
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

    static ArchiveRecord withoutContent(ArchiveRecord row) {
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

    ExportResult export(Path target, Optional<String> kind, boolean content) throws IOException {
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

    List<String> python(String program, List<String> input, String... arguments)
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

    String trusting(Path target) {
        return "--export\t"
                + target
                + "\t--trust\t"
                + keys.signer()
                + "\t--trust\t"
                + otherKeys.signer();
    }

    String against(Path target, Path copy) {
        return trusting(target) + "\t--against\t" + copy;
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
