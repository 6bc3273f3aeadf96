package org.earshot.server.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.earshot.proxy.archive.ArchivePosition;

/// Removes content from the folder once nothing needs it any more: neither the store, nor an administrator, nor a record that has its key. Thread-safe; each
/// call may block.
public final class RecordedFiles {
    private static final int PAGE = 500;

    private final FileTable table;
    private final HeldTable held;
    private final FileVault vault;
    private final Function<List<ArchivePosition>, Set<ArchivePosition>> gone;

    /// @param gone those of these records that have no content any more
    public RecordedFiles(
            FileTable table,
            HeldTable held,
            FileVault vault,
            Function<List<ArchivePosition>, Set<ArchivePosition>> gone) {
        this.table = table;
        this.held = held;
        this.vault = vault;
        this.gone = gone;
    }

    /// Removes the content of a file, if nothing needs it.
    void drop(FileId id) throws IOException {
        if (table.find(id).isEmpty() && held.find(id).isEmpty() && !table.isRecorded(id)) {
            vault.remove(id);
        }
    }

    /// Removes what only records needed that have gone. Nobody could have read it any more: its key went with them.
    void clean() throws IOException {
        Optional<FileId> after = Optional.empty();
        while (true) {
            List<RecordedFile> page = table.recorded(after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            Set<ArchivePosition> over =
                    gone.apply(page.stream().map(RecordedFile::record).toList());
            for (RecordedFile file : page) {
                if (over.contains(file.record())) {
                    table.forgetRecorded(file.id());
                    drop(file.id());
                }
            }
            after = Optional.of(page.getLast().id());
        }
    }
}
