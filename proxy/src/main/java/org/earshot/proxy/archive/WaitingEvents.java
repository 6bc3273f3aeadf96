package org.earshot.proxy.archive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Events that wait for the archive's thread, within limits. Anybody adds; that thread takes.
final class WaitingEvents {
    /// More events that somebody waits for don't wait: whoever came later would have given up before they are written.
    static final int MOST = 4096;

    private static final int MOST_HURRIED_BYTES = 32 << 20;

    // what nobody waits for has happened already: it is refused later than what may still be
    // refused
    private static final int MOST_BYTES = 2 * MOST_HURRIED_BYTES;

    private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private boolean closed;
    private int events;
    private int bytes;

    /// An event that waits; without a draft it is the end.
    ///
    /// @param urgent whether somebody waits for it
    record Entry(
            Optional<Draft> content,
            Optional<Companion> companion,
            boolean urgent,
            CompletableFuture<ArchivePosition> done) {
        static Entry end() {
            return new Entry(Optional.empty(), Optional.empty(), true, new CompletableFuture<>());
        }

        boolean isEnd() {
            return content.isEmpty();
        }

        Draft draft() {
            return content.orElseThrow();
        }

        int size() {
            return content.map(Draft::size).orElse(0);
        }

        void fail(String message, Throwable why) {
            done.completeExceptionally(new ArchiveUnavailableException(message, why));
        }
    }

    /// @return why it can't wait
    synchronized Optional<String> add(Entry entry) {
        if (closed) {
            return Optional.of("the archive is closed");
        }
        boolean full =
                entry.urgent()
                        ? events >= MOST || bytes >= MOST_HURRIED_BYTES
                        : bytes >= MOST_BYTES;
        if (full && !entry.isEnd()) {
            return Optional.of("the archive is too busy: " + events + " events wait");
        }
        closed = entry.isEnd();
        events++;
        bytes += entry.size();
        waiting.add(entry);
        return Optional.empty();
    }

    /// The next one, if one comes in time.
    Optional<Entry> poll(Duration atMost) {
        try {
            Optional<Entry> next =
                    Optional.ofNullable(waiting.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
            next.ifPresent(this::taken);
            return next;
        } catch (InterruptedException e) {
            return Optional.empty(); // nobody but close() ends that thread
        }
    }

    /// All that wait now, but for the end.
    List<Entry> drain() {
        List<Entry> all = new ArrayList<>();
        for (Entry next = waiting.peek(); next != null && !next.isEnd(); next = waiting.peek()) {
            waiting.remove();
            taken(next);
            all.add(next);
        }
        return all;
    }

    /// Whether the end has come.
    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void taken(Entry entry) {
        events--;
        bytes -= entry.size();
    }
}
