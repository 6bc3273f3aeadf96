package org.earshot.proxy.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// An archive with a calendar of its own, officers, and a shredder that runs when it is told to.
final class KeptArchive implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");
    static final String CAROL = "sip:carol@example.org";

    final Officer olga = officer("olga", BEGIN.minusSeconds(100));
    final Officer otto = officer("otto", BEGIN.minusSeconds(100));
    final InMemoryArchiveKeys keys;
    final ArchiveTables tables;
    final RetentionTables kept;
    final Retention retention;
    final Path anchors;
    final List<ShreddingListener.Doomed> doomed = new ArrayList<>();

    /// What happens when records are about to go.
    ShreddingListener trouble = ShreddingListener.none();

    private Instant now = BEGIN;
    private Archive archive;
    private Shredder shredder;

    KeptArchive(
            ArchiveTables tables, RetentionTables kept, InMemoryArchiveKeys keys, Path anchors) {
        this.tables = tables;
        this.kept = kept;
        this.keys = keys;
        this.anchors = anchors;
        retention = new Retention(kept, keys, this::now);
        restart();
    }

    static KeptArchive inMemory(Path anchors) {
        InMemoryArchiveTables tables = new InMemoryArchiveTables();
        return new KeptArchive(
                tables, new InMemoryRetentionTables(tables), new InMemoryArchiveKeys(), anchors);
    }

    static Officer officer(String name, Instant since) {
        return new Officer(name + " (officer)", Optional.of(name), Optional.of(since));
    }

    Instant now() {
        return now;
    }

    LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    Archive archive() {
        return archive;
    }

    void clock(Instant time) {
        now = time;
    }

    /// As a process that died and begins anew.
    void restart() {
        try {
            if (archive != null) {
                archive.close();
            }
            archive =
                    ChainedArchive.open(
                            new ArchiveConfig("n1", 40, Duration.ofSeconds(10)),
                            tables,
                            new FileAnchorJournal(anchors),
                            keys,
                            retention,
                            this::now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shredder = new Shredder(kept, keys, archive, listener(), this::now);
    }

    ShreddingListener listener() {
        return ((ShreddingListener) records -> trouble.shredding(records)).and(doomed::addAll);
    }

    int shred() {
        return shredder.run();
    }

    /// Lets days pass, with a run on each.
    ///
    /// @return how many records went
    int days(int count) {
        int gone = 0;
        for (int i = 0; i < count; i++) {
            now = now.plus(Duration.ofDays(1));
            gone += shredder.run();
        }
        return gone;
    }

    /// @return id of the event
    UUID message(String from, String to, String text) {
        UUID id = UUID.randomUUID();
        now = now.plusMillis(7);
        archive.append(
                new ArchiveEvent.MessageReceived(
                        id,
                        now,
                        RetentionClass.MESSAGE,
                        new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                        List.of(to),
                        "call",
                        id.toString(),
                        Map.of(),
                        Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8))));
        return id;
    }

    /// A file in the store whose copy is kept.
    ArchivePosition file(String from, String to, byte[] key) {
        return file(
                ArchiveEvent.FileKept.Fate.STORED,
                from,
                to,
                Optional.of(Content.of(ArchiveEvent.FileKept.KEY_TYPE, key)));
    }

    /// A message with its link passed.
    void addressed(String from, String to) {
        file(ArchiveEvent.FileKept.Fate.ADDRESSED, from, to, Optional.empty());
    }

    private ArchivePosition file(
            ArchiveEvent.FileKept.Fate fate, String from, String to, Optional<Content> key) {
        now = now.plusMillis(7);
        return archive.append(
                new ArchiveEvent.FileKept(
                        UUID.randomUUID(),
                        now,
                        fate,
                        Optional.of(
                                new Sender(
                                        from,
                                        Optional.empty(),
                                        IdentityProof.DIGEST,
                                        Optional.empty())),
                        List.of(to),
                        "0".repeat(32),
                        "plan.pdf",
                        "application/pdf",
                        17,
                        Optional.of("ab".repeat(32)),
                        Optional.empty(),
                        key));
    }

    void delivered(UUID message, String to) {
        now = now.plusMillis(7);
        archive.append(
                new ArchiveEvent.MessageDelivered(
                        UUID.randomUUID(),
                        now,
                        RetentionClass.MESSAGE,
                        message,
                        "call",
                        message.toString(),
                        to,
                        to,
                        Optional.empty(),
                        200));
    }

    Retention.Outcome set(Officer by, String base, String period, boolean existing) {
        return retention.set(archive, by, base, Extension.period(period), existing);
    }

    void hold(String name, List<String> people, List<String> with) {
        retention.place(
                archive,
                olga,
                new Hold(name, people, with, Optional.empty(), Optional.empty(), "a lawsuit"));
    }

    void lift(String name) {
        retention.lift(archive, olga, name);
        retention.lift(archive, otto, name);
    }

    ArchiveReader reader() {
        return new ArchiveReader(tables, keys, kept, this::now);
    }

    List<ArchivedEvent> about(String address) {
        return reader().search(ArchiveQuery.latest(Optional.of(address), 1000));
    }

    List<ArchivedEvent> ofKind(String kind) {
        return reader().search(
                        new ArchiveQuery(
                                Optional.empty(),
                                ArchiveQuery.BEGINNING,
                                ArchiveQuery.END,
                                Optional.of(kind),
                                Optional.empty(),
                                1000));
    }

    /// The text of a record, where it can be read.
    Optional<String> text(ArchivedEvent event) {
        return reader().content(event.position(), "test", archive)
                .map(content -> new String(content.body().array(), StandardCharsets.UTF_8));
    }

    VerificationReport verify(ArchiveTables of) {
        try {
            return new ArchiveVerifier(
                            of,
                            Set.of(keys.signer()),
                            () -> FileAnchorJournal.read(anchors),
                            Duration.ZERO)
                    .verify();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Verdict verdict() {
        return verify(tables).verdict();
    }

    @Override
    public void close() {
        archive.close();
    }
}
