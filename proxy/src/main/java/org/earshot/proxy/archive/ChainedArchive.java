package org.earshot.proxy.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.db.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The archive: one thread takes what waits, chains it, commits it, anchors it, and only then says so. Many events share
/// one commit when busy (up to [#LIMIT]).
public final class ChainedArchive implements Archive {
    /// Events in one commit at most.
    static final int LIMIT = 256;

    private static final Logger log = LoggerFactory.getLogger(ChainedArchive.class);
    private static final int BYTES_LIMIT = 4 << 20;

    /// More events that somebody waits for don't wait: whoever came later would have given up before they are written.
    static final int MOST_WAITING = 4096;

    private static final int MOST_WAITING_BYTES = 32 << 20;

    // what nobody waits for has happened already: it is refused later than what may still be
    // refused
    private static final int MOST_BYTES = 2 * MOST_WAITING_BYTES;
    private static final Duration UNHURRIED = Duration.ofMillis(50);

    private final ArchiveConfig config;
    private final AnchorJournal anchors;
    private final ContentSealer sealer;
    private final SecureRandom random;
    private final ChainWriter chain;
    private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;
    private int waitingEvents;
    private int waitingBytes;

    /// An event that waits; without a draft it is the end.
    ///
    /// @param urgent whether somebody waits for it
    private record Entry(
            Optional<Draft> content,
            Optional<Companion> companion,
            boolean urgent,
            CompletableFuture<ArchivePosition> done) {
        boolean isEnd() {
            return content.isEmpty();
        }

        Draft draft() {
            return content.orElseThrow();
        }

        int size() {
            return content.map(Draft::size).orElse(0);
        }
    }

    private ChainedArchive(
            ArchiveConfig config,
            ArchiveTables tables,
            AnchorJournal anchors,
            ArchiveKeys keys,
            InstantSource clock) {
        this.config = config;
        this.anchors = anchors;
        random = new SecureRandom();
        sealer = new ContentSealer(keys, random);
        chain = new ChainWriter(config, tables, anchors, keys, clock, random);
        thread = Thread.ofPlatform().daemon().name("archive").unstarted(this::serve);
    }

    /// Opens a chain of its own as soon as the tables can be reached, and recovers those of earlier starts.
    ///
    /// @param anchors closed with the archive
    public static ChainedArchive open(
            ArchiveConfig config,
            ArchiveTables tables,
            AnchorJournal anchors,
            ArchiveKeys keys,
            InstantSource clock) {
        ChainedArchive archive = new ChainedArchive(config, tables, anchors, keys, clock);
        archive.thread.start();
        return archive;
    }

    @Override
    public CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion) {
        return submit(event, companion, true);
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(
            ArchiveEvent event, Companion companion) {
        return submit(event, Optional.of(companion), false);
    }

    private CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion, boolean urgent) {
        Draft draft;
        try {
            draft = Draft.of(event, sealer, random);
        } catch (RuntimeException e) { // such as a disk without room for the key of a new day
            log.error("an event can't be made ready for the archive", e);
            return CompletableFuture.failedFuture(
                    new ArchiveUnavailableException("the event could not be sealed", e));
        }
        Entry entry = new Entry(Optional.of(draft), companion, urgent, new CompletableFuture<>());
        enqueue(entry)
                .ifPresent(why ->
                        entry.done()
                                .completeExceptionally(new ArchiveUnavailableException(why, null)));
        return entry.done();
    }

    /// @return why it can't wait
    private synchronized Optional<String> enqueue(Entry entry) {
        if (closed) {
            return Optional.of("the archive is closed");
        }
        boolean full =
                entry.urgent()
                        ? waitingEvents >= MOST_WAITING || waitingBytes >= MOST_WAITING_BYTES
                        : waitingBytes >= MOST_BYTES;
        if (full && !entry.isEnd()) {
            return Optional.of("the archive is too busy: " + waitingEvents + " events wait");
        }
        closed = entry.isEnd();
        waitingEvents++;
        waitingBytes += entry.size();
        waiting.add(entry);
        return Optional.empty();
    }

    private synchronized void taken(Optional<Entry> entry) {
        entry.ifPresent(one -> {
            waitingEvents--;
            waitingBytes -= one.size();
        });
    }

    @Override
    public void close() {
        var _ =
                enqueue(
                        new Entry(
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                new CompletableFuture<>()));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        boolean reachable = idle(true, true);
        Entry next = null;
        while (true) {
            if (next == null) {
                next = poll(config.checkpointAfter());
            }
            if (next == null) {
                reachable = idle(reachable, false);
                continue;
            }
            if (next.isEnd()) {
                end();
                return;
            }
            List<Entry> batch = new ArrayList<>();
            int bytes = 0;
            boolean urgent = false;
            long deadline = System.nanoTime() + UNHURRIED.toNanos();
            while (next != null
                    && !next.isEnd()
                    && batch.size() < LIMIT
                    && (batch.isEmpty() || bytes + next.draft().size() <= BYTES_LIMIT)) {
                batch.add(next);
                bytes += next.draft().size();
                urgent |= next.urgent();
                next =
                        poll(
                                urgent
                                        ? Duration.ZERO
                                        : Duration.ofNanos(deadline - System.nanoTime()));
            }
            write(batch);
        }
    }

    private Entry poll(Duration atMost) {
        try {
            Entry next = waiting.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            taken(Optional.ofNullable(next));
            return next;
        } catch (InterruptedException e) {
            return null; // nobody but close() ends this thread
        }
    }

    private void write(List<Entry> batch) {
        try {
            List<ArchivePosition> positions =
                    chain.write(
                            batch.stream().map(Entry::draft).toList(),
                            batch.stream()
                                    .map(Entry::companion)
                                    .flatMap(Optional::stream)
                                    .toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).done().complete(positions.get(i));
            }
        } catch (CompanionRefusedException e) {
            if (batch.size() > 1) {
                halve(batch);
                return;
            }
            batch.getFirst().done().completeExceptionally(e);
        } catch (DatabaseException e) {
            if (batch.size() > 1) {
                halve(batch);
                return;
            }
            log.error("an event was refused by the archive's database", e);
            fail(batch, e);
        } catch (StoreUnavailableException | IOException e) {
            log.debug("the archive can't be written", e);
            fail(batch, e);
        } catch (RuntimeException | Error e) {
            log.error("the archive failed", e);
            fail(batch, e);
        }
    }

    // one of them does not fit: let only that one fail, with few commits more
    private void halve(List<Entry> batch) {
        int middle = batch.size() / 2;
        write(batch.subList(0, middle));
        write(batch.subList(middle, batch.size()));
    }

    private static void fail(List<Entry> batch, Throwable why) {
        batch.forEach(entry ->
                entry.done()
                        .completeExceptionally(
                                new ArchiveUnavailableException(
                                        "the event could not be archived", why)));
    }

    // what can be done while nobody waits: open the chain, write a checkpoint; says once when that
    // fails
    private boolean idle(boolean wasReachable, boolean first) {
        try {
            if (first) {
                chain.open();
            } else {
                chain.checkpoint();
            }
            return true;
        } catch (IOException | RuntimeException | Error e) {
            if (wasReachable) {
                log.warn("the archive can't be written: {}", e.toString());
            }
            return false;
        }
    }

    private void end() {
        try {
            chain.close();
        } catch (IOException | RuntimeException e) {
            log.warn(
                    "the archive's chain was not closed; the next start recovers it: {}",
                    e.toString());
        }
        try {
            anchors.close();
        } catch (IOException e) {
            log.warn("the anchor journal was not closed: {}", e.toString());
        }
    }
}
