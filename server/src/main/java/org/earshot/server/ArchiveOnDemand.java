package org.earshot.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;

/// An archive whose chain begins with its first event: a registrar that never delivers anything has none. Thread-safe.
final class ArchiveOnDemand implements Archive {
    private final Opening opening;
    private Optional<Archive> archive = Optional.empty();
    private boolean closed;

    /// Begins the chain.
    @FunctionalInterface
    interface Opening {
        Archive open() throws IOException;
    }

    ArchiveOnDemand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion) {
        try {
            return opened().submit(event, companion);
        } catch (IOException | ArchiveUnavailableException e) {
            return unavailable(e);
        }
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(
            ArchiveEvent event, Companion companion) {
        try {
            return opened().submitUnhurried(event, companion);
        } catch (IOException | ArchiveUnavailableException e) {
            return unavailable(e);
        }
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(ArchiveEvent event) {
        try {
            return opened().submitUnhurried(event);
        } catch (IOException | ArchiveUnavailableException e) {
            return unavailable(e);
        }
    }

    private static CompletableFuture<ArchivePosition> unavailable(Exception why) {
        return CompletableFuture.failedFuture(
                new ArchiveUnavailableException("the archive can't be opened", why));
    }

    private synchronized Archive opened() throws IOException {
        if (closed) {
            throw new ArchiveUnavailableException("the archive is closed", null);
        }
        if (archive.isEmpty()) {
            archive = Optional.of(opening.open());
        }
        return archive.get();
    }

    @Override
    public boolean awaitAnchors(Duration atMost) {
        Optional<Archive> known;
        synchronized (this) {
            known = archive;
        }
        return known.isEmpty() || known.get().awaitAnchors(atMost);
    }

    @Override
    public void close() {
        Optional<Archive> known;
        synchronized (this) {
            closed = true;
            known = archive;
        }
        known.ifPresent(Archive::close);
    }
}
