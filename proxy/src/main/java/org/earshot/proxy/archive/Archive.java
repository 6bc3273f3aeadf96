package org.earshot.proxy.archive;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Where events are written. Thread-safe.
public interface Archive extends AutoCloseable {
    /// The longest address of a sender or recipient, in UTF-8: 512 bytes.
    int ADDRESS_LIMIT = 512;

    /// Writes an event. The future completes when it is committed, chained and anchored, all on stable storage: only
    /// then may what the event tells of go on. It completes with an [ArchiveUnavailableException] when that failed, also for an event that is too large (the
    /// event may be in the record all the same, when the database went away during the commit), and with a
    /// [NotYetAnchoredException] when it is committed for sure and its anchor can't be written for long.
    default CompletableFuture<ArchivePosition> submit(ArchiveEvent event) {
        return submit(event, Optional.empty());
    }

    /// The same, with work that happens in the same commit, or not at all. Completes with a [CompanionRefusedException]
    /// when that work found that it must not happen: then nothing was written.
    CompletableFuture<ArchivePosition> submit(ArchiveEvent event, Optional<Companion> companion);

    /// The same for what nobody waits for: it shares the commit of the next event that somebody waits for, or comes a
    /// moment later.
    default CompletableFuture<ArchivePosition> submitUnhurried(
            ArchiveEvent event, Companion companion) {
        return submit(event, Optional.of(companion));
    }

    /// The same without such work.
    default CompletableFuture<ArchivePosition> submitUnhurried(ArchiveEvent event) {
        return submit(event);
    }

    /// Waits until everything that is committed now is anchored too: whoever finds an event's companion in the database,
    /// and not by [#submit], must not act on it sooner. What earlier starts left is anchored when the archive has been opened. For virtual threads.
    ///
    /// @return false if that takes longer
    default boolean awaitAnchors(Duration atMost) {
        return true;
    }

    /// Writes an event and waits; for virtual threads.
    ///
    /// @throws ArchiveUnavailableException if it can't be written now: answer 503, don't relay
    default ArchivePosition append(ArchiveEvent event) {
        try {
            return submit(event).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ArchiveUnavailableException unavailable) {
                throw unavailable;
            }
            throw e;
        }
    }

    /// Writes what waits, closes the chain, and refuses what comes later.
    @Override
    void close();
}
