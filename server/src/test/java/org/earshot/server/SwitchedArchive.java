package org.earshot.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;

/// An archive that can be away. Thread-safe.
final class SwitchedArchive implements Archive {
    private final Archive archive;
    private volatile boolean away;

    SwitchedArchive(Archive archive) {
        this.archive = archive;
    }

    void away(boolean away) {
        this.away = away;
    }

    @Override
    public CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion) {
        return away
                ? CompletableFuture.failedFuture(new ArchiveUnavailableException("away", null))
                : archive.submit(event, companion);
    }

    @Override
    public void close() {
        archive.close();
    }
}
