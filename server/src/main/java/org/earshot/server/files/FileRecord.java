package org.earshot.server.files;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.FileKept;
import org.earshot.proxy.archive.ArchiveEvent.FileKept.Fate;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.Sender;

/// What the compliance record gets to know of files. Thread-safe.
final class FileRecord {
    private static final int REMEMBERED = 10_000;
    private static final Duration ONCE = Duration.ofHours(1);

    private final Archive archive;
    private final EventBacklog events;
    private final InstantSource clock;
    private final boolean copies;
    private final Map<String, Instant> fetched = new Recent<>(REMEMBERED);

    /// @param copies whether the record keeps the content of what is stored
    FileRecord(Archive archive, EventBacklog events, InstantSource clock, boolean copies) {
        this.archive = archive;
        this.events = events;
        this.clock = clock;
        this.copies = copies;
    }

    /// @return the record that has the key of the content; empty where it keeps none
    /// @throws org.earshot.proxy.archive.ArchiveUnavailableException if it can't be written: then nobody may fetch it
    Optional<ArchivePosition> stored(Caller caller, StoredFile file, List<String> to) {
        Optional<Content> key =
                copies ? Optional.of(RecordedCopy.key(file.facts())) : Optional.empty();
        ArchivePosition position =
                archive.append(
                        event(
                                Fate.STORED,
                                Optional.of(caller.sender()),
                                to,
                                file,
                                Optional.empty(),
                                key));
        return key.map(_ -> position);
    }

    void fetched(Caller caller, StoredFile file) {
        Instant now = clock.instant();
        synchronized (fetched) {
            Instant before = fetched.put(caller.address() + " " + file.row().id(), now);
            if (before != null && before.plus(ONCE).isAfter(now)) {
                fetched.put(caller.address() + " " + file.row().id(), before);
                return;
            }
        }
        events.add(
                        event(
                                Fate.FETCHED,
                                Optional.of(caller.sender()),
                                List.of(file.row().owner()),
                                file))
                .join();
    }

    /// How the server knows the sender stands in the record of the text itself.
    void addressed(StoredFile file, String sender, String recipient) {
        later(
                event(
                        Fate.ADDRESSED,
                        Optional.empty(),
                        List.of(recipient),
                        file,
                        Optional.of("named in a text of " + sender)));
    }

    void gone(Fate fate, Optional<Sender> by, StoredFile file, List<String> parties) {
        later(event(fate, by, parties, file));
    }

    /// Before anything of it came.
    void refused(Caller caller, Wanted wanted, String reason) {
        later(
                new FileKept(
                        UUID.randomUUID(),
                        clock.instant(),
                        Fate.REFUSED,
                        Optional.of(caller.sender()),
                        List.of(),
                        "none",
                        FileNames.name(wanted.name()),
                        FileNames.type(wanted.type()),
                        wanted.size(),
                        wanted.sha256(),
                        Optional.of(reason),
                        Optional.empty()));
    }

    /// When it was whole.
    void refused(Caller caller, StoredFile file, List<String> to, String reason) {
        later(event(Fate.REFUSED, Optional.of(caller.sender()), to, file, Optional.of(reason)));
    }

    private void later(FileKept event) {
        var _ = events.add(event);
    }

    private FileKept event(
            Fate fate, Optional<Sender> from, List<String> parties, StoredFile file) {
        return event(fate, from, parties, file, Optional.empty());
    }

    private FileKept event(
            Fate fate,
            Optional<Sender> from,
            List<String> parties,
            StoredFile file,
            Optional<String> reason) {
        return event(fate, from, parties, file, reason, Optional.empty());
    }

    private FileKept event(
            Fate fate,
            Optional<Sender> from,
            List<String> parties,
            StoredFile file,
            Optional<String> reason,
            Optional<Content> key) {
        return new FileKept(
                UUID.randomUUID(),
                clock.instant(),
                fate,
                from,
                parties,
                file.row().id().text(),
                file.facts().name(),
                file.facts().type(),
                file.row().size(),
                file.facts().sha256(),
                reason,
                key);
    }
}
