package org.earshot.server.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.earshot.common.key.SealedBox;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.FileKept;
import org.earshot.proxy.archive.ArchiveEvent.FileKept.Fate;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.Sender;

/// Files that policy refused and that are held back: nobody can fetch one, not even its sender, until an administrator releases it.
/// What becomes of each stands in the record. Thread-safe; each call may block.
public final class Quarantine {
    private static final String ADMINISTRATOR = "by an administrator";
    private static final int MOST_NEWS = 100;

    private final Parts parts;

    /// What it is made of.
    ///
    /// @param files says whom a file is for
    /// @param content removes what nothing needs from the vault
    /// @param box seals what is known of files
    /// @param archive where a release is recorded before anybody can fetch the file
    /// @param events records that a file is held before it is, and what else happens; waits until that is safe
    /// @param limits of files that can be fetched
    public record Parts(
            HeldTable table,
            FileTable files,
            FileVault vault,
            RecordedFiles content,
            SealedBox box,
            Archive archive,
            Consumer<FileKept> events,
            QuarantineLimits held,
            FileLimits limits,
            InstantSource clock) {}

    public Quarantine(Parts parts) {
        this.parts = parts;
    }

    /// A file that is held, as far as it can be told of.
    ///
    /// @param facts empty: the key ring has not the key, or the row was changed
    /// @param reason why it is held, in words
    /// @param parties whom it is for
    public record Held(
            HeldRow row, Optional<FileFacts> facts, String reason, List<String> parties) {}

    /// What people are to be told.
    ///
    /// @param path what follows the store's address in its URL; not printed
    public record News(Held file, String path) {
        /// Whether it can be fetched now; else it is held.
        public boolean released() {
            return !file.row().isHeld();
        }

        @Override
        public String toString() {
            return "News[" + file.row().id() + "]";
        }
    }

    /// Why a file is held, for whoever sent it.
    static String words(String reason) {
        return reason + "; it is held back, and your administrator can release it";
    }

    /// Holds a file that policy refuses, if it may be held.
    ///
    /// @param file whole; its content is on the disk
    /// @return false if it is to be thrown away as where nothing is held back
    /// @throws FileRefusedException if it was erased meanwhile
    boolean hold(Caller caller, StoredFile file, FileToken token, List<String> to, String reason)
            throws FileRefusedException {
        if (!parts.held().isOn()) {
            return false;
        }
        Instant now = now();
        FileId id = file.row().id();
        HeldRow row =
                new HeldRow(
                        id,
                        file.row().owner(),
                        file.row().size(),
                        file.row().createdAt(),
                        now,
                        now.plus(parts.held().keep()),
                        Optional.empty(),
                        file.row().sealed(),
                        new HoldFacts(token, reason).seal(id, parts.box()));
        if (!parts.table().hasRoom(row, parts.held().room())) {
            return false;
        }
        // as with every file: before it is so. Who dies in between looks at the file again and
        // writes that again
        parts.events()
                .accept(
                        event(
                                Fate.HELD,
                                Optional.of(caller.sender()),
                                new Held(row, Optional.of(file.facts()), reason, to),
                                to,
                                reason,
                                Optional.empty()));
        return switch (parts.table().hold(row, parts.held().room())) {
            case HELD -> true;
            case FULL -> false; // others were faster
            case GONE -> throw new FileRefusedException(404, "the file was erased meanwhile");
        };
    }

    /// Why a file of somebody's is held; empty: it is not, or it is not theirs.
    Optional<String> reason(Caller owner, FileId id) {
        return parts.table()
                .find(id)
                .filter(row -> row.isHeld() && row.owner().equals(owner.address()))
                .map(row -> words(held(row).reason()));
    }

    /// The latest first.
    ///
    /// @param owner only theirs
    public List<Held> latest(Optional<String> owner, int most) {
        return parts.table().latest(owner, most).stream().map(this::held).toList();
    }

    /// One that is held.
    public Optional<Held> find(String id) {
        return FileId.of(id).flatMap(parts.table()::find).filter(HeldRow::isHeld).map(this::held);
    }

    private Held held(HeldRow row) {
        return new Held(
                row,
                FileFacts.open(row.whole(row.expiresAt()), parts.box()),
                HoldFacts.open(row, parts.box())
                        .map(HoldFacts::reason)
                        .orElse("(its key is not in the ring)"),
                parts.files().parties(row.id()));
    }

