package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Files where a disk is full or becomes full: the receiver's, the server's, the sender's. Everybody hears why, there is never a half
/// file under the last name, and it goes on by itself when there is room.
@Tag("realtime")
class FullDiskIT {
    private static final int PATIENCE_SECONDS = 120;
    private static final int LARGE = 100;
    private static final int DISK = 160;

    /// What is worth keeping, and far from all.
    private static final int ENOUGH = 5_000_000;

    private Lab lab;
    private Path alices;
    private Path bobs;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("full-disk");
        alices = lab.privateFolder("alice");
        bobs = lab.privateFolder("bob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void serve(String... settings) {
        server =
                EarshotServer.start(lab, lab.privateFolder("server-data"), settings)
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
    }

    /// All that a phone keeps is in one folder.
    private EarshotPhone phone(String name, Path folder) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--audio-out",
                                "null",
                                "--data",
                                folder.resolve("data").toString(),
                                "--download-dir",
                                folder.resolve("down").toString()));
        return EarshotPhone.overTls(lab, server, name, "silence", options.toArray(String[]::new));
    }

    /// A file with something at its beginning, in the middle and at the end; the rest is a hole, which costs no room.
    private Path file(String name, int megabytes) throws IOException {
        byte[] mark = new byte[100_000];
        new Random(megabytes).nextBytes(mark);
        Path file = lab.file(name);
        long size = megabytes * 1_000_000L;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at : new long[] {0, size / 2, size - mark.length}) {
                channel.write(ByteBuffer.wrap(mark), at);
            }
        }
        return file;
    }

    private static JsonNode state(EarshotPhone phone, String state) {
        return phone.event(
                "file", PATIENCE_SECONDS, event -> event.path("state").asText().equals(state));
    }

    private static void hears(EarshotPhone phone, String... words) {
        phone.event(
                "file",
                PATIENCE_SECONDS,
                event -> Arrays.stream(words).allMatch(event.path("reason").asText()::contains));
    }

    /// In any order: on a busy machine the end of the way may be heard, and the file offered anew, before the reason comes.
    private static void hearsAll(EarshotPhone phone, String... reasons) {
        Set<String> left = new HashSet<>(List.of(reasons));
        while (!left.isEmpty()) {
            String heard =
                    phone.event(
                                    "file",
                                    PATIENCE_SECONDS,
                                    event ->
                                            left.stream()
                                                    .anyMatch(
                                                            event.path("reason").asText()
                                                                    ::contains))
                            .path("reason")
                            .asText();
            assertThat(heard).contains("goes on by itself");
            left.removeIf(heard::contains);
        }
    }

    private static void moves(EarshotPhone phone) {
        phone.event(
                "file",
                PATIENCE_SECONDS,
                e ->
                        e.path("state").asText().equals("progress")
                                && e.path("bytes").asLong() > ENOUGH);
    }

    private static void accept(EarshotPhone phone) {
        JsonNode offered =
                phone.event(
                        "file",
                        60,
                        e -> e.path("state").asText().equals("offered") && e.has("from"));
        phone.tell("accept " + offered.path("id").asText());
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private List<Path> arrived() throws IOException {
        return files(bobs.resolve("down"));
    }

    private static void there(EarshotPhone receiver, Path sent) {
        assertThat(Path.of(state(receiver, "complete").path("file").asText()))
                .hasSameBinaryContentAs(sent);
    }

    @Test
    void whatDoesNotFitOnTheReceiversDiskIsRefusedBeforeItComes() throws IOException {
        serve();
        SmallDisk.mount(lab, bobs, 60);
        List<EarshotPhone> both =
                EarshotPhone.together(() -> phone("alice", alices), () -> phone("bob", bobs));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        alice.tell("send bob " + file("large.dat", 90));
        accept(bob);
        String[] why = {"no room for it on the disk", "90 MB are needed"};
        assertThat(state(bob, "failed").path("reason").asText()).contains(why);
        assertThat(state(alice, "failed").path("reason").asText()).contains(why);
        assertThat(arrived()).isEmpty();
        assertThat(files(bobs.resolve("data").resolve("partial"))).isEmpty();

        Path small = file("small.dat", 10);
        alice.tell("send bob " + small);
        accept(bob);
        there(bob, small);
        assertThat(arrived()).hasSize(1);
    }

    @Test
    void aReceiverWhoseDiskBecomesFullGoesOnWhenThereIsRoom() throws IOException {
        serve();
        SmallDisk disk = SmallDisk.mount(lab, bobs, DISK);
        List<EarshotPhone> both =
                EarshotPhone.together(() -> phone("alice", alices), () -> phone("bob", bobs));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        goesOnWhenThereIsRoom(alice, bob, disk, "direct");
    }

    @Test
    void alsoWhereItComesOverTheRelay() throws IOException {
        Lab.onlyIfLong();
        serve("listen.msrp=127.0.0.1:0", "files.way=relay");
        SmallDisk disk = SmallDisk.mount(lab, bobs, DISK);
        List<EarshotPhone> both =
                EarshotPhone.together(() -> phone("alice", alices), () -> phone("bob", bobs));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        goesOnWhenThereIsRoom(alice, bob, disk, "relay");
    }

    private void goesOnWhenThereIsRoom(
            EarshotPhone alice, EarshotPhone bob, SmallDisk disk, String way) throws IOException {
        Path large = file("large.dat", LARGE);
        alice.tell("send bob " + large);
        accept(bob);
        moves(bob);
        disk.fill();
        hears(bob, "there is no space left on the disk", "goes on");
        if (way.equals("direct")) {
            hearsAll(
                    alice,
                    "the other phone has no space left on its disk",
                    "no room for it on the disk");
        } else { // over a relay only the end of the way may be heard, and not the reason
            hearsAll(alice, "no room for it on the disk");
        }
        assertThat(arrived()).isEmpty();
        assertThat(files(bobs.resolve("data").resolve("partial"))).isNotEmpty();

        disk.empty();
        JsonNode again = alice.event("file", PATIENCE_SECONDS, e -> !e.has("reason"));
        assertThat(again.path("bytes").asLong()).as("goes on where it was: " + again).isPositive();
        there(bob, large);
        assertThat(state(alice, "complete").path("way").asText()).isEqualTo(way);
        assertThat(arrived()).hasSize(1);
        assertThat(files(bobs.resolve("data").resolve("partial"))).isEmpty();
    }

    @Test
    void aServerWhoseDiskIsFullSaysSoAndGoesOnServing() throws IOException {
        Path folder = lab.privateFolder("server-data/files");
        SmallDisk disk = SmallDisk.mount(lab, folder, DISK);
        serve("https.listen=127.0.0.1:0");
        EarshotPhone alice = phone("alice", alices);
        alice.tell("send bob " + file("larger.dat", 200));
        assertThat(state(alice, "failed").path("reason").asText())
                .isEqualTo("the server's disk has no room for it");
        assertThat(files(folder)).isEmpty();

        Path large = file("large.dat", LARGE);
        alice.tell("send bob " + large);
        moves(alice);
        disk.fill();
        hears(alice, "the server's disk is full", "goes on by itself");
        EarshotPhone bob = phone("bob", bobs);
        alice.tell("message bob the server is there");
        assertThat(bob.event("message", 30, _ -> true).path("text").asText())
                .isEqualTo("the server is there");

        disk.empty();
        assertThat(state(alice, "complete").path("way").asText()).isEqualTo("store");
        accept(bob);
        there(bob, large);
    }

    @Test
    void aFileThatIsFetchedGoesOnWhenThereIsRoom() throws IOException {
        Lab.onlyIfLong();
        serve("https.listen=127.0.0.1:0");
        EarshotPhone alice = phone("alice", alices);
        Path large = file("large.dat", LARGE);
        alice.tell("send bob " + large);
        state(alice, "complete");

        SmallDisk disk = SmallDisk.mount(lab, bobs, DISK);
        EarshotPhone bob = phone("bob", bobs);
        accept(bob);
        moves(bob);
        disk.fill();
        hears(bob, "there is no space left on the disk", "goes on by itself");
        hears(bob, "no room for it on the disk", "goes on by itself");
        assertThat(arrived()).isEmpty();
        disk.empty();
        there(bob, large);
        assertThat(files(bobs.resolve("data").resolve("partial"))).isEmpty();
    }

    @Test
    void aSenderWhoseDiskIsFullSends() throws IOException {
        serve("https.listen=127.0.0.1:0");
        SmallDisk disk = SmallDisk.mount(lab, alices, 60);
        List<EarshotPhone> both =
                EarshotPhone.together(() -> phone("alice", alices), () -> phone("bob", bobs));
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        disk.fill();
        Path small = file("small.dat", 5);
        alice.tell("send bob " + small);
        accept(bob);
        there(bob, small);
        state(alice, "complete");
    }
}
