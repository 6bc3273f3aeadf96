package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.EventSpool;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.InMemoryGroupStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store takes, gives and forgets, without a network.
class FileStoreTest {
    private static final String DOMAIN = "example.org";
    private static final int CHUNK = Chunks.PLAIN;
    private static final FileLimits LIMITS =
            new FileLimits(
                    1_000_000, 2_000_000, 3_000_000, Duration.ofDays(30), Set.of("exe"), false);

    @TempDir private Path temporary;
    private final FakeTimers clock = new FakeTimers();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    private final InMemoryGroupStore groups = new InMemoryGroupStore(changes, clock);
    private final InMemoryFileTable table = new InMemoryFileTable();
    private final InMemoryHeldTable held = new InMemoryHeldTable(table);
    private QuarantineLimits holding = QuarantineLimits.OFF;
    private final Recorded archive = new Recorded();
    private final Set<ArchivePosition> gone = new HashSet<>();
    private KeyRing keys;
    private FileVault vault;
    private FileStore store;
    private Caller alice;
    private Caller bob;
    private Caller carol;

    /// Takes everything, unless it is away.
    private static final class Recorded implements Archive {
        private final List<ArchiveEvent.FileKept> events = new ArrayList<>();
        private boolean away;

        @Override
        public CompletableFuture<ArchivePosition> submit(
                ArchiveEvent event, Optional<Companion> companion) {
            if (away) {
                return CompletableFuture.failedFuture(
                        new ArchiveUnavailableException("away", null));
            }
            if (event instanceof ArchiveEvent.FileKept kept) {
                events.add(kept);
            }
            return CompletableFuture.completedFuture(
                    new ArchivePosition(new UUID(0, 0), events.size()));
        }

        @Override
        public void close() {}

        private List<String> kinds() {
            return events.stream().map(event -> event.fate().kind()).toList();
        }
    }

    @BeforeEach
    void open() {
        keys = KeyRing.open(temporary.resolve("keys"));
        vault = new FileVault(temporary.resolve("files"));
        store = store(List.of(new ProgramInspector()));
        alice = caller("alice");
        bob = caller("bob");
        carol = caller("carol");
    }

    private FileStore store(List<ContentInspector> inspectors) {
        return store(inspectors, LIMITS);
    }

    private FileStore store(List<ContentInspector> inspectors, FileLimits limits) {
        return new FileStore(
                new FileStore.Parts(
                        table,
                        vault,
                        quarantine(limits),
                        contents(),
                        keys.box(KeyName.FILE),
                        accounts,
                        groups,
                        archive,
                        new EventBacklog(archive, EventSpool.none(), clock, Runnable::run, clock),
                        inspectors,
                        limits,
                        clock));
    }

    private Quarantine quarantine(FileLimits limits) {
        return new Quarantine(
                new Quarantine.Parts(
                        held,
                        table,
                        vault,
                        contents(),
                        keys.box(KeyName.FILE),
                        archive,
                        archive::append,
                        holding,
                        limits,
                        clock));
    }

    private RecordedFiles contents() {
        return new RecordedFiles(
                table,
                held,
                vault,
                asked -> asked.stream().filter(gone::contains).collect(Collectors.toSet()));
    }

