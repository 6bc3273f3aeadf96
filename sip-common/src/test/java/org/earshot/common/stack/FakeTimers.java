package org.earshot.common.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/// Timers and clock that move only when told to. Not thread-safe: for tests on one thread.
public final class FakeTimers implements Timers, InstantSource {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private Instant now;
    private long order;

    public FakeTimers(Instant start) {
        now = start;
    }

    public FakeTimers() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Task entry = new Task(now.plus(delay), order++, task);
        tasks.add(entry);
        return () -> tasks.remove(entry);
    }

    /// Moves the clock, and runs what falls due on the way, each at its own instant.
    public void advance(Duration by) {
        Instant end = now.plus(by);
        while (!tasks.isEmpty() && !tasks.peek().at.isAfter(end)) {
            Task due = tasks.poll();
            now = due.at;
            due.action.run();
        }
        now = end;
    }

    /// How many tasks wait: 0 shows that nothing was left behind.
    public int waiting() {
        return tasks.size();
    }

    private record Task(Instant at, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
