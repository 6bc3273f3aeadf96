package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two endpoints, over sockets of the loopback interface.
class FileTransferIT {
    /// More than all sockets on the way swallow.
    private static final int LARGE = 8_000_000;

    /// Much more than a transfer may hold.
    private static final int HUGE = 24_000_000;

    private static final int HELD = 2_000_000;

    /// Of a transfer, at one end; here both are in the same process.
    private static final long MOST_MEMORY = 8_000_000;

    @TempDir Path folder;
    private FilePhones phones;

    @BeforeEach
    void start() {
        phones = new FilePhones(folder, Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        phones.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "0, false",
        "1, true",
        "1, false",
        "16384, true",
        "65536, false",
        "3000000, true",
        "3000000, false"
    })
    void aFileArrives(int size, boolean senderConnects) throws IOException {
        SourceFile source = phones.source("report.pdf", size);
        FilePhones.Way way = phones.transfer(source, phones.incoming(source), senderConnects);
        NotingFiles.Outcome received = way.received().outcome();
        assertThat(received.failure()).isEmpty();
        assertThat(received.hash()).contains(source.sha256());
        assertThat(received.file()).contains(phones.downloads.resolve("report.pdf"));
        assertThat(Files.mismatch(source.path(), received.file().get())).isEqualTo(-1);
        assertThat(way.sent().outcome().hash()).contains(source.sha256());
        assertThat(way.sender().bytes()).isEqualTo(size);
        assertThat(way.receiver().bytes()).isEqualTo(size);
        assertThat(kept()).isEmpty();
    }

    private List<Path> kept() throws IOException {
        Path partial = folder.resolve("partial");
        try (Stream<Path> files = Files.list(partial)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "..\\..\\x",
                "/etc/passwd",
                "CON",
                "photo\u202Egnp.txt",
                "4 kB",
                "..",
                "a\u0000b"
            })
    void aHostileNameStaysInTheFolder(String name) throws IOException {
        SourceFile source = phones.source("honest", 1000);
        String offered = name.equals("4 kB") ? "x".repeat(4096) + ".txt" : name;
        FilePhones.Way way = phones.transfer(source, phones.incoming(source, offered), true);
        Path there = way.received().outcome().file().orElseThrow();
        assertThat(there.toRealPath().getParent()).isEqualTo(phones.downloads.toRealPath());
        assertThat(there.getFileName().toString()).doesNotContain("\u202E").isNotEqualTo("CON");
        assertThat(Files.mismatch(source.path(), there)).isEqualTo(-1);
    }

