package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an [EventSpool] is asked for, done in order on other threads, many events with one wait for the disk. So neither the
/// archive's thread nor anybody who tells of an event waits for that disk: a server that is slow would be slower for it, and
/// keep even more. What is written before its turn comes never reaches the disk. Thread-safe.
final class SpoolQueue {
    private static final Logger log = LoggerFactory.getLogger(SpoolQueue.class);

    private final EventSpool spool;
    private final Executor threads;

    private final Deque<Work> waiting = new ArrayDeque<>();
    private final Map<UUID, Work.Keep> unkept = new HashMap<>();
    private boolean scheduled;

    // held while the disk is worked on, and never while anybody is told
    private final ReentrantLock disk = new ReentrantLock();
    private long failed;

    private sealed interface Work {
        record Keep(ArchiveEvent event, CompletableFuture<Boolean> done) implements Work {}

        record Written(UUID event) implements Work {}

        record Lost(long count) implements Work {}

        record Clear() implements Work {}
    }

    /// @param threads for what may block
    SpoolQueue(EventSpool spool, Executor threads) {
        this.spool = spool;
        this.threads = threads;
    }

    /// Keeps an event.
    ///
    /// @return completes when it is on the disk or needs it no more: true; or can't be: false. Never fails
    CompletableFuture<Boolean> keep(ArchiveEvent event) {
        Work.Keep keep = new Work.Keep(event, new CompletableFuture<>());
        add(keep);
        return keep.done();
    }

    /// An event waits no longer.
    void written(UUID event) {
        Work.Keep needless;
        synchronized (this) {
            needless = unkept.remove(event); // and is passed over when its turn comes
        }
        if (needless == null) {
            add(new Work.Written(event));
        } else {
            needless.done().complete(true);
        }
    }

    /// So many events were not kept, since what is kept was begun.
    void lost(long count) {
        add(new Work.Lost(count));
    }

    /// Nothing that was kept so far waits any more.
    void clear() {
        add(new Work.Clear());
    }

    private void add(Work work) {
        synchronized (this) {
            waiting.add(work);
            if (work instanceof Work.Keep keep) {
                unkept.put(keep.event().id(), keep);
            }
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        threads.execute(this::finish);
    }

    /// Does what waits; when this returns, what was asked for before is done.
    void finish() {
        Map<Work.Keep, Boolean> kept = new HashMap<>();
        disk.lock();
        try {
            for (List<Work> next = take(); !next.isEmpty(); next = take()) {
                perform(next, kept);
            }
        } finally {
            disk.unlock();
            kept.forEach((keep, isKept) -> keep.done().complete(isKept));
        }
    }

    /// What is done together: up to the next time that all is forgotten.
    private synchronized List<Work> take() {
        List<Work> next = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Work work = waiting.removeFirst();
            boolean needless =
                    work instanceof Work.Keep keep && !unkept.remove(keep.event().id(), keep);
            if (!needless) {
                next.add(work);
            }
            if (work instanceof Work.Clear) {
                break;
            }
        }
        scheduled = !next.isEmpty();
        return next;
    }

    private void perform(List<Work> all, Map<Work.Keep, Boolean> kept) {
        List<Work.Keep> keeps = new ArrayList<>();
        List<UUID> written = new ArrayList<>();
        long lost = 0;
        boolean clear = false;
        for (Work work : all) {
            switch (work) {
                case Work.Keep keep -> keeps.add(keep);
                case Work.Written(UUID event) -> written.add(event);
                case Work.Lost(long count) -> lost = Math.max(lost, count);
                case Work.Clear _ -> clear = true;
            }
        }
        keep(keeps, kept);
        if (clear) {
            tryTo("what waited for the archive is written, and stays too", spool::clear);
            return;
        }
        if (!written.isEmpty()) {
            tryTo(
                    "some events may be written once more after a kill",
                    () -> spool.written(written));
        }
        if (lost > 0) {
            long count = lost;
            tryTo("how much is lost is not on disk", () -> spool.lost(count));
        }
    }

    private void keep(List<Work.Keep> keeps, Map<Work.Keep, Boolean> kept) {
        if (keeps.isEmpty()) {
            return;
        }
        Optional<IOException> failure = tried(keeps);
        if (failure.isPresent() && keeps.size() > 1) { // there may be room for some of them
            keeps.forEach(each -> keep(List.of(each), kept));
            return;
        }
        failure.ifPresent(e -> say(keeps.getFirst().event(), e));
        keeps.forEach(each -> kept.put(each, failure.isEmpty()));
    }

    private Optional<IOException> tried(List<Work.Keep> keeps) {
        try {
            spool.keep(keeps.stream().map(Work.Keep::event).toList());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        } catch (RuntimeException e) { // such as a key ring that can't be read
            return Optional.of(new IOException(e));
        }
    }

    /// Not each of them in the log: there may be hundreds a second.
    private void say(ArchiveEvent event, IOException why) {
        failed++;
        if (Long.bitCount(failed) == 1) {
            log.error(
                    "{} events can't be kept on disk for the archive, the last is {}: {}",
                    failed,
                    event.id(),
                    why.toString());
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void tryTo(String otherwise, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException | RuntimeException e) {
            log.warn("{}: {}", otherwise, e.toString());
        }
    }
}
