package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.earshot.common.file.DiskRoom;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.softphone.app.DigestSignIn;
import org.earshot.softphone.app.demo.ChildProcess;
import org.earshot.softphone.file.FileHash;
import org.earshot.softphone.file.PartialKey;
import org.earshot.softphone.file.SourceFile;
import org.earshot.softphone.file.StoreClient;
import org.earshot.softphone.file.StoreRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A file of 5 GB, whose bytes have numbers that no 32 bits hold. All of it is sent with `-Dearshot.long=true` alone.
class LargeFileIT {
    private static final long SIZE = 5_000_000_000L;
    private static final long FOUR_GIB = 1L << 32;
    private static final int MARK = 1_000_000;
    private static final int PATIENCE_SECONDS = 900;

    /// Of garbage that is collected later; a tenth of what a gigabyte more would be.
    private static final long MOST_MEGABYTES_MORE = 100;

    private static final String JVM = "earshot.lab.jvm";

    /// Compiled as for a user: else a hash takes a minute.
    private static final String FAST = "-XX:+UseSerialGC -Xmx256m";

    private Lab lab;
    private Path large;

    @BeforeEach
    void open() throws IOException {
        System.setProperty(JVM, FAST);
        lab = Lab.of("large-file");
        large = lab.file("large.img");
        try (FileChannel channel =
                FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at : marks()) {
                channel.write(ByteBuffer.wrap(mark(at)), at);
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        System.clearProperty(JVM);
        lab.close();
        Files.delete(large);
    }

    /// Holes between them cost no room.
    private static List<Long> marks() {
        return List.of(0L, FOUR_GIB - MARK / 2, SIZE - MARK);
    }

    private static byte[] mark(long at) {
        byte[] mark = new byte[MARK];
        new Random(at).nextBytes(mark);
        return mark;
    }

    private static JsonNode state(EarshotPhone phone, String state) {
        return phone.event(
                "file", PATIENCE_SECONDS, event -> event.path("state").asText().equals(state));
    }

    private static JsonNode beyond(EarshotPhone phone, long bytes) {
        return phone.event(
                "file",
                PATIENCE_SECONDS,
                e ->
                        e.path("state").asText().equals("progress")
                                && e.path("bytes").asLong() > bytes);
    }

    private EarshotPhone phone(EarshotServer server, String name, String... options) {
        return EarshotPhone.overTls(lab, server, name, "silence", options);
    }

    @Test
    void itGoesWholeAlsoWhenTheReceiverIsKilledBehindFourGibibytes() throws IOException {
        Lab.onlyIfLong();
        Assumptions.assumeTrue(
                DiskRoom.in(lab.file("down")) > 3 * SIZE, "SKIPPED: the disk has no room for it");
        EarshotServer server =
                EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
        Path downloads = lab.file("down");
        String[] bobs = {
            "--audio-out",
            "null",
            "--download-dir",
            downloads.toString(),
            "--data",
            lab.privateFolder("bob-data").toString()
        };
        EarshotPhone alice = phone(server, "alice", "--audio-out", "null");
        EarshotPhone bob = phone(server, "bob", bobs);
        long began = System.nanoTime();
        alice.tell("send bob " + large);
        JsonNode offered = state(bob, "offered");
        assertThat(offered.path("size").asLong()).isEqualTo(SIZE);
        long sending = System.nanoTime();
        bob.tell("accept " + offered.path("id").asText());
        beyond(bob, FOUR_GIB);
        bob.process().handle().destroyForcibly();
        bob.process().close();
        assertThat(downloads).isEmptyDirectory();
        long killed = System.nanoTime();
        EarshotPhone again = phone(server, "bob", bobs);
        JsonNode first = state(again, "progress");
        assertThat(first.path("bytes").asLong()).isGreaterThan(FOUR_GIB / 2);
        JsonNode complete = state(again, "complete");
        long end = System.nanoTime();
        assertThat(complete.path("sha256")).isEqualTo(offered.path("sha256"));
        assertThat(state(alice, "complete").path("sha256")).isEqualTo(offered.path("sha256"));
        System.out.printf(
                Locale.ROOT,
                "5 GB: looked at for %.1f s, %.1f s until bob was killed, from byte %d on again, %.1f s until it was whole and checked%n",
                (sending - began) / 1e9,
                (killed - sending) / 1e9,
                first.path("bytes").asLong(),
                (end - killed) / 1e9);
        assertIsThere(complete);
    }

    private static EarshotServer withAlice(EarshotServer server) {
        return server.withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    /// The most memory that a process has had so far, in megabytes, as the system sees it.
    private static long mostMemory(ChildProcess process) throws IOException {
        String line =
                Files.readAllLines(
                                Path.of("/proc", Long.toString(process.handle().pid()), "status"))
                        .stream()
                        .filter(l -> l.startsWith("VmHWM:"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
    }

    /// Sends it, and prints what memory each of the three had after its first gigabyte, and at the end.
    private void goesWithFlatMemory(EarshotServer server, String way, long roomFor)
            throws IOException {
        Assumptions.assumeTrue(
                DiskRoom.in(lab.file("down")) > roomFor * SIZE,
                "SKIPPED: the disk has no room for it");
        EarshotPhone alice = phone(server, "alice", "--audio-out", "null");
        EarshotPhone bob =
                phone(
                        server,
                        "bob",
                        "--audio-out",
                        "null",
                        "--download-dir",
                        lab.file("down").toString());
        List<ChildProcess> all = List.of(server.process(), alice.process(), bob.process());
        long began = System.nanoTime();
        alice.tell("send bob " + large);
        List<Long> first = List.of();
        if (way.equals("store")) {
            beyond(alice, SIZE / 5);
            first = memory(all);
        }
        JsonNode offered = state(bob, "offered");
        long sending = System.nanoTime();
        assertThat(offered.path("size").asLong()).isEqualTo(SIZE);
        bob.tell("accept " + offered.path("id").asText());
        beyond(bob, SIZE / 5);
        List<Long> then = memory(all);
        // of the server and the sender from the upload on, which was before
        first = first.isEmpty() ? then : List.of(first.get(0), first.get(1), then.get(2));
        JsonNode complete = state(bob, "complete");
        state(alice, "complete");
        List<Long> last = memory(all);
        System.out.printf(
                Locale.ROOT,
                "5 GB by %s: offered after %.1f s, whole and checked %.1f s later; most memory of server, sender, receiver: %s MB after 1 GB, %s MB at the end%n",
                way,
                (sending - began) / 1e9,
                (System.nanoTime() - sending) / 1e9,
                first,
                last);
        assertThat(complete.path("way").asText()).isEqualTo(way);
        assertThat(complete.path("sha256")).isEqualTo(offered.path("sha256"));
        assertIsThere(complete);
        for (int i = 0; i < all.size(); i++) {
            assertThat(last.get(i) - first.get(i)).isLessThan(MOST_MEGABYTES_MORE);
        }
    }

    private static List<Long> memory(List<ChildProcess> all) throws IOException {
        List<Long> megabytes = new ArrayList<>();
        for (ChildProcess one : all) {
            megabytes.add(mostMemory(one));
        }
        return megabytes;
    }

    @Test
    void itGoesWholeOverTheRelay() throws IOException {
        Lab.onlyIfLong();
        goesWithFlatMemory(
                withAlice(EarshotServer.start(lab, "listen.msrp=127.0.0.1:0", "files.way=relay")),
                "relay",
                2);
    }

    @Test
    void itGoesWholeByTheStore() throws IOException {
        Lab.onlyIfLong();
        goesWithFlatMemory(
                withAlice(
                        EarshotServer.start(
                                lab,
                                "https.listen=127.0.0.1:0",
                                "files.way=store",
                                "files.largest=5000000000")),
                "store",
                3);
    }

    private static void assertIsThere(JsonNode complete) throws IOException {
        Path there = Path.of(complete.path("file").asText());
        try {
            assertThat(Files.size(there)).isEqualTo(SIZE);
            assertMarks(there);
        } finally {
            Files.delete(there);
        }
    }

    private static void assertMarks(Path there) throws IOException {
        try (FileChannel channel = FileChannel.open(there)) {
            for (long at : marks()) {
                ByteBuffer came = ByteBuffer.allocate(MARK);
                while (came.hasRemaining() && channel.read(came, at + came.position()) >= 0) {
                    // more of it
                }
                assertThat(came.array()).as("from byte " + at).isEqualTo(mark(at));
            }
        }
    }

    /// The first 4.9 GB are there already.
    @Test
    void itGoesOnBehindFourGibibytes() throws IOException {
        Lab.onlyIfLong();
        long have = SIZE - 2 * MARK;
        EarshotServer server =
                EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
        Path data = lab.privateFolder("bob-data");
        EarshotPhone alice = phone(server, "alice", "--audio-out", "null");
        EarshotPhone bob =
                phone(
                        server,
                        "bob",
                        "--audio-out",
                        "null",
                        "--download-dir",
                        lab.file("down").toString(),
                        "--data",
                        data.toString());
        alice.tell("send bob " + large);
        JsonNode offered = state(bob, "offered");
        FileHash hash =
                new FileHash(
                        FileHash.Algorithm.SHA_256,
                        HexFormat.of().parseHex(offered.path("sha256").asText()));
        Path partial =
                Files.createDirectories(data.resolve("partial"))
                        .resolve(PartialKey.of("sip:alice@127.0.0.1", hash).name());
        try (FileChannel channel =
                FileChannel.open(
                        partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at : marks()) {
                channel.write(ByteBuffer.wrap(mark(at)), at);
            }
            channel.truncate(have);
        }
        Files.writeString(
                partial.resolveSibling(partial.getFileName() + ".have"), "have " + have + "\n");

        bob.tell("accept " + offered.path("id").asText());
        assertThat(state(bob, "progress").path("bytes").asLong()).isEqualTo(have);
        JsonNode complete = state(bob, "complete");
        assertThat(complete.path("sha256")).isEqualTo(offered.path("sha256"));
        assertThat(state(alice, "complete").path("sha256")).isEqualTo(offered.path("sha256"));
        assertIsThere(complete);
    }

    /// Its hash is not looked at before: that would take longer than all else.
    @Test
    void theStoreRefusesItInWords() throws IOException {
        EarshotServer server =
                EarshotServer.start(lab, "https.listen=127.0.0.1:0", "files.largest=4294967297")
                        .withUser("alice", "pwalice");
        FileHash sha256 = new FileHash(FileHash.Algorithm.SHA_256, new byte[32]);
        SourceFile file =
                new SourceFile(
                        large,
                        SIZE,
                        Files.getLastModifiedTime(large).toInstant(),
                        sha256,
                        new FileHash(FileHash.Algorithm.SHA_1, new byte[20]));
        try (StoreClient alice =
                new StoreClient(
                        TrustedCertificates.fromPem(server.ca()).context(),
                        new DigestSignIn("alice", "127.0.0.1", "pwalice"))) {
            URI service = URI.create("https://" + server.address("https"));
            assertThatThrownBy(() -> alice.begin(service, file, "image/x-raw", List.of()))
                    .isInstanceOfSatisfying(
                            StoreRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(413))
                    .hasMessage("files of more than 4294967297 bytes are not allowed");
        }
    }

    @Test
    void aPhoneSaysWhyItDoesNotGoToTheStore() {
        EarshotServer server =
                EarshotServer.start(lab, "https.listen=127.0.0.1:0", "files.way=store")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        EarshotPhone alice = phone(server, "alice", "--audio-out", "null");
        alice.tell("send bob " + large);
        assertThat(state(alice, "blocked").path("reason").asText())
                .isEqualTo("files of more than 2000000000 bytes are not allowed");
    }
}