    /// How much is held.
    public HeldTable.Usage usage() {
        return parts.table().usage();
    }

    /// Lets those fetch a file whom it is for. That is in the record first.
    ///
    /// @return false if it is not held
    /// @throws org.earshot.proxy.archive.ArchiveUnavailableException if that can't be recorded: then it stays as it is
    /// @throws IllegalStateException if its key is not in the ring: nobody could read it
    public boolean release(String id) {
        Optional<Held> found = find(id);
        if (found.isEmpty()) {
            return false;
        }
        Held held = found.get();
        FileFacts facts =
                held.facts().orElseThrow(() -> new IllegalStateException("no key for " + id));
        Optional<Content> key =
                parts.limits().recorded() ? Optional.of(RecordedCopy.key(facts)) : Optional.empty();
        ArchivePosition position =
                parts.archive()
                        .append(
                                event(
                                        Fate.RELEASED,
                                        Optional.empty(),
                                        held,
                                        withOwner(held),
                                        ADMINISTRATOR + "; it was held back: " + held.reason(),
                                        key));
        Instant now = now();
        return parts.table()
                .release(
                        held.row().whole(now.plus(parts.limits().keep())),
                        now,
                        key.map(_ -> position));
    }

    /// Erases one that is held. That is in the record first.
    ///
    /// @return false if it is not held
    /// @throws org.earshot.proxy.archive.ArchiveUnavailableException if that can't be recorded: then it stays
    public boolean delete(String id) {
        Optional<Held> found = find(id);
        if (found.isEmpty()) {
            return false;
        }
        Held held = found.get();
        parts.archive()
                .append(
                        event(
                                Fate.ERASED,
                                Optional.empty(),
                                held,
                                withOwner(held),
                                ADMINISTRATOR + ", while it was held back",
                                Optional.empty()));
        boolean removed = parts.table().remove(held.row().id());
        try {
            parts.content().drop(held.row().id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return removed;
    }

    /// Writes the content of one that is held to a new file (0600).
    ///
    /// @return its bytes; empty if it is not held
    /// @throws java.nio.file.FileAlreadyExistsException if there is something under that name
    /// @throws IOException if it can't be read or written; then nothing is left there
    public Optional<Long> write(String id, Path target) throws IOException {
        Optional<Held> held = find(id).filter(found -> found.facts().isPresent());
        if (held.isEmpty()) {
            return Optional.empty();
        }
        HeldRow row = held.get().row();
        FileFacts facts = held.get().facts().orElseThrow();
        RecordedCopy.write(
                parts.vault(),
                row.id(),
                facts.key(),
                row.size(),
                facts.sha256().orElseThrow(),
                target);
        return Optional.of(row.size());
    }

    /// Erases what nobody has released in time.
    void clean() throws IOException {
        for (HeldRow row : parts.table().expired(now(), 1000)) {
            Held held = held(row);
            if (parts.table().remove(row.id())) {
                parts.content().drop(row.id());
                parts.events()
                        .accept(
                                event(
                                        Fate.EXPIRED,
                                        Optional.empty(),
                                        held,
                                        withOwner(held),
                                        "while it was held back",
                                        Optional.empty()));
            }
        }
    }

    /// Tells of what is held and what was released since.
    ///
    /// @param teller tells those whom it concerns, and says whether it could: else it hears the same again the next time
    public void tell(Predicate<News> teller) {
        for (HeldRow row : parts.table().untold(MOST_NEWS)) {
            Optional<HoldFacts> hold = HoldFacts.open(row, parts.box());
            if (hold.isEmpty()
                    || teller.test(new News(held(row), "/files/" + hold.get().token().text()))) {
                parts.table().told(row);
            }
        }
    }

    private static List<String> withOwner(Held held) {
        List<String> all = new ArrayList<>(held.parties());
        all.addFirst(held.row().owner());
        return all;
    }

    private FileKept event(
            Fate fate,
            Optional<Sender> from,
            Held held,
            List<String> parties,
            String reason,
            Optional<Content> key) {
        return new FileKept(
                UUID.randomUUID(),
                parts.clock().instant(),
                fate,
                from,
                parties,
                held.row().id().text(),
                held.facts().map(FileFacts::name).orElse(""),
                held.facts().map(FileFacts::type).orElse(FileNames.UNKNOWN),
                held.row().size(),
                held.facts().flatMap(FileFacts::sha256),
                Optional.of(reason),
                key);
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
