package org.earshot.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.InMemoryArchiveTables;
import org.earshot.proxy.archive.InMemoryRetentionTables;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.Retention;
import org.earshot.proxy.archive.RetentionKeys;
import org.earshot.proxy.archive.RetentionTables;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.earshot.proxy.archive.SearchEntries;
import org.earshot.proxy.archive.search.ArchiveIndexer;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.InMemoryWordKeys;
import org.earshot.proxy.archive.search.InMemoryWordTable;
import org.earshot.proxy.archive.search.RingWordKeys;
import org.earshot.proxy.archive.search.WordKeys;
import org.earshot.proxy.archive.search.WordTable;
import org.earshot.server.config.ServerConfig;

/// What the archive is made of. A server opens it for writing, which begins a chain; a command that only looks does
/// not.
///
/// @param words where the words of what was written are
/// @param anchorsDir where the anchor journal is; empty where the archive ends with the process, and no journal of an
///     earlier one may be held against it
/// @param kept what is kept, and lets the rest go
/// @param retention decides for how long
record ArchiveParts(
        ArchiveTables tables,
        RetentionKeys keys,
        RetentionTables kept,
        Retention retention,
        WordTable words,
        WordKeys wordKeys,
        Optional<Path> anchorsDir) {

    static ArchiveParts of(
            ServerConfig config,
            ArchiveTables tables,
            RetentionTables kept,
            WordTable words,
            KeyRing ring,
            InstantSource clock) {
        RetentionKeys keys = new RingArchiveKeys(ring, config.keysDir().resolve("archive-days"));
        return new ArchiveParts(
                tables,
                keys,
                kept,
                new Retention(kept, keys, clock),
                words,
                new RingWordKeys(ring, config.keysDir().resolve("archive-words")),
                Optional.of(config.anchorsDir()));
    }

    /// For `database.url: memory`.
    static ArchiveParts inMemory(InstantSource clock) {
        InMemoryArchiveTables tables = new InMemoryArchiveTables();
        RetentionTables kept = new InMemoryRetentionTables(tables);
        RetentionKeys keys = new InMemoryArchiveKeys();
        return new ArchiveParts(
                tables,
                keys,
                kept,
                new Retention(kept, keys, clock),
                new InMemoryWordTable(),
                new InMemoryWordKeys(),
                Optional.empty());
    }

    /// Begins a chain of this start.
    ///
    /// @throws IOException if the anchor journal can't be written, or is damaged: it says which file and what to do
    Archive open(String node, InstantSource clock) throws IOException {
        AnchorJournal journal =
                anchorsDir.isPresent()
                        ? new FileAnchorJournal(anchorsDir.get())
                        : AnchorJournal.none();
        // the archive's thread would only find it out later, and refuse every message then
        journal.read();
        return ChainedArchive.open(ArchiveConfig.of(node), tables, journal, keys, retention, clock);
    }

    /// What the journal says of all starts. None where this node never recorded anything: a server makes the journal
    /// before its first chain. Where there are chains of it, a journal that is gone is a fault, and said so.
    ///
    /// @throws IOException if it can't be read
    List<AnchorJournal.ChainAnchors> anchors() throws IOException {
        if (anchorsDir.isEmpty() || (!Files.exists(anchorsDir.get()) && hasNoChain())) {
            return List.of();
        }
        return FileAnchorJournal.read(anchorsDir.get());
    }

    private boolean hasNoChain() {
        return tables.chains().stream().noneMatch(chain -> chain.signer().equals(keys.signer()));
    }

    ArchiveReader reader(InstantSource clock) {
        return new ArchiveReader(tables, keys, kept, clock);
    }

    RecordOpener opener() {
        return new RecordOpener(tables, keys, kept);
    }

    /// Makes the search's entries of what this node writes.
    SearchEntries entries() {
        return new SearchEntries(tables, keys);
    }

    /// Reads the words of what is written.
    ArchiveIndexer indexer(InstantSource clock) {
        return new ArchiveIndexer(opener(), words, wordKeys, clock);
    }

    ArchiveSearch search() {
        return new ArchiveSearch(opener(), words, wordKeys);
    }
}