    @Test
    void nothingIsOverwritten() {
        SourceFile source = phones.source("a.tar.gz", 10);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FilePhones.Way way = phones.transfer(source, phones.incoming(source), true);
            names.add(way.received().outcome().file().orElseThrow().getFileName().toString());
        }
        assertThat(names).containsExactly("a.tar.gz", "a.tar (2).gz", "a.tar (3).gz");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherCertificateEndsIt(boolean senderConnects) {
        SourceFile source = phones.source("a", 100_000);
        MsrpUri atAlice = phones.local(phones.alice);
        MsrpUri atBob = phones.local(phones.bob);
        String stranger = FilePhones.identity().fingerprint().value();
        NotingFiles received = new NotingFiles();
        NotingFiles sent = new NotingFiles();
        phones.bob.receive(
                phones.incoming(source),
                FilePhones.peer(atBob, atAlice, stranger, !senderConnects),
                received);
        phones.alice.send(
                new OutgoingFile(source, "text/plain", 0),
                FilePhones.peer(atAlice, atBob, phones.bob.fingerprint(), senderConnects),
                sent);
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.FINGERPRINT);
        assertThat(received.outcome().bytes()).isZero();
        if (senderConnects) {
            assertThat(sent.failure()).isEqualTo(FileFailure.Reason.REFUSED);
            assertThat(sent.outcome().failure().orElseThrow().words()).contains("403");
        }
    }

    @Test
    void whoDoesNotSayWhoItIsGetsNothing() {
        SourceFile source = phones.source("a", 10);
        NotingFiles sent = new NotingFiles();
        phones.alice.send(
                new OutgoingFile(source, "text/plain", 0),
                FilePhones.peer(
                        phones.local(phones.alice),
                        phones.local(phones.bob),
                        "sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB",
                        true),
                sent);
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.FINGERPRINT);
    }

    /// It may have been let go because the way to the other one's server broke, and the file is offered once more.
    @Test
    void aSenderThatHasForgottenTheSessionMayComeBack() {
        SourceFile source = phones.source("a", 10);
        MsrpUri atAlice = phones.local(phones.alice);
        MsrpUri keepsThePortOpen = phones.local(phones.alice);
        phones.alice.forget(atAlice);
        NotingFiles received = new NotingFiles();
        phones.bob.receive(
                phones.incoming(source),
                FilePhones.peer(
                        phones.local(phones.bob), atAlice, phones.alice.fingerprint(), true),
                received);
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
        assertThat(received.outcome().failure().orElseThrow().words()).contains("481");
        assertThat(keepsThePortOpen.port()).isEqualTo(atAlice.port());
    }

    @Test
    void aSessionThatWasForgottenIsNotKnown() {
        SourceFile source = phones.source("a", 10);
        MsrpUri atAlice = phones.local(phones.alice);
        MsrpUri atBob = phones.local(phones.bob);
        MsrpUri keepsThePortOpen = phones.local(phones.bob);
        phones.bob.forget(atBob);
        NotingFiles sent = new NotingFiles();
        phones.alice.send(
                new OutgoingFile(source, "text/plain", 0),
                FilePhones.peer(atAlice, atBob, phones.bob.fingerprint(), true),
                sent);
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
        assertThat(sent.outcome().failure().orElseThrow().words()).contains("481");
        assertThat(keepsThePortOpen.port()).isEqualTo(atBob.port());
    }

    @Test
    void aPortIsOpenOnlyWhileSomebodyMayCome() {
        SourceFile source = phones.source("a", 10);
        MsrpUri atBob = phones.local(phones.bob);
        phones.bob.forget(atBob);
        NotingFiles sent = new NotingFiles();
        phones.alice.send(
                new OutgoingFile(source, "text/plain", 0),
                FilePhones.peer(phones.local(phones.alice), atBob, phones.bob.fingerprint(), true),
                sent);
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eitherSideCancelsAndTheRestComesLater(boolean bySender) throws IOException {
        SourceFile source = phones.source("big", LARGE);
        NotingFiles received = new NotingFiles();
        NotingFiles sent = new NotingFiles();
        NotingFiles first = bySender ? sent : received;
        try (Relay relay = Relay.holdingAfter(HELD)) {
            FilePhones.Way way =
                    phones.transfer(source, phones.incoming(source), relay, sent, received);
            received.begun();
            (bySender ? way.sender() : way.receiver()).cancel("enough");
            assertThat(first.failure()).isEqualTo(FileFailure.Reason.CANCELLED);
            assertThat(first.outcome().failure().orElseThrow().words()).isEqualTo("enough");
            relay.goOn();
            assertThat((bySender ? received : sent).failure())
                    .isEqualTo(
                            bySender ? FileFailure.Reason.CANCELLED : FileFailure.Reason.STOPPED);
        }
        assertThat(Files.exists(phones.downloads.resolve("big"))).isFalse();

        IncomingFile rest = phones.incoming(source);
        assertThat(rest.partial().have()).isPositive().isLessThan(source.size());
        FilePhones.Way second = phones.transfer(source, rest, false);
        assertThat(second.received().outcome().hash()).contains(source.sha256());
        assertThat(second.sent().outcome().hash()).contains(source.sha256());
        assertThat(Files.mismatch(source.path(), phones.downloads.resolve("big"))).isEqualTo(-1);
    }

    /// In the midst of a chunk: an aborted one (RFC 4975 §7.1.1) would say that nobody wants the file any more.
    @Test
    void whatASenderBreaksOffIsNotCancelled() throws IOException {
        SourceFile source = phones.source("big", LARGE);
        NotingFiles received = new NotingFiles();
        NotingFiles sent = new NotingFiles();
        try (Relay relay = Relay.holdingAfter(HELD)) {
            FilePhones.Way way =
                    phones.transfer(source, phones.incoming(source), relay, sent, received);
            received.begun();
            way.sender().breakOff("paused");
            assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
            relay.goOn();
            assertThat(received.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
        }

        IncomingFile rest = phones.incoming(source);
        assertThat(rest.partial().have()).isPositive().isLessThan(source.size());
        FilePhones.Way second = phones.transfer(source, rest, false);
        assertThat(second.received().outcome().hash()).contains(source.sha256());
    }

    /// Both ends of four at once, in their midst.
    @Test
    void aTransferHoldsLittleMemory() throws IOException {
        phones.close();
        phones = new FilePhones(folder, Duration.ofMinutes(2)); // one is held until the others came
        List<Relay> relays = new ArrayList<>();
        List<IncomingFile> incoming = new ArrayList<>();
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sources.add(phones.source("big" + i, HUGE + i));
            incoming.add(phones.incoming(sources.get(i)));
            relays.add(Relay.holdingAfter(HELD));
        }
        long before = usedMemory();
        List<FilePhones.Way> ways = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            NotingFiles received = new NotingFiles();
            ways.add(
                    phones.transfer(
                            sources.get(i),
                            incoming.get(i),
                            relays.get(i),
                            new NotingFiles(),
                            received));
            received.begun();
        }
        assertThat((usedMemory() - before) / 4).isLessThan(MOST_MEMORY);
        relays.getLast().goOn(); // the others were as much under way
        assertThat(ways.getLast().received().outcome().hash()).contains(sources.getLast().sha256());
        for (int i = 0; i < 4; i++) {
            assertThat(ways.get(i).received().hasEnded()).isEqualTo(i == 3);
            relays.get(i).close();
        }
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aBrokenConnectionIsTakenUpWhereItBroke() throws IOException {
        SourceFile source = phones.source("big", 5_000_000);
        try (Relay relay = Relay.breakingAfter(HELD)) {
            NotingFiles received = new NotingFiles();
            NotingFiles sent = new NotingFiles();
            phones.transfer(source, phones.incoming(source), relay, sent, received);
            assertThat(received.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
            assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
        }
        IncomingFile rest = phones.incoming(source);
        assertThat(rest.partial().have()).isBetween(1L, (long) HELD);
        FilePhones.Way way = phones.transfer(source, rest, true);
        assertThat(way.received().outcome().hash()).contains(source.sha256());
        assertThat(Files.mismatch(source.path(), phones.downloads.resolve("big"))).isEqualTo(-1);
    }

    /// For a phone that takes files in message/cpim alone; also the rest of one.
    @ParameterizedTest
    @CsvSource({"0, 0", "100, 0", "100, 40", "200000, 0", "200000, 70000", "5000000, 1000000"})
    void aFileGoesInCpimToWhoTakesNothingElse(int size, int have) throws IOException {
        SourceFile source = phones.source("a", size);
        if (have > 0) {
            PartialFile first = phones.partial(source);
            try (FileChannel channel = first.channel()) {
                channel.write(ByteBuffer.wrap(Files.readAllBytes(source.path()), 0, have));
                first.keep(channel, have);
            }
            first.release();
        }
        IncomingFile incoming = phones.incoming(source);
        assertThat(incoming.partial().have()).isEqualTo(have);
        MsrpUri atAlice = phones.local(phones.alice);
        MsrpUri atBob = phones.local(phones.bob);
        NotingFiles received = new NotingFiles();
        NotingFiles sent = new NotingFiles();
        phones.bob.receive(
                incoming,
                FilePhones.peer(atBob, atAlice, phones.alice.fingerprint(), true),
                received);
        String wrapping =
                String.join(
                        "\r\n",
                        "From: <sip:alice@example.org>",
                        "To: <sip:bob@example.org>",
                        "",
                        "Content-Type: image/jpeg",
                        "",
                        "");
        FileSession sender =
                phones.alice.send(
                        new OutgoingFile(source, "message/cpim", have, wrapping),
                        FilePhones.peer(atAlice, atBob, phones.bob.fingerprint(), false),
                        sent);
        assertThat(received.outcome().failure()).isEmpty();
        assertThat(received.outcome().file().orElseThrow()).hasSameBinaryContentAs(source.path());
        assertThat(sent.outcome().hash()).contains(source.sha256());
        assertThat(sender.bytes()).isEqualTo(size);
        assertThat(sent.progress()).allMatch(bytes -> bytes >= have && bytes <= size);
    }

    @Test
    void whatIsNotTheOfferedFileIsNotKept() throws IOException {
        SourceFile source = phones.source("a", 200_000);
        SourceFile other = phones.source("b", 199_999);
        IncomingFile incoming =
                new IncomingFile(
                        phones.downloads,
                        phones.partial(source),
                        "a",
                        source.size(),
                        List.of(other.sha256()));
        FilePhones.Way way = phones.transfer(source, incoming, true);
        assertThat(way.received().failure()).isEqualTo(FileFailure.Reason.HASH);
        assertThat(way.sent().failure()).isEqualTo(FileFailure.Reason.REFUSED);
        assertThat(Files.exists(phones.downloads)).isFalse();
        assertThat(kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {70, LARGE})
    void aProgramUnderAnotherNameIsNotKept(int size) throws IOException {
        SourceFile source = phones.source("letter.txt", size);
        try (RandomAccessFile file = new RandomAccessFile(source.path().toFile(), "rw")) {
            file.write(new byte[] {'M', 'Z', (byte) 0x90, 0});
        }
        SourceFile program = SourceFile.examine(source.path(), _ -> {});
        IncomingFile incoming =
                new IncomingFile(
                        phones.downloads,
                        phones.partial(program),
                        "letter.txt",
                        program.size(),
                        List.of(program.sha256()),
                        false);
        FilePhones.Way way = phones.transfer(program, incoming, true);
        assertThat(way.received().failure()).isEqualTo(FileFailure.Reason.BLOCKED);
        assertThat(way.sent().failure()).isEqualTo(FileFailure.Reason.BLOCKED);
        assertThat(way.sent().outcome().failure().orElseThrow().words())
                .isEqualTo("the other phone does not take it: it is a program (Windows)");
        assertThat(Files.exists(phones.downloads)).isFalse();
        assertThat(kept()).isEmpty();
    }

    /// What is only seen when it is whole: the list of a zip file stands at its end.
    @ParameterizedTest
    @ValueSource(strings = {"plan.zip", "photo.jpg", "plan.gz", "zeros.gz"})
    void aProgramOrATrapInAnArchiveIsNotKept(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 200);
        String why =
                switch (name) {
                    case "zeros.gz" -> "it unpacks to more than 200 times its size";
                    case "plan.gz" -> "in it, plan: it is a program (Windows)";
                    default -> "in it, letter.txt: it is a program (Windows)";
                };
        if (name.endsWith(".gz")) {
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                out.write(name.equals("zeros.gz") ? new byte[101_000_000] : program);
            }
        } else {
            bytes.writeBytes(new byte[name.equals("photo.jpg") ? 1000 : 0]);
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("letter.txt"));
                zip.write(program);
            }
        }
        SourceFile source =
                SourceFile.examine(
                        Files.write(phones.source(name, 1).path(), bytes.toByteArray()), _ -> {});
        IncomingFile incoming =
                new IncomingFile(
                        phones.downloads,
                        phones.partial(source),
                        name,
                        source.size(),
                        List.of(source.sha256()),
                        false);
        FilePhones.Way way = phones.transfer(source, incoming, true);
        assertThat(way.received().failure()).isEqualTo(FileFailure.Reason.BLOCKED);
        assertThat(way.sent().failure()).isEqualTo(FileFailure.Reason.BLOCKED);
        assertThat(way.sent().outcome().failure().orElseThrow().words())
                .isEqualTo("the other phone does not take it: " + why);
        assertThat(Files.exists(phones.downloads)).isFalse();
        assertThat(kept()).isEmpty();
    }

    @Test
    void anArchiveWithoutAProgramIsKept() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("letter.txt"));
            zip.write("words".getBytes(StandardCharsets.UTF_8));
        }
        SourceFile source =
                SourceFile.examine(
                        Files.write(phones.source("a.zip", 1).path(), bytes.toByteArray()),
                        _ -> {});
        IncomingFile incoming =
                new IncomingFile(
                        phones.downloads,
                        phones.partial(source),
                        "a.zip",
                        source.size(),
                        List.of(source.sha256()),
                        false);
        FilePhones.Way way = phones.transfer(source, incoming, true);
        assertThat(way.received().outcome().hash()).contains(source.sha256());
        assertThat(Files.mismatch(source.path(), phones.downloads.resolve("a.zip"))).isEqualTo(-1);
    }

    @Test
    void aKeptPartThatWasDamagedIsFoundOut() throws IOException {
        SourceFile source = phones.source("a", 300_000);
        PartialFile partial = phones.partial(source);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(source.path()), 100_000);
        bytes[5]++;
        try (var channel = partial.channel()) {
            channel.write(java.nio.ByteBuffer.wrap(bytes));
            partial.keep(channel, 100_000);
        }
        partial.release();
        IncomingFile incoming = phones.incoming(source);
        assertThat(incoming.partial().have()).isEqualTo(100_000);
        FilePhones.Way way = phones.transfer(source, incoming, true);
        assertThat(way.received().failure()).isEqualTo(FileFailure.Reason.HASH);
        assertThat(phones.incoming(source).partial().have()).isZero();
    }

    @Test
    void onlyASha1IsCheckedToo() {
        SourceFile source = phones.source("a", 70_000);
        IncomingFile incoming =
                new IncomingFile(
                        phones.downloads,
                        phones.partial(source),
                        "a",
                        source.size(),
                        List.of(source.sha1()));
        FilePhones.Way way = phones.transfer(source, incoming, true);
        assertThat(way.received().outcome().hash()).contains(source.sha256());
    }

    /// Nothing of it is to be seen but that it does no harm.
    @Test
    void aWarmUpDisturbsNothing() {
        SourceFile source = phones.source("a", 1000);
        phones.alice.warmUp(phones.folder.resolve("alice"));
        phones.bob.warmUp(phones.folder.resolve("bob"));
        FilePhones.Way way = phones.transfer(source, phones.incoming(source), true);
        assertThat(way.received().outcome().hash()).contains(source.sha256());
    }

    /// As of a phone that was killed in its first seconds.
    @Test
    void aWarmUpTakesAwayWhatAnEarlierOneLeft() throws IOException {
        Path left = phones.folder.resolve("warm-up");
        Files.createDirectories(left.resolve("partial"));
        Files.write(left.resolve("partial").resolve("half"), new byte[10]);
        Files.write(left.resolve("sent"), new byte[10]);
        phones.alice.warmUp(left);
        phones.alice.close(); // waits for it
        assertThat(left).doesNotExist();
    }

    @Test
    void threeAtOnce() throws IOException {
        List<FilePhones.Way> ways = new ArrayList<>();
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sources.add(phones.source("file" + i, 2_000_000 + i));
        }
        for (SourceFile source : sources) {
            ways.add(phones.transfer(source, phones.incoming(source), ways.size() % 2 == 0));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(ways.get(i).received().outcome().hash()).contains(sources.get(i).sha256());
            assertThat(ways.get(i).sent().outcome().hash()).contains(sources.get(i).sha256());
        }
    }

    @Test
    void theSameFileTwiceAtOnce() {
        SourceFile source = phones.source("same", 500_000);
        FilePhones.Way one = phones.transfer(source, phones.incoming(source), true);
        FilePhones.Way two = phones.transfer(source, phones.incoming(source), true);
        assertThat(
                        List.of(
                                one.received()
                                        .outcome()
                                        .file()
                                        .orElseThrow()
                                        .getFileName()
                                        .toString(),
                                two.received()
                                        .outcome()
                                        .file()
                                        .orElseThrow()
                                        .getFileName()
                                        .toString()))
                .containsExactlyInAnyOrder("same", "same (2)");
    }

    @Test
    void aSourceThatWasTouchedIsNotSent() throws IOException {
        SourceFile source = phones.source("a", 100_000);
        IncomingFile incoming = phones.incoming(source);
        Files.setLastModifiedTime(
                source.path(), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        FilePhones.Way way = phones.transfer(source, incoming, true);
        assertThat(way.sent().failure()).isEqualTo(FileFailure.Reason.CHANGED);
        assertThat(way.received().failure())
                .isIn(FileFailure.Reason.CANCELLED, FileFailure.Reason.CONNECTION);
    }

    @Test
    void aSourceThatShrinksMeanwhileIsFoundOut() throws IOException {
        SourceFile source = phones.source("big", LARGE);
        NotingFiles received = new NotingFiles();
        try (Relay relay = Relay.holdingAfter(HELD)) {
            FilePhones.Way way =
                    phones.transfer(
                            source, phones.incoming(source), relay, new NotingFiles(), received);
            received.begun();
            try (RandomAccessFile file = new RandomAccessFile(source.path().toFile(), "rw")) {
                file.setLength(100);
            }
            relay.goOn();
            assertThat(way.sent().failure()).isEqualTo(FileFailure.Reason.CHANGED);
            assertThat(received.failure()).isEqualTo(FileFailure.Reason.CANCELLED);
        }
        assertThat(Files.exists(phones.downloads.resolve("big"))).isFalse();
    }

    @Test
    void aFolderThatCantBeMadeIsADiskFailure() throws IOException {
        SourceFile source = phones.source("a", 1000);
        Files.writeString(phones.downloads, "a file where the folder should be");
        FilePhones.Way way = phones.transfer(source, phones.incoming(source), true);
        assertThat(way.received().failure()).isEqualTo(FileFailure.Reason.DISK);
        assertThat(way.sent().failure()).isEqualTo(FileFailure.Reason.REFUSED);
    }

    @Test
    void closingThePhoneKeepsWhatCame() throws IOException {
        SourceFile source = phones.source("big", LARGE);
        NotingFiles received = new NotingFiles();
        try (Relay relay = Relay.holdingAfter(HELD)) {
            FilePhones.Way way =
                    phones.transfer(
                            source, phones.incoming(source), relay, new NotingFiles(), received);
            received.begun();
            phones.bob.close();
            relay.goOn();
            assertThat(received.outcome().failure().orElseThrow().words()).contains("closing");
            assertThat(way.sent().outcome().failure()).isPresent();
        }
        assertThat(phones.partial(source).have()).isPositive();
    }
}
