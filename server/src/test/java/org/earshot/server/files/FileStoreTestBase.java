package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import org.earshot.proxy.message.group.InMemoryGroupStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A store without a network, and three people who use it.
abstract class FileStoreTestBase {
    static final String DOMAIN = "example.org";
    static final int CHUNK = Chunks.PLAIN;
    static final FileLimits LIMITS =
            new FileLimits(
                    1_000_000, 2_000_000, 3_000_000, Duration.ofDays(30), Set.of("exe"), false);

    @TempDir Path temporary;
    final FakeTimers clock = new FakeTimers();
    final LocalChanges changes = new LocalChanges(Runnable::run);
    final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    final InMemoryGroupStore groups = new InMemoryGroupStore(changes, clock);
    final InMemoryFileTable table = new InMemoryFileTable();
    final InMemoryHeldTable held = new InMemoryHeldTable(table);
    QuarantineLimits holding = QuarantineLimits.OFF;
    final Recorded archive = new Recorded();
    final Set<ArchivePosition> gone = new HashSet<>();
    KeyRing keys;
    FileVault vault;
    FileStore store;
    Caller alice;
    Caller bob;
    Caller carol;

    /// Takes everything, unless it is away.
    static final class Recorded implements Archive {
        final List<ArchiveEvent.FileKept> events = new ArrayList<>();
        boolean away;

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

        List<String> kinds() {
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

    FileStore store(List<ContentInspector> inspectors) {
        return store(inspectors, LIMITS);
    }

    FileStore store(List<ContentInspector> inspectors, FileLimits limits) {
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

    Quarantine quarantine(FileLimits limits) {
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

    RecordedFiles contents() {
        return new RecordedFiles(
                table,
                held,
                vault,
                asked -> asked.stream().filter(gone::contains).collect(Collectors.toSet()));
    }

    Caller caller(String name) {
        return new Caller(
                accounts.create(new AddressOfRecord(name, DOMAIN), name),
                new Flow(
                        "n1",
                        Transport.TLS,
                        new InetSocketAddress("192.0.2.1", 8443),
                        new InetSocketAddress("192.0.2.9", 40000),
                        0));
    }

    static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        content[0] = 'x';
        return content;
    }

    static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    FileStore.Begun begin(Caller who, byte[] content, String... recipients) throws Exception {
        return store.begin(
                who,
                new Wanted(
                        "report.pdf",
                        "application/pdf",
                        content.length,
                        Optional.of(sha256(content)),
                        List.of(recipients)));
    }

    FileStore.Written write(Caller who, FileStore.Begun begun, long offset, byte[] part)
            throws Exception {
        return store.write(who, begun.token(), offset, new ByteArrayInputStream(part), true);
    }

    FileId put(Caller who, byte[] content, String... recipients) throws Exception {
        FileStore.Begun begun = begin(who, content, recipients);
        assertThat(write(who, begun, 0, content).file().row().whole()).isTrue();
        return begun.file().row().id();
    }

    byte[] fetch(Caller who, FileId id) throws Exception {
        StoredFile file = store.find(who, id).orElseThrow();
        store.fetched(who, file);
        try (WholeContent content = store.content(file)) {
            return content.part(0, file.row().size()).readAllBytes();
        }
    }

    List<Path> folder() throws IOException {
        try (Stream<Path> files = Files.list(temporary.resolve("files"))) {
            return files.toList();
        }
    }

    static void refused(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable of) {
        assertThatThrownBy(of)
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    /// Of Windows.
    static byte[] program() {
        return Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 10_000);
    }
}
