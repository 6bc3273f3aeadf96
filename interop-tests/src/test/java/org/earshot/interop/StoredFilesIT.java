package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.softphone.app.DigestSignIn;
import org.earshot.softphone.file.StoreClient;
import org.earshot.softphone.file.StoreRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Files for people who are away, and for phones that take none: by our server's store, with our phones as processes of their own.
@Tag("realtime")
class StoredFilesIT {
    private static final int SIZE = 5_000_000;
    private static final int HALF = 2_500_000;
    private static final long MEGABYTE = 1 << 20;

    /// Work on files steps back from all else that the machine does.
    private static final int PATIENCE_SECONDS = 120;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);

    private Lab lab;
    private StallingLink link;
    private Path serverData;
    private EarshotServer server;
    private Path downloads;

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("stored-files");
        link = StallingLink.open(lab);
        serverData = lab.privateFolder("server-data");
        downloads = lab.file("down");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /// The first server of a test.
    private void serveAll(String... settings) {
        server = serve(settings);
        server.withUser("alice", "pwalice").withUser("bob", "pwbob").withUser("carol", "pwcarol");
    }

    private EarshotServer serve(String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("https.listen=127.0.0.1:0");
        settings.add("https.url=https://127.0.0.1:" + link.port());
        EarshotServer started =
                EarshotServer.start(lab, serverData, settings.toArray(String[]::new));
        link.leadTo(started.address("https"));
        return started;
    }

    private EarshotPhone phone(String name, String... options) {
        List<String> all = new ArrayList<>(List.of("--audio-out", "null"));
        all.addAll(List.of(options));
        return EarshotPhone.overTls(lab, server, name, "silence", all.toArray(String[]::new));
    }

    private Path file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return Files.write(lab.file(name), content);
    }

    private static JsonNode file(EarshotPhone phone, String state) {
        return phone.event(
                "file", PATIENCE_SECONDS, event -> event.path("state").asText().equals(state));
    }

    private static JsonNode moving(EarshotPhone phone, int bytes) {
        return phone.event(
                "file",
                PATIENCE_SECONDS,
                e ->
                        e.path("state").asText().equals("progress")
                                && !e.has("reason")
                                && e.path("bytes").asLong() >= bytes);
    }

    private interface Question {
        boolean isSo() throws IOException;
    }

    private static void until(String what, Question question) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!question.isSo()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        long sum = 0;
        for (Path file : files(folder)) {
            sum += Files.size(file);
        }
        return sum;
    }

    /// What a phone has noted that it has, of the one file.
    private static long have(Path folder) throws IOException {
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".have")) {
                return Long.parseLong(Files.readString(file).replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void kill(EarshotPhone phone) {
        phone.process().handle().destroyForcibly();
        phone.process().close();
    }

    /// What the record has of this kind; nothing waits for its being written.
    private String recorded(String kind) {
        String found = "";
        for (int i = 0; i < 100 && !found.contains(kind); i++) {
            found = server.admin("archive", "search", "--kind", kind, "--json");
        }
        return found;
    }

    private List<String> arrived() throws IOException {
        return files(downloads).stream().map(p -> p.getFileName().toString()).toList();
    }

    @Test
    void aFileForSomebodyWhoIsAwayOutlivesTheServerAndThePhones() throws Exception {
        serveAll();
        Path plan = file("plan of the house.dat", SIZE);
        EarshotPhone alice = phone("alice", "--data", lab.privateFolder("alice-data").toString());
        link.stallUpAfter(HALF);
        alice.tell("send bob " + plan);
        assertThat(file(alice, "progress").path("way").asText()).isEqualTo("store");
        until(
                "some of it is on the server's disk",
                () -> bytesIn(serverData.resolve("files")) > MEGABYTE);
        server.kill();
        alice.event("file", PATIENCE_SECONDS, e -> e.path("reason").asText().contains("by itself"));
        link.open();
        server = serve(server.samePorts());
        JsonNode again = moving(alice, 1);
        assertThat(again.path("bytes").asLong()).isBetween(65_536L, SIZE - 1L);
        JsonNode complete = file(alice, "complete");
        assertThat(complete.path("way").asText()).isEqualTo("store");
        alice.event("message-status", 30, e -> e.path("status").asText().equals("sent"));
        assertThat(recorded("file-stored"))
                .contains(
                        "plan of the house.dat",
                        "5000000",
                        octets(complete.path("sha256").asText()));

        String data = lab.privateFolder("bob-data").toString();
        EarshotPhone bob = phone("bob", "--download-dir", downloads.toString(), "--data", data);
        String text = bob.event("message", 30, _ -> true).path("text").asText();
        assertThat(text).startsWith("plan of the house.dat (5000 kB): https://127.0.0.1:");
        JsonNode offered = file(bob, "offered");
        assertThat(offered.path("from").asText()).isEqualTo("sip:alice@127.0.0.1");
        assertThat(offered.path("size").asLong()).isEqualTo(SIZE);
        assertThat(offered.path("way").asText()).isEqualTo("store");
        assertThat(offered.path("sha256")).isEqualTo(complete.path("sha256"));
        link.stallDownAfter(HALF);
        bob.tell("accept " + offered.path("id").asText());
        until("some of it is on bob's disk", () -> have(Path.of(data, "partial")) > MEGABYTE);
        kill(bob);
        assertThat(arrived()).isEmpty();
        link.open();
        EarshotPhone bobAgain =
                phone("bob", "--download-dir", downloads.toString(), "--data", data);
        assertThat(moving(bobAgain, 0).path("bytes").asLong()).isBetween(MEGABYTE, SIZE - 1L);
        Path there = Path.of(file(bobAgain, "complete").path("file").asText());
        assertThat(there).hasSameBinaryContentAs(plan);
        assertThat(arrived()).containsExactly("plan of the house.dat");
        assertThat(recorded("file-fetched")).contains("plan of the house.dat", "sip:bob@127.0.0.1");
        nobodyElseGetsIt(URI.create(text.substring(text.indexOf("https://"))));
    }

    /// A hash as the record writes it.
    private static String octets(String hex) {
        return "sha-256:" + hex.replaceAll("(..)(?=.)", "$1:");
    }

    private void nobodyElseGetsIt(URI url) {
        StoreClient carol =
                lab.closing(
                        new StoreClient(
                                TrustedCertificates.fromPem(server.ca()).context(),
                                new DigestSignIn("carol", "127.0.0.1", "pwcarol")));
        assertThatThrownBy(() -> carol.look(url))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    /// The server dies at eight moments that a dice chooses, while the file goes up and while it comes down: at its beginning, anywhere, and
    /// where the last bytes have gone and nobody has said yet that all is well.
    @Test
    void aServerThatDiesAgainAndAgainLosesNothing() throws Exception {
        Lab.onlyIfLong();
        serveAll();
        long seed = Long.getLong("earshot.seed", 20261129);
        Random dice = new Random(seed);
        int size = 150_000_000;
        String data = lab.privateFolder("alice-data").toString();
        String bobs = lab.privateFolder("bob-data").toString();
        EarshotPhone alice = phone("alice", "--data", data);
        Path plan = file("plan.dat", size);
        alice.tell("send bob " + plan);
        long[] up = {0, dice.nextInt(size), size, size};
        JsonNode sent = killedAt(alice, up);
        assertThat(sent.path("way").asText()).isEqualTo("store");

        EarshotPhone bob = phone("bob", "--download-dir", downloads.toString(), "--data", bobs);
        bob.tell("accept " + file(bob, "offered").path("id").asText());
        long[] down = {0, dice.nextInt(size / 2), size / 2 + dice.nextInt(size / 2), size};
        JsonNode there = killedAt(bob, down);
        assertThat(Path.of(there.path("file").asText()))
                .as("seed " + seed)
                .hasSameBinaryContentAs(plan);
        assertThat(arrived()).as("seed " + seed).containsExactly("plan.dat");
        assertThat(server.admin("archive", "verify")).contains("intact");
        assertThat(server.admin("file", "list")).containsOnlyOnce("plan.dat");
        assertThat(files(serverData.resolve("files"))).hasSize(1);
    }

    /// Ends the server each time when a phone has said so many bytes, and starts it again, until the phone says that all is there.
    private JsonNode killedAt(EarshotPhone phone, long[] moments) throws IOException {
        for (long bytes : moments) {
            JsonNode seen =
                    phone.event(
                            "file",
                            PATIENCE_SECONDS,
                            e -> e.path("bytes").asLong() >= bytes && !e.has("reason"));
            server.kill();
            System.out.println("killed at " + seen);
            if (seen.path("state").asText().equals("complete")) {
                server = serve(server.samePorts());
                return seen;
            }
            assertThat(arrived()).as("no half file").isEmpty();
            server = serve(server.samePorts());
        }
        return file(phone, "complete");
    }

    /// Of a program, which both phones let pass as their server says.
    @Test
    void aSenderThatIsKilledGoesOnWhereItWas() throws Exception {
        serveAll("files.blocked=iso", "files.allowPrograms=true");
        String data = lab.privateFolder("alice-data").toString();
        EarshotPhone alice = phone("alice", "--data", data);
        link.stallUpAfter(HALF);
        Path plan = file("plan.jar", SIZE);
        try (FileChannel content = FileChannel.open(plan, StandardOpenOption.WRITE)) {
            content.write(ByteBuffer.wrap(new byte[] {'M', 'Z', 0, 0}));
        }
        alice.tell("send bob " + plan);
        until(
                "some of it is on the server's disk",
                () -> bytesIn(serverData.resolve("files")) > MEGABYTE);
        kill(alice);
        link.open();
        EarshotPhone again = phone("alice", "--data", data);
        assertThat(moving(again, 1).path("bytes").asLong()).isBetween(65_536L, SIZE - 1L);
        file(again, "complete");
        again.event("message-status", 30, e -> e.path("status").asText().equals("sent"));

        EarshotPhone bob = phone("bob", "--download-dir", downloads.toString());
        bob.tell("accept " + file(bob, "offered").path("id").asText());
        assertThat(Path.of(file(bob, "complete").path("file").asText()))
                .hasSameBinaryContentAs(plan);
    }

    /// And what the server does not take is said in its words.
    @Test
    void aPhoneThatTakesNoFilesGetsATextWithALink() throws Exception {
        serveAll();
        BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", server.address("udp"));
        bob.answering("INVITE", "488 Not Acceptable Here");
        bob.answering("MESSAGE", "200 OK");
        bob.registered();
        EarshotPhone alice = phone("alice", "--blocked-files", "none");
        alice.tell("send bob " + file("sea.jpg", 3000));
        assertThat(file(alice, "complete").path("way").asText()).isEqualTo("store");
        assertThat(bob.request("MESSAGE"))
                .containsPattern(
                        "sea\\.jpg \\(3000 B\\): https://127\\.0\\.0\\.1:[0-9]+/files/[0-9a-f]{32}");
        alice.tell("send bob " + file("setup.exe", 3000));
        assertThat(file(alice, "blocked").path("reason").asText()).contains(".exe");
        alice.tell("send nobody " + file("x.dat", 100));
        assertThat(file(alice, "failed").path("reason").asText()).contains("nobody");
    }

    /// Both are there, and could send it straight. A sender whose phone refuses nothing: the server does, whatever the name is; bob is offered nothing, and
    /// hears why.
    @Test
    void whereContentIsLookedAtEveryFileGoesByTheStoreWhichJudgesIt() throws Exception {
        serveAll("files.way=store");
        List<EarshotPhone> both =
                EarshotPhone.together(
                        () -> phone("alice", "--blocked-files", "none"),
                        () -> phone("bob", "--download-dir", downloads.toString()));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 5000);
        alice.tell("send bob " + Files.write(lab.file("letter.txt"), program));
        assertThat(file(alice, "blocked").path("reason").asText())
                .isEqualTo("it is a program (Windows)");
        JsonNode heard =
                bob.event(
                        "message",
                        PATIENCE_SECONDS,
                        says("from alice@127.0.0.1 to you was refused: it is a program (Windows)"));
        assertThat(heard.path("text").asText()).contains("letter.txt", "5.0 kB");
        assertThat(heard.path("from").asText()).isEqualTo("sip:earshot@127.0.0.1");
        alice.tell("send bob " + zip("photos.zip", "photo.jpg", program, 1));
        assertThat(file(alice, "blocked").path("reason").asText())
                .isEqualTo("in it, photo.jpg: it is a program (Windows)");
        alice.tell("send bob " + zip("bomb.zip", "zeros", new byte[1 << 20], 200));
        assertThat(file(alice, "blocked").path("reason").asText()).contains("200 times its size");
        byte[] zeros = new byte[101_000_000];
        alice.tell("send bob " + gzip("zeros.gz", zeros));
        assertThat(file(alice, "blocked").path("reason").asText()).contains("200 times its size");
        Path plan = zip("plan.zip", "plan.txt", "as agreed".getBytes(UTF_8), 1);
        alice.tell("send bob " + plan);
        assertThat(file(alice, "complete").path("way").asText()).isEqualTo("store");
        JsonNode offered = file(bob, "offered");
        assertThat(offered.path("name").asText()).isEqualTo("plan.zip");
        assertThat(offered.path("way").asText()).isEqualTo("store");
        bob.tell("accept " + offered.path("id").asText());
        assertThat(Path.of(file(bob, "complete").path("file").asText()))
                .hasSameBinaryContentAs(plan);
        assertThat(recorded("file-upload-refused"))
                .contains("letter.txt", "photos.zip", "bomb.zip", "zeros.gz");
        whyAFileWasRefusedIsHeardThoughTheAnswerWasLost(alice);
    }

    /// The connection ends when the server has decided and before its answer has come.
    private void whyAFileWasRefusedIsHeardThoughTheAnswerWasLost(EarshotPhone alice)
            throws Exception {
        byte[] program = new byte[SIZE];
        program[0] = 'M';
        program[1] = 'Z';
        long before = bytesIn(serverData.resolve("files"));
        link.holdUpAfter(HALF);
        alice.tell("send bob " + Files.write(lab.file("lost.txt"), program));
        until(
                "some of it is on the server's disk",
                () -> bytesIn(serverData.resolve("files")) > before + MEGABYTE);
        link.stallDownAfter(0);
        link.letUpGo();
        until("it is refused", () -> recorded("file-upload-refused").contains("lost.txt"));
        link.open();
        link.cut();
        assertThat(file(alice, "blocked").path("reason").asText())
                .isEqualTo("it is a program (Windows)");
        assertThat(server.admin("archive", "search", "--kind", "file-upload-refused", "--json"))
                .containsOnlyOnce("lost.txt");
    }

    /// Refused, held back, and let in by an administrator: then bob gets it as if it had just come, and both knew all along.
    @Test
    void whatIsHeldBackReachesItsAddresseeOnceItIsReleased() throws Exception {
        serveAll("files.way=store", "files.quarantine.keep=7d");
        List<EarshotPhone> both =
                EarshotPhone.together(
                        () -> phone("alice", "--blocked-files", "none"),
                        () ->
                                phone(
                                        "bob",
                                        "--download-dir",
                                        downloads.toString(),
                                        "--blocked-files",
                                        "none"));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 5000);
        Path plan = zip("plan.zip", "setup.bin", program, 1);
        alice.tell("send bob " + plan);
        hearsInEitherOrder(
                alice,
                event ->
                        event.path("state").asText().equals("blocked")
                                && event.path("reason")
                                        .asText()
                                        .equals(
                                                "in it, setup.bin: it is a program (Windows); it is held back, and your administrator can release it"),
                says("is held back: in it, setup.bin"));
        bob.event(
                "message",
                PATIENCE_SECONDS,
                says("from alice@127.0.0.1 to you is held back: in it, setup.bin"));

        JsonNode held =
                new ObjectMapper().readTree(server.admin("file", "quarantine", "list", "--json"));
        String id = held.get(0).path("id").asText();
        assertThat(held.get(0).path("recipients").get(0).asText()).isEqualTo("sip:bob@127.0.0.1");
        Path copy = lab.file("copy");
        server.admin("file", "quarantine", "fetch", id, copy.toString());
        assertThat(copy).hasSameBinaryContentAs(plan);
        assertThat(server.admin("file", "list")).contains("no files");
        server.admin("file", "quarantine", "release", id);

        String text = bob.event("message", PATIENCE_SECONDS, says("plan.zip (")).toString();
        assertThat(text).contains("sip:alice@127.0.0.1");
        JsonNode offered = file(bob, "offered");
        assertThat(offered.path("from").asText()).isEqualTo("sip:alice@127.0.0.1");
        bob.tell("accept " + offered.path("id").asText());
        assertThat(Path.of(file(bob, "complete").path("file").asText()))
                .hasSameBinaryContentAs(plan);
        alice.event("message", PATIENCE_SECONDS, says("was released and sent to bob@127.0.0.1"));
        assertThat(recorded("file-held")).contains("plan.zip");
        assertThat(recorded("file-released")).contains("plan.zip");
        assertThat(server.admin("file", "quarantine", "list")).contains("nothing is held back");
    }

    /// The answer to a request and the server's message come by different ways.
    private static void hearsInEitherOrder(
            EarshotPhone phone,
            java.util.function.Predicate<JsonNode> one,
            java.util.function.Predicate<JsonNode> other) {
        JsonNode first = phone.anyEvent(PATIENCE_SECONDS, one.or(other));
        phone.anyEvent(PATIENCE_SECONDS, one.test(first) ? other : one);
    }

    private static java.util.function.Predicate<JsonNode> says(String words) {
        return event -> event.path("text").asText().contains(words);
    }

    private Path gzip(String name, byte[] content) throws IOException {
        Path file = lab.file(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
        return file;
    }

    /// @param times how often the content stands in the entry
    private Path zip(String name, String entry, byte[] content, int times) throws IOException {
        Path file = lab.file(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(entry));
            for (int i = 0; i < times; i++) {
                out.write(content);
            }
        }
        return file;
    }
}
