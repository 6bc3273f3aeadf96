package org.earshot.server;

import java.io.IOException;
import java.time.InstantSource;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.earshot.server.config.ServerConfig;

/// What the archive is made of. A server opens it for writing, which begins a chain; a command that only looks does
/// not.
record ArchiveParts(ArchiveTables tables, RingArchiveKeys keys, ServerConfig config) {

    static ArchiveParts of(ServerConfig config, ArchiveTables tables, KeyRing ring) {
        return new ArchiveParts(
                tables,
                new RingArchiveKeys(ring, config.keysDir().resolve("archive-days")),
                config);
    }

    /// Begins a chain of this start.
    ///
    /// @throws IOException if the anchor journal can't be written
    Archive open(String node, InstantSource clock) throws IOException {
        return ChainedArchive.open(
                ArchiveConfig.of(node),
                tables,
                new FileAnchorJournal(config.anchorsDir()),
                keys,
                clock);
    }

    ArchiveReader reader(InstantSource clock) {
        return new ArchiveReader(tables, keys, clock);
    }
}
