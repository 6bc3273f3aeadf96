package org.earshot.server.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.key.SealedBox;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.FileKept;

/// What administrators do with stored files: they see which there are, and erase them; content they don't get. Thread-safe.
public final class FileKeeping {
    private final FileTable table;
    private final RecordedFiles content;
    private final SealedBox box;
    private final Archive archive;
    private final InstantSource clock;

    /// @param content removes what nothing needs
    /// @param box that sealed the facts of files
    public FileKeeping(
            FileTable table,
            RecordedFiles content,
            SealedBox box,
            Archive archive,
            InstantSource clock) {
        this.table = table;
        this.content = content;
        this.box = box;
        this.archive = archive;
        this.clock = clock;
    }

    /// A file as far as it can be told of.
    ///
    /// @param facts empty: the key ring has not the key, or the row was changed
    /// @param parties who may fetch it besides its owner
    public record Kept(FileRow row, Optional<FileFacts> facts, List<String> parties) {}

    /// The latest first.
    ///
    /// @param owner only theirs
    public List<Kept> latest(Optional<String> owner, int most) {
        return table.latest(owner, most).stream().map(this::kept).toList();
    }

    /// One of them.
    public Optional<Kept> find(String id) {
        return FileId.of(id).flatMap(table::find).map(this::kept);
    }

    private Kept kept(FileRow row) {
        return new Kept(row, FileFacts.open(row, box), table.parties(row.id()));
    }

    /// Erases one, which is recorded first. A copy that the record keeps stays.
    ///
    /// @return false if there is none
    /// @throws org.earshot.proxy.archive.ArchiveUnavailableException if that can't be recorded: then it stays
    public boolean erase(String id) {
        Optional<Kept> found = find(id);
        if (found.isEmpty()) {
            return false;
        }
        Kept kept = found.get();
        List<String> parties = new ArrayList<>(kept.parties());
        parties.addFirst(kept.row().owner());
        archive.append(
                new FileKept(
                        UUID.randomUUID(),
                        clock.instant(),
                        FileKept.Fate.ERASED,
                        Optional.empty(),
                        parties,
                        id,
                        kept.facts().map(FileFacts::name).orElse(""),
                        kept.facts().map(FileFacts::type).orElse(FileNames.UNKNOWN),
                        kept.row().size(),
                        kept.facts().flatMap(FileFacts::sha256),
                        Optional.of("by an administrator"),
                        Optional.empty()));
        try {
            boolean removed = table.remove(kept.row().id());
            content.drop(kept.row().id());
            return removed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
