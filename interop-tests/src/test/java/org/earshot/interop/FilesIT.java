package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files between two of our phones, processes of their own, offered through our server and sent over real sockets. What takes
/// long, and is tried without a server too, is tried with `-Dearshot.long=true` alone.
class FilesIT {
    private static final int MEGABYTE = 1 << 20;

    /// Nothing slows it down: it is so large that even a fast machine is busy with it until somebody has said something twice.
    private static final int LARGE = 200 * MEGABYTE;

    /// Work on files steps back from all else that the machine does.
    private static final int PATIENCE_SECONDS = 180;

    private static Lab servers;
    private static EarshotServer server; // of all tests

    private Lab lab;
    private Path downloads;

    @BeforeAll
    static void serve() {
        servers = Lab.of("files-server");
        server = EarshotServer.start(servers).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterAll
    static void closeServer() {
        servers.close();
    }

    @BeforeEach
    void open() {
        lab = Lab.of("files");
        downloads = lab.file("down");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotPhone phone(String name, String... options) {
        return phoneThatSays(name, "silence", options);
    }

    private EarshotPhone phoneThatSays(String name, String audioIn, String... options) {
        List<String> all = new ArrayList<>(List.of("--audio-out", "null"));
        all.addAll(List.of(options));
        return EarshotPhone.overTls(lab, server, name, audioIn, all.toArray(String[]::new));
    }

    private EarshotPhone bob() {
        return phone("bob", "--download-dir", downloads.toString());
    }

    private Path file(String name, int size) throws IOException {
        byte[] block = new byte[Math.min(size, MEGABYTE)];
        new Random(size).nextBytes(block);
        Path file = lab.file(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < size; written += block.length) {
                out.write(block, 0, Math.min(block.length, size - written));
            }
        }
        return file;
    }

    private static JsonNode file(EarshotPhone phone, String state) {
        return phone.event(
                "file", PATIENCE_SECONDS, event -> event.path("state").asText().equals(state));
    }

    private static void send(EarshotPhone phone, Path file) {
        phone.tell("send sip:bob@127.0.0.1 " + file);
    }

    private static void accept(EarshotPhone phone) {
        JsonNode offered =
                phone.event(
                        "file",
                        60,
                        e -> e.path("state").asText().equals("offered") && e.has("from"));
        phone.tell("accept " + offered.path("id").asText());
    }

    private List<String> arrived() throws IOException {
        if (!Files.isDirectory(downloads)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(downloads)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    /// With whatever names they have.
    @Test
    void filesGoBothWaysAndThreeAtOnce() throws IOException {
        List<EarshotPhone> both =
                EarshotPhone.together(
                        () -> phone("alice", "--download-dir", lab.file("up").toString()),
                        this::bob);
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        Path picture = file("my picture.png", 3 * MEGABYTE);
        alice.tell("@p send bob " + picture);
        JsonNode offered = file(bob, "offered");
        assertThat(offered.path("from").asText()).isEqualTo("sip:alice@127.0.0.1");
        assertThat(offered.path("size").asLong()).isEqualTo(3 * MEGABYTE);
        bob.tell("accept " + offered.path("id").asText());
        JsonNode complete = file(bob, "complete");
        assertThat(Path.of(complete.path("file").asText())).hasSameBinaryContentAs(picture);
        assertThat(complete.path("sha256").asText()).isEqualTo(offered.path("sha256").asText());
        assertThat(file(alice, "complete").path("tag").asText()).isEqualTo("p");
        assertThat(recorded("file-ended", "my picture.png"))
                .contains("3145728", hex(complete), "SIP;cause=200", "claimed-by", "direct");

        bob.tell("send alice " + picture);
        accept(alice);
        assertThat(Path.of(file(alice, "complete").path("file").asText()))
                .hasSameBinaryContentAs(picture);

        send(alice, file("empty.dat", 0));
        accept(bob);
        assertThat(Path.of(file(bob, "complete").path("file").asText())).isEmptyFile();
        assertThat(file(alice, "complete").path("size").asLong()).isZero();

        for (int i = 1; i <= 3; i++) {
            send(alice, file(i + ".dat", i * 5 * MEGABYTE));
        }
        for (int i = 1; i <= 3; i++) {
            accept(bob);
        }
        for (int i = 1; i <= 3; i++) {
            file(alice, "complete");
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(downloads.resolve(i + ".dat")).hasSameBinaryContentAs(lab.file(i + ".dat"));
        }
        assertThat(arrived())
                .containsExactly("1.dat", "2.dat", "3.dat", "empty.dat", "my picture.png");
        hostileNamesStayInTheFolder(alice, bob);
    }

    /// The hash as an offer writes it (RFC 5547): octets with colons between.
    private static String hex(JsonNode complete) {
        return "sha-256:" + complete.path("sha256").asText().replaceAll("(..)(?=.)", "$1:");
    }

    /// What the record has of this kind, with a file of this name; nothing waits for its being written.
    private static String recorded(String kind, String name) {
        String found = "";
        for (int i = 0; i < 100 && !found.contains(name); i++) {
            found = server.admin("archive", "search", "--kind", kind, "--json");
        }
        return found;
    }

    @Test
    void bothCanSayNo() throws IOException {
        Lab.onlyIfLong();
        EarshotPhone alice = phone("alice");
        EarshotPhone bob = bob();
        Path small = file("small.dat", MEGABYTE);
        send(alice, small);
        bob.tell("reject " + file(bob, "offered").path("id").asText());
        assertThat(file(alice, "cancelled").path("reason").asText()).isEqualTo("declined");

        send(alice, small);
        String offered = file(alice, "offered").path("id").asText();
        file(bob, "offered");
        alice.tell("cancel " + offered);
        file(alice, "cancelled");
        assertThat(file(bob, "cancelled").path("reason").asText())
                .isEqualTo("the sender took it back");

        send(alice, file("large.dat", LARGE));
        accept(bob);
        JsonNode moving = file(bob, "progress");
        bob.tell("cancel " + moving.path("id").asText());
        file(bob, "cancelled");
        assertThat(file(alice, "cancelled").path("reason").asText())
                .isEqualTo("the other side ended it");
        assertThat(arrived()).isEmpty();
    }

    @Test
    void whatCanNotBeSentIsSaidInWords() throws IOException {
        List<EarshotPhone> both =
                EarshotPhone.together(
                        () -> phone("alice", "--blocked-files", "none", "--largest-file", "4000"),
                        this::bob);
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        send(alice, lab.file("nothing.dat"));
        assertThat(file(alice, "failed").path("reason").asText()).contains("there is no file");
        send(alice, Files.createDirectory(lab.file("folder")));
        assertThat(file(alice, "failed").path("reason").asText()).contains("is a folder");
        send(alice, file("large.dat", 4001));
        assertThat(file(alice, "blocked").path("reason").asText()).contains("more than 4000 bytes");
        send(alice, file("setup.EXE", 100));
        // by the server, so that bob's phone sees no offer
        assertThat(file(alice, "blocked").path("reason").asText()).contains(".exe");
        assertThat(bob.event("message", 60, _ -> true).path("text").asText())
                .isEqualTo(
                        "The file \"setup.EXE\" (100 bytes) from alice@127.0.0.1 to you was refused: files that end in .exe are not allowed.");
        bob.tell("send alice " + file("script.bat", 100));
        assertThat(file(bob, "blocked").path("reason").asText()).contains(".bat");
        alice.tell("send nobody " + file("x.dat", 100));
        assertThat(file(alice, "failed").path("reason").asText()).isEqualTo("no such address");

        Path program = Files.write(lab.file("letter.txt"), new byte[] {'M', 'Z', 0, 0});
        bob.tell("send alice " + program);
        assertThat(file(bob, "blocked").path("reason").asText())
                .isEqualTo("it is a program (Windows)");
        send(alice, program); // who lets programs out
        accept(bob);
        assertThat(file(bob, "blocked").path("reason").asText())
                .isEqualTo("it is a program (Windows)");
        alice.event(
                "file", 60, e -> e.path("reason").asText().endsWith("it is a program (Windows)"));
        assertThat(arrived()).isEmpty();
    }

    private void hostileNamesStayInTheFolder(EarshotPhone alice, EarshotPhone bob)
            throws IOException {
        int before = arrived().size();
        List<String> names =
                List.of("CON", "a\"b%41.txt", "photo\u202Egnp.txt", "..\\..\\x", " .hidden", "-rf");
        for (String name : names) {
            Path file = file(name, 1000 + name.length());
            send(alice, file);
            accept(bob);
            Path there = Path.of(file(bob, "complete").path("file").asText());
            assertThat(there.getParent()).isEqualTo(downloads);
            assertThat(there).hasSameBinaryContentAs(file);
        }
        send(alice, lab.file("CON"));
        accept(bob);
        file(bob, "complete");
        assertThat(arrived()).hasSize(before + names.size() + 1);
    }

    @Test
    void aReceiverThatIsKilledGoesOnWhereItWas() throws IOException {
        Lab.onlyIfLong();
        String data = lab.privateFolder("bob-data").toString();
        EarshotPhone alice = phone("alice");
        EarshotPhone bob = phone("bob", "--download-dir", downloads.toString(), "--data", data);
        Path large = file("large.dat", LARGE);
        send(alice, large);
        accept(bob);
        bob.event("file", 60, e -> e.path("bytes").asLong() > 20L * MEGABYTE);
        bob.process().handle().destroyForcibly();
        bob.process().close();
        assertThat(arrived()).isEmpty();
        alice.event("file", 60, e -> e.path("reason").asText().contains("by itself"));

        EarshotPhone again = phone("bob", "--download-dir", downloads.toString(), "--data", data);
        JsonNode first = file(again, "progress");
        assertThat(first.path("bytes").asLong()).isPositive();
        assertThat(Path.of(file(again, "complete").path("file").asText()))
                .hasSameBinaryContentAs(large);
        file(alice, "complete");
        assertThat(arrived()).containsExactly("large.dat");
    }

    @Test
    void aSenderThatIsKilledGoesOnWhereItWas() throws IOException {
        Lab.onlyIfLong();
        String data = lab.privateFolder("alice-data").toString();
        EarshotPhone alice = phone("alice", "--data", data);
        EarshotPhone bob = bob();
        Path large = file("large.dat", LARGE);
        send(alice, large);
        accept(bob);
        bob.event("file", 60, e -> e.path("bytes").asLong() > 20L * MEGABYTE);
        alice.process().handle().destroyForcibly();
        alice.process().close();
        EarshotPhone again = phone("alice", "--data", data);
        assertThat(file(again, "progress").path("bytes").asLong()).isPositive();
        assertThat(Path.of(file(bob, "complete").path("file").asText()))
                .hasSameBinaryContentAs(large);
        file(again, "complete");
    }

    @Test
    void eitherSideLetsAFileRestAndGoesOnWhereItWas() throws IOException {
        String data = lab.privateFolder("bob-data").toString();
        String alices = lab.privateFolder("alice-data").toString();
        List<EarshotPhone> both =
                EarshotPhone.together(
                        () -> phone("alice", "--data", alices),
                        () -> phone("bob", "--download-dir", downloads.toString(), "--data", data));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        Path large = file("large.dat", LARGE);
        send(alice, large);
        accept(bob);
        JsonNode moving = bob.event("file", 60, e -> e.path("bytes").asLong() > MEGABYTE);
        String sent = file(alice, "progress").path("id").asText();
        alice.tell("file pause " + sent);
        assertThat(file(alice, "paused").has("rate")).isFalse();
        JsonNode there = file(bob, "paused");
        assertThat(there.path("reason").asText()).isEqualTo("the other side paused it");
        assertThat(there.path("bytes").asLong()).isLessThan(LARGE);
        alice.tell("file resume " + sent);
        long from = there.path("bytes").asLong();
        JsonNode on =
                bob.event(
                        "file",
                        60,
                        e ->
                                e.path("state").asText().equals("progress")
                                        && e.path("bytes").asLong() >= from
                                        && e.has("rate"));

        bob.tell("file pause " + moving.path("id").asText());
        assertThat(file(bob, "paused").path("bytes").asLong())
                .isGreaterThanOrEqualTo(on.path("bytes").asLong());
        assertThat(file(alice, "paused").path("reason").asText())
                .isEqualTo("the other side paused it");
        assertThat(arrived()).isEmpty();
        bob.tell("file resume " + moving.path("id").asText());
        JsonNode complete = file(bob, "complete");
        assertThat(Path.of(complete.path("file").asText())).hasSameBinaryContentAs(large);
        assertThat(complete.path("sha256").asText()).isEqualTo(moving.path("sha256").asText());
        file(alice, "complete");
        assertThat(arrived()).containsExactly("large.dat");
        whoLetsAFileRestCanTakeItBackInAnotherRun(alice, alices, bob);
    }

    /// The sender's phone has been killed meanwhile: it has no session with the receiver's any more.
    private void whoLetsAFileRestCanTakeItBackInAnotherRun(
            EarshotPhone alice, String data, EarshotPhone bob) throws IOException {
        Path other = file("other.dat", LARGE + 1);
        send(alice, other);
        accept(bob);
        bob.event("file", 60, e -> isOf(e, other) && e.path("bytes").asLong() > MEGABYTE);
        JsonNode moving =
                alice.event(
                        "file",
                        60,
                        e -> isOf(e, other) && e.path("state").asText().equals("progress"));
        alice.tell("file pause " + moving.path("id").asText());
        file(bob, "paused");
        alice.process().handle().destroyForcibly();
        alice.process().close();
        EarshotPhone again = phone("alice", "--data", data);
        again.tell("cancel " + file(again, "paused").path("id").asText());
        assertThat(file(bob, "cancelled").path("reason").asText())
                .isEqualTo("the other side ended it");
        file(again, "cancelled");
        assertThat(arrived()).containsExactly("large.dat");
    }

    private static boolean isOf(JsonNode event, Path file) {
        return file.endsWith(event.path("name").asText());
    }

    /// In network namespaces, which end with the test.
    @Test
    void aFileGoesOnWhenOneOfTheTwoComesToAnotherNetwork() {
        Lab.program("tc");
        Networks.runIn(lab, MovingFiles.class, 200);
    }

    /// What is concealed for the files' sake is printed, and may be a hundredth of the time.
    @Test
    void aCallGoesOnBesideThirtyFiles() throws Exception {
        Lab.onlyIfLong();
        EarshotPhone alice = phoneThatSays("alice", Recording.longSpeech(lab, "alice").toString());
        EarshotPhone bob = phone("bob", "--download-dir", downloads.toString(), "--auto-answer");
        alice.tell("call sip:bob@127.0.0.1");
        long atFirst = concealed(bob.event("media", 30, _ -> true));
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            bob.event("media", 5, _ -> true);
        }
        long quiet = concealed(bob.event("media", 5, _ -> true));
        long sending = System.nanoTime();
        for (int i = 1; i <= 3; i++) {
            send(alice, file("large " + i + ".dat", 25 * MEGABYTE));
            accept(bob);
            if (i < 3) {
                for (int second = 0; second < 5; second++) {
                    bob.event("media", 5, _ -> true);
                }
            }
        }
        for (int i = 1; i <= 30; i++) {
            send(alice, file("small " + i + ".dat", 2 * MEGABYTE + i));
        }
        for (int i = 1; i <= 30; i++) {
            accept(bob);
        }
        for (int i = 1; i <= 33; i++) {
            file(alice, "complete");
        }
        long busy = concealed(bob.fresh("media"));
        long end = System.nanoTime();
        for (String name : arrived()) {
            assertThat(downloads.resolve(name)).hasSameBinaryContentAs(lab.file(name));
        }
        assertThat(arrived()).hasSize(33);
        System.out.printf(
                "concealed: %d ms in %.1f s of a call alone, %d ms in %.1f s beside 33 files%n",
                quiet - atFirst, (sending - began) / 1e9, busy - quiet, (end - sending) / 1e9);
        assertThat(busy - quiet).isLessThan((end - sending) / 1_000_000 / 100);
        alice.tell("hangup");
    }

    private static long concealed(JsonNode media) {
        return media.path("concealedMs").asLong();
    }
}