    private Caller caller(String name) {
        return new Caller(
                accounts.create(new AddressOfRecord(name, DOMAIN), name),
                new Flow(
                        "n1",
                        Transport.TLS,
                        new InetSocketAddress("192.0.2.1", 8443),
                        new InetSocketAddress("192.0.2.9", 40000),
                        0));
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        content[0] = 'x';
        return content;
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private FileStore.Begun begin(Caller who, byte[] content, String... recipients)
            throws Exception {
        return store.begin(
                who,
                new Wanted(
                        "report.pdf",
                        "application/pdf",
                        content.length,
                        Optional.of(sha256(content)),
                        List.of(recipients)));
    }

    private FileStore.Written write(Caller who, FileStore.Begun begun, long offset, byte[] part)
            throws Exception {
        return store.write(who, begun.token(), offset, new ByteArrayInputStream(part), true);
    }

    private FileId put(Caller who, byte[] content, String... recipients) throws Exception {
        FileStore.Begun begun = begin(who, content, recipients);
        assertThat(write(who, begun, 0, content).file().row().whole()).isTrue();
        return begun.file().row().id();
    }

    private byte[] fetch(Caller who, FileId id) throws Exception {
        StoredFile file = store.find(who, id).orElseThrow();
        store.fetched(who, file);
        try (WholeContent content = store.content(file)) {
            return content.part(0, file.row().size()).readAllBytes();
        }
    }

    private List<Path> folder() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("files"))) {
            return files.toList();
        }
    }

    private static void refused(
            int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable of) {
        assertThatThrownBy(of)
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void aFileIsForItsRecipientsAndItsSenderAlone() throws Exception {
        byte[] content = content(3 * CHUNK + 5);
        FileId id = put(alice, content, "sip:bob@example.org");
        assertThat(fetch(bob, id)).isEqualTo(content);
        assertThat(fetch(alice, id)).isEqualTo(content);
        assertThat(store.find(carol, id)).isEmpty();
    }

    @Test
    void aFileForAGroupIsForWhoeverIsInItNow() throws Exception {
        AddressOfRecord team = new AddressOfRecord("team", DOMAIN);
        groups.create(
                new Group(
                        team,
                        "Team",
                        false,
                        false,
                        0,
                        clock.instant(),
                        List.of(new Group.Member(bob.account().address(), true))));
        FileId id = put(alice, content(5), "sip:team@example.org");
        assertThat(store.find(bob, id)).isPresent();
        assertThat(store.find(carol, id)).isEmpty();
        groups.remove(team, bob.account().address());
        assertThat(store.find(bob, id)).isEmpty();
    }

    @Test
    void beforeItIsWholeNobodyButItsSenderKnowsOfIt() throws Exception {
        byte[] content = content(2 * CHUNK);
        FileStore.Begun begun = begin(alice, content, "sip:bob@example.org");
        write(alice, begun, 0, Arrays.copyOf(content, CHUNK + 3));
        FileId id = begun.file().row().id();
        assertThat(store.find(bob, id)).isEmpty();
        assertThat(store.offset(store.find(alice, id).orElseThrow())).isEqualTo(CHUNK);
        refused(404, () -> write(bob, begun, CHUNK, content));
        assertThat(archive.kinds()).isEmpty();
    }

    @Test
    void anUploadThatBrokeOffGoesOnInAnotherStart() throws Exception {
        byte[] content = content(4 * CHUNK + 100);
        FileStore.Begun begun = begin(alice, content, "sip:bob@example.org");
        FileId id = begun.file().row().id();
        InputStream breaking =
                new ByteArrayInputStream(content, 0, 2 * CHUNK + 10) {
                    @Override
                    public int readNBytes(byte[] to, int offset, int length) {
                        int count = super.readNBytes(to, offset, length);
                        if (count < length) {
                            throw new java.io.UncheckedIOException(new IOException("broke off"));
                        }
                        return count;
                    }
                };
        assertThatThrownBy(() -> store.write(alice, begun.token(), 0, breaking, true))
                .hasMessageContaining("broke off");

        // as after kill -9: nothing is remembered but what lies in folder and table
        vault = new FileVault(temporary.resolve("files"));
        store = store(List.of());
        long offset = store.offset(store.find(alice, id).orElseThrow());
        assertThat(offset).isEqualTo(2 * CHUNK);
        refused(409, () -> write(alice, begun, offset + 1, content));
        byte[] rest = Arrays.copyOfRange(content, (int) offset, content.length);
        assertThat(write(alice, begun, offset, rest).file().row().whole()).isTrue();
        assertThat(fetch(bob, id)).isEqualTo(content);
    }

    /// Which it sees by what it finds there once it has some of the rest.
    @Test
    void theRestIsAskedForBeforeWhatIsThereIsReadAgain() throws Exception {
        byte[] content = content(3 * CHUNK);
        FileStore.Begun begun = begin(alice, content);
        write(alice, begun, 0, Arrays.copyOf(content, 2 * CHUNK));
        store = store(List.of()); // which remembers nothing of it
        InputStream rest =
                new ByteArrayInputStream(content, 2 * CHUNK, CHUNK) {
                    @Override
                    public int readNBytes(byte[] to, int offset, int length) {
                        try {
                            Files.write(folder().getFirst(), new byte[2 * Chunks.SEALED]);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        return super.readNBytes(to, offset, length);
                    }
                };
        assertThatThrownBy(() -> store.write(alice, begun.token(), 2 * CHUNK, rest, true))
                .hasMessageContaining("goes on at 0");
    }

    @Test
    void aFileComesInManyParts() throws Exception {
        byte[] content = content(5 * CHUNK + 17);
        FileStore.Begun begun = begin(alice, content);
        long at = 0;
        Random random = new Random(3);
        while (at < content.length) {
            int end = (int) Math.min(content.length, at + CHUNK + random.nextInt(2 * CHUNK));
            at = write(alice, begun, at, Arrays.copyOfRange(content, (int) at, end)).offset();
        }
        assertThat(fetch(alice, begun.file().row().id())).isEqualTo(content);
    }

    @Test
    void otherContentThanWasAnnouncedIsThrownAway() throws Exception {
        byte[] content = content(CHUNK + 1);
        FileStore.Begun begun = begin(alice, content);
        byte[] other = content.clone();
        other[CHUNK] ^= 1;
        refused(422, () -> write(alice, begun, 0, other));
        assertThat(store.offset(store.find(alice, begun.file().row().id()).orElseThrow())).isZero();
        assertThat(write(alice, begun, 0, content).file().row().whole()).isTrue();
    }

    @Test
    void moreThanWasAnnouncedIsRefused() throws Exception {
        byte[] content = content(CHUNK);
        FileStore.Begun begun = begin(alice, content);
        refused(413, () -> write(alice, begun, 0, Arrays.copyOf(content, CHUNK + 1)));
        FileStore.Begun small = begin(alice, content(10));
        refused(413, () -> write(alice, small, 0, content(11)));
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        byte[] nothing = {};
        FileId id = put(alice, nothing, "sip:bob@example.org");
        assertThat(fetch(bob, id)).isEmpty();
    }

    @Test
    void whatIsWholeIsNotWrittenAgain() throws Exception {
        byte[] content = content(10);
        FileStore.Begun begun = begin(alice, content);
        write(alice, begun, 0, content);
        refused(409, () -> write(alice, begun, 0, content));
        assertThat(archive.kinds()).containsExactly("file-stored");
    }

    @Test
    void namesAndSizesThatPolicyRefusesAreRecorded() throws Exception {
        refused(
                403,
                () ->
                        store.begin(
                                alice, new Wanted("x.EXE . ", "", 5, Optional.empty(), List.of())));
        refused(
                413,
                () ->
                        store.begin(
                                alice,
                                new Wanted("x.txt", "", 1_000_001, Optional.empty(), List.of())));
        assertThat(archive.kinds()).containsExactly("file-upload-refused", "file-upload-refused");
        assertThat(archive.events.getFirst().reason())
                .contains("files that end in .exe are not allowed");
    }

    @Test
    void aProgramUnderAnotherNameIsRefusedWhenItIsWhole() throws Exception {
        byte[] program = Arrays.copyOf(new byte[] {0x7F, 'E', 'L', 'F'}, 2 * CHUNK);
        FileStore.Begun begun = begin(alice, program, "sip:bob@example.org");
        refused(403, () -> write(alice, begun, 0, program));
        assertThat(store.find(alice, begun.file().row().id())).isEmpty();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-upload-refused");
        assertThat(archive.events.getFirst().reason()).contains("it is a program (ELF)");
        assertThat(archive.events.getFirst().sha256()).contains(sha256(program));
    }

    /// The answer may have been lost with its connection.
    @Test
    void whyAFileWasRefusedIsSaidToItsSenderAgain() throws Exception {
        byte[] program = program();
        FileStore.Begun begun = begin(alice, program, "sip:bob@example.org");
        FileId id = begun.file().row().id();
        store.requireNotRefused(alice, id);
        refused(403, () -> write(alice, begun, 0, program));
        assertThatThrownBy(() -> store.requireNotRefused(alice, id))
                .hasMessage("it is a program (Windows)");
        store.requireNotRefused(bob, id); // says nothing to others
    }

    @Test
    void aScannerThatIsAwayLetsNothingInAndTheUploadGoesOnLater() throws Exception {
        boolean[] away = {true};
        store =
                store(
                        List.of((_, _) -> {
                            if (away[0]) {
                                throw new IOException("no scanner");
                            }
                            return Optional.empty();
                        }));
        byte[] content = content(CHUNK + 9);
        FileStore.Begun begun = begin(alice, content);
        assertThatThrownBy(() -> write(alice, begun, 0, content)).hasMessage("no scanner");
        away[0] = false;
        byte[] tail = Arrays.copyOfRange(content, CHUNK, content.length);
        assertThat(write(alice, begun, CHUNK, tail).file().row().whole()).isTrue();
    }

    @Test
    void whatCantBeRecordedIsNotGivenOut() throws Exception {
        byte[] content = content(CHUNK);
        FileStore.Begun begun = begin(alice, content, "sip:bob@example.org");
        archive.away = true;
        assertThatThrownBy(() -> write(alice, begun, 0, content))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(store.find(bob, begun.file().row().id())).isEmpty();
        archive.away = false;
        assertThat(write(alice, begun, CHUNK, new byte[0]).file().row().whole()).isTrue();
        assertThat(store.find(bob, begun.file().row().id())).isPresent();
    }

    @Test
    void theRecordSaysWhatWhoseAndForWhom() throws Exception {
        byte[] content = content(20);
        FileId id = put(alice, content, "sip:bob@example.org");
        fetch(bob, id);
        fetch(bob, id);
        clock.advance(Duration.ofHours(2));
        fetch(bob, id);
        assertThat(archive.kinds()).containsExactly("file-stored", "file-fetched", "file-fetched");
        ArchiveEvent.FileKept stored = archive.events.getFirst();
        assertThat(stored.from().orElseThrow().address()).isEqualTo("sip:alice@example.org");
        assertThat(stored.parties()).containsExactly("sip:bob@example.org");
        assertThat(stored.name()).isEqualTo("report.pdf");
        assertThat(stored.size()).isEqualTo(20);
        assertThat(stored.sha256()).contains(sha256(content));
        ArchiveEvent.FileKept fetched = archive.events.getLast();
        assertThat(fetched.from().orElseThrow().address()).isEqualTo("sip:bob@example.org");
        assertThat(fetched.parties()).containsExactly("sip:alice@example.org");
    }

    @Test
    void aTextThatNamesAFileIsItsTicketForWhomeverItIsFor() throws Exception {
        FileStore.Begun begun = begin(alice, content(5));
        write(alice, begun, 0, content(5));
        FileId id = begun.file().row().id();
        NamedFiles named = new NamedFiles(store);
        byte[] text = ("https://example.org/files/" + begun.token().text()).getBytes(UTF_8);

        named.passing("sip:carol@example.org", "sip:bob@example.org", text);
        assertThat(store.find(bob, id)).as("carol may not have it herself").isEmpty();
        named.passing("sip:alice@example.org", "sip:bob@example.org", text);
        assertThat(store.find(bob, id)).isPresent();
        named.passing("sip:alice@example.org", "sip:bob@example.org", text);
        named.passing("sip:bob@example.org", "sip:carol@example.org", text);
        assertThat(store.find(carol, id)).as("bob has passed it on").isPresent();
        assertThat(archive.kinds())
                .containsExactly("file-stored", "file-addressed", "file-addressed");
        assertThat(archive.events.get(1).parties()).containsExactly("sip:bob@example.org");
        assertThat(archive.events.get(1).reason())
                .contains("named in a text of sip:alice@example.org");
        named.passing("sip:mallory@example.net", "sip:carol@example.org", text);
        named.passing("nonsense", "sip:carol@example.org", text);
        assertThat(archive.kinds()).hasSize(3);
    }

    @Test
    void recipientsMustBeThere() {
        refused(422, () -> begin(alice, content(5), "sip:nobody@example.org"));
        refused(422, () -> begin(alice, content(5), "sip:bob@elsewhere.example"));
        refused(400, () -> begin(alice, content(5), "bob"));
        refused(400, () -> begin(alice, content(5), "mailto:bob@example.org"));
    }

    @Test
    void whatIsWrongIsSaid() {
        refused(
                400,
                () -> store.begin(alice, new Wanted("a", "", -1, Optional.empty(), List.of())));
        refused(
                400,
                () -> store.begin(alice, new Wanted("a", "", 1, Optional.of("ab"), List.of())));
    }

    @Test
    void thereIsRoomForSoMuchAndNoMore() throws Exception {
        put(alice, content(1_000_000));
        FileId second = put(alice, content(1_000_000));
        refused(507, () -> begin(alice, content(1)));
        put(bob, content(1_000_000));
        refused(507, () -> begin(bob, content(1)));
        store.erase(alice, second);
        put(bob, content(1_000));
        assertThat(store.usage().files()).isEqualTo(3);
        assertThat(store.usage().bytes()).isEqualTo(2_001_000);
    }

    @Test
    void nobodyBeginsThousandsOfFiles() throws Exception {
        for (int i = 0; i < 32; i++) {
            begin(alice, content(1));
        }
        refused(429, () -> begin(alice, content(1)));
        for (int i = 0; i < 60; i++) {
            FileId id = put(bob, content(1));
            store.erase(bob, id);
        }
        refused(429, () -> begin(bob, content(1)));
        clock.advance(Duration.ofSeconds(1));
        begin(bob, content(1));
    }

    @Test
    void whatIsOverGoesForGood() throws Exception {
        FileId whole = put(alice, content(5), "sip:bob@example.org");
        FileStore.Begun half = begin(alice, content(2 * CHUNK));
        write(alice, half, 0, content(CHUNK));
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(store.find(alice, half.file().row().id())).isEmpty();
        store.clean();
        assertThat(store.usage()).isEqualTo(new FileTable.Usage(1, 5, 0, 0, 0, 0));
        clock.advance(Duration.ofDays(30));
        assertThat(store.find(bob, whole)).as("over, though not cleaned away yet").isEmpty();
        store.clean();
        assertThat(store.usage()).isEqualTo(new FileTable.Usage(0, 0, 0, 0, 0, 0));
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-stored", "file-expired");
        assertThat(archive.events.getLast().parties())
                .containsExactly("sip:alice@example.org", "sip:bob@example.org");
    }

    @Test
    void contentThatBelongsToNothingGoes() throws Exception {
        FileStore.Begun begun = begin(alice, content(2 * CHUNK));
        write(alice, begun, 0, content(CHUNK));
        table.remove(begun.file().row().id());
        Path orphan = temporary.resolve("files").resolve(begun.file().row().id().text());
        Files.setLastModifiedTime(
                orphan,
                java.nio.file.attribute.FileTime.from(
                        clock.instant().minus(Duration.ofMinutes(59))));
        store.clean();
        assertThat(orphan).as("it may be of somebody who begins just now").exists();
        clock.advance(Duration.ofMinutes(2));
        store.clean();
        assertThat(orphan).doesNotExist();
    }

    @Test
    void onlyItsSenderErasesAFile() throws Exception {
        FileId id = put(alice, content(5), "sip:bob@example.org");
        refused(404, () -> store.erase(bob, id));
        store.erase(alice, id);
        assertThat(store.find(bob, id)).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-stored", "file-erased");
    }

    @Test
    void aRowThatWasMovedToAnotherFileDoesNotOpen() throws Exception {
        FileId id = put(alice, content(5));
        FileRow row = table.find(id).orElseThrow();
        FileStore.Begun other = begin(bob, content(5));
        table.complete(
                new FileRow(
                        other.file().row().id(),
                        bob.address(),
                        5,
                        true,
                        row.createdAt(),
                        row.expiresAt(),
                        row.sealed()),
                Optional.empty());
        assertThat(store.find(bob, other.file().row().id())).isEmpty();
    }

    @Test
    void administratorsSeeWhatThereIsAndEraseIt() throws Exception {
        FileId id = put(alice, content(5), "sip:bob@example.org");
        FileKeeping keeping =
                new FileKeeping(table, contents(), keys.box(KeyName.FILE), archive, clock);
        FileKeeping.Kept kept = keeping.find(id.text()).orElseThrow();
        assertThat(kept.facts().orElseThrow().name()).isEqualTo("report.pdf");
        assertThat(kept.parties()).containsExactly("sip:bob@example.org");
        assertThat(keeping.find("../x")).isEmpty();
        archive.away = true;
        assertThatThrownBy(() -> keeping.erase(id.text()))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(store.find(bob, id)).isPresent();
        archive.away = false;
        assertThat(keeping.erase(id.text())).isTrue();
        assertThat(keeping.erase(id.text())).isFalse();
        assertThat(store.find(bob, id)).isEmpty();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-stored", "file-erased");
    }

    private static final FileLimits COPIED =
            new FileLimits(
                    1_000_000, 2_000_000, 3_000_000, Duration.ofDays(30), Set.of("exe"), true);

    /// What the record has of a file, as an officer gets it.
    private byte[] copy(ArchiveEvent.FileKept stored) throws IOException {
        Path target = temporary.resolve("copy");
        Files.deleteIfExists(target);
        copy(stored, stored.sha256().orElseThrow(), target);
        return Files.readAllBytes(target);
    }

    private void copy(ArchiveEvent.FileKept stored, String sha256, Path target) throws IOException {
        RecordedCopy.write(
                vault,
                FileId.of(stored.file()).orElseThrow(),
                stored.key().orElseThrow().body(),
                stored.size(),
                sha256,
                target);
    }

    @Test
    void theRecordKeepsACopyUntilItGoesItself() throws Exception {
        store = store(List.of(), COPIED);
        byte[] content = content(2 * CHUNK + 9);
        FileId erased = put(alice, content, "sip:bob@example.org");
        FileId deleted = put(alice, content(7));
        FileId expired = put(bob, content(8));
        assertThat(archive.events).allSatisfy(event -> assertThat(event.key()).isPresent());
        List<ArchiveEvent.FileKept> stored = List.copyOf(archive.events);
        store.erase(alice, erased);
        new FileKeeping(table, contents(), keys.box(KeyName.FILE), archive, clock)
                .erase(deleted.text());
        clock.advance(Duration.ofDays(31));
        store.clean();
        assertThat(store.find(alice, erased)).isEmpty();
        assertThat(store.find(bob, expired)).isEmpty();
        assertThat(copy(stored.get(0))).isEqualTo(content);
        assertThat(copy(stored.get(1))).isEqualTo(content(7));
        assertThat(copy(stored.get(2))).isEqualTo(content(8));
        assertThat(folder()).hasSize(3);

        table.recorded(Optional.empty(), 9).stream()
                .filter(file -> !file.id().equals(deleted))
                .forEach(file -> gone.add(file.record()));
        store.clean();
        assertThat(folder()).hasSize(1);
        assertThat(table.usage().recorded()).isEqualTo(1);
        assertThat(copy(stored.get(1))).isEqualTo(content(7));
    }

    @Test
    void aRecordThatGoesLeavesWhatCanStillBeFetched() throws Exception {
        store = store(List.of(), COPIED);
        FileId id = put(alice, content(9), "sip:bob@example.org");
        gone.add(table.recorded(Optional.empty(), 9).getFirst().record());
        store.clean();
        assertThat(fetch(bob, id)).isEqualTo(content(9));
        store.erase(alice, id);
        assertThat(folder()).isEmpty();
    }

    @Test
    void withoutThatPolicyTheRecordHasNoKey() throws Exception {
        put(alice, content(9));
        assertThat(archive.events.getFirst().key()).isEmpty();
        assertThat(table.usage().recorded()).isZero();
    }

    @Test
    void aCopyThatWasChangedIsNotHandedOut() throws Exception {
        store = store(List.of(), COPIED);
        put(alice, content(9));
        ArchiveEvent.FileKept stored = archive.events.getFirst();
        Path target = temporary.resolve("out");
        FileId id = FileId.of(stored.file()).orElseThrow();
        assertThatThrownBy(() -> copy(stored, sha256(content(8)), target))
                .hasMessageContaining("another SHA-256");
        assertThat(target).doesNotExist();
        Files.write(temporary.resolve("files").resolve(id.text()), new byte[9 + 28]);
        String hash = stored.sha256().orElseThrow();
        assertThatThrownBy(() -> copy(stored, hash, target))
                .hasMessageContaining("changed in the folder");
        assertThat(target).doesNotExist();
        Files.writeString(target, "mine");
        assertThatThrownBy(() -> copy(stored, hash, target))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("mine");
    }

    private FileStore.Begun heldBack(byte[] program) throws Exception {
        holding = new QuarantineLimits(Duration.ofDays(7), 40_000);
        store = store(List.of(new ProgramInspector()));
        FileStore.Begun begun = begin(alice, program, "sip:bob@example.org");
        assertThatThrownBy(() -> write(alice, begun, 0, program))
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(403);
                            assertThat(refusal)
                                    .hasMessage(
                                            "it is a program (Windows); it is held back, and your administrator can release it");
                        });
        return begun;
    }

    private static byte[] program() {
        return Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 10_000);
    }

    @Test
    void whatIsHeldBackNobodyFetchesUntilItIsReleased() throws Exception {
        FileStore.Begun begun = heldBack(program());
        FileId id = begun.file().row().id();
        assertThat(store.find(alice, id)).isEmpty();
        assertThat(store.find(bob, id)).isEmpty();
        assertThatThrownBy(() -> store.requireNotRefused(alice, id))
                .hasMessageContaining("held back");
        store.requireNotRefused(bob, id); // says nothing to others
        assertThatThrownBy(() -> store.erase(alice, id)).isInstanceOf(FileRefusedException.class);
        assertThat(new String(Files.readAllBytes(folder().getFirst()), ISO_8859_1))
                .doesNotContain("MZ\u0090");
        assertThat(archive.kinds()).containsExactly("file-held");
        assertThat(store.usage().files()).isZero();
        store.discard(begun.file()); // as after an upload of RCS
        clock.advance(Duration.ofHours(2));
        store.clean();

        Quarantine quarantine = quarantine(LIMITS);
        assertThat(quarantine.usage()).isEqualTo(new HeldTable.Usage(1, 10_000));
        Path copy = temporary.resolve("copy");
        assertThat(quarantine.write(id.text(), copy)).contains(10_000L);
        assertThat(copy).hasBinaryContent(program());
        archive.away = true;
        assertThatThrownBy(() -> quarantine.release(id.text()))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(store.find(bob, id)).isEmpty();
        archive.away = false;
        assertThat(quarantine.release(id.text())).isTrue();
        assertThat(quarantine.release(id.text())).isFalse();
        assertThat(fetch(bob, id)).isEqualTo(program());
        assertThat(archive.kinds()).containsExactly("file-held", "file-released", "file-fetched");
        store.clean();
        assertThat(fetch(bob, id)).isEqualTo(program());
    }

    /// As where the process ends between the two.
    @Test
    void nothingIsHeldThatIsNotInTheRecord() throws Exception {
        holding = new QuarantineLimits(Duration.ofDays(7), 40_000);
        store = store(List.of(new ProgramInspector()));
        FileStore.Begun begun = begin(alice, program(), "sip:bob@example.org");
        archive.away = true;
        assertThatThrownBy(() -> write(alice, begun, 0, program()))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(quarantine(LIMITS).usage().files()).isZero();
        archive.away = false;
        FileId id = begun.file().row().id();
        long offset = store.offset(store.find(alice, id).orElseThrow());
        byte[] rest = Arrays.copyOfRange(program(), (int) offset, 10_000);
        refused(403, () -> write(alice, begun, offset, rest));
        assertThat(quarantine(LIMITS).usage().files()).isOne();
        assertThat(archive.kinds()).containsExactly("file-held");
    }

    @Test
    void peopleAreToldOfBothUntilTheyWereTold() throws Exception {
        FileStore.Begun begun = heldBack(program());
        Quarantine quarantine = quarantine(LIMITS);
        List<String> told = new ArrayList<>();
        quarantine.tell(_ -> false);
        quarantine.tell(news -> told.add(news.released() + news.path()));
        quarantine.tell(news -> told.add("again"));
        quarantine.release(begun.file().row().id().text());
        quarantine.tell(_ -> false);
        quarantine.tell(news -> told.add(news.released() + news.path()));
        quarantine.tell(news -> told.add("again"));
        String path = "/files/" + begun.token().text();
        assertThat(told).containsExactly("false" + path, "true" + path);
        assertThat(held.find(begun.file().row().id())).isEmpty(); // and the URL with it
    }

    @Test
    void whatIsHeldBackGoesWhenItsTimeIsOver() throws Exception {
        FileStore.Begun begun = heldBack(program());
        clock.advance(Duration.ofDays(7));
        store.clean();
        assertThat(quarantine(LIMITS).release(begun.file().row().id().text())).isFalse();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-held", "file-expired");
    }

    @Test
    void anAdministratorErasesWhatIsHeldBack() throws Exception {
        String id = heldBack(program()).file().row().id().text();
        assertThat(quarantine(LIMITS).delete(id)).isTrue();
        assertThat(quarantine(LIMITS).delete(id)).isFalse();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-held", "file-erased");
    }

    @Test
    void whatNobodyHasRoomToHoldIsRefusedAsElse() throws Exception {
        heldBack(program());
        FileStore.Begun second = begin(alice, program());
        assertThatThrownBy(() -> write(alice, second, 0, program()))
                .hasMessage("it is a program (Windows)");
        assertThat(archive.kinds()).containsExactly("file-held", "file-upload-refused");
        assertThat(folder()).hasSize(1);
    }
}
