package org.earshot.common.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Timers by the system's clock: one thread and a wheel, so that asking and taking back cost the same with ten
/// or a hundred thousand tasks waiting. A task comes up to 10 ms late, never early. Thread-safe.
public final class SystemTimers implements Timers, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SystemTimers.class);

    private static final long TICK_NANOS = 10_000_000;

    /// A round of 41 s: SIP's timers of 32 s need just one.
    private static final int SLOTS = 4096;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Task[] slots = new Task[SLOTS];
    private final long start = System.nanoTime();
    private long ticked;
    private long wakeAt = Long.MAX_VALUE;
    private int waiting;
    private boolean closed;

    /// @param name of the thread
    public SystemTimers(String name) {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Task(0, () -> {});
        }
        Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        // Rounded up, and one more since the current tick has begun.
        long ticks = (saturated(delay) + TICK_NANOS - 1) / TICK_NANOS + 1;
        lock.lock();
        try {
            if (closed) {
                return () -> {};
            }
            Task entry = new Task(Math.max(now(), ticked) + ticks, task);
            entry.linkBefore(slot(entry.tick));
            waiting++;
            if (entry.tick < wakeAt) {
                changed.signal();
            }
            return () -> cancel(entry);
        } finally {
            lock.unlock();
        }
    }

    private static long saturated(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return delay.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : delay.toNanos();
    }

    private long now() {
        return (System.nanoTime() - start) / TICK_NANOS;
    }

    private void cancel(Task entry) {
        lock.lock();
        try {
            if (!entry.isAlone()) {
                entry.unlink();
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        List<Runnable> due = new ArrayList<>();
        while (awaitNext(due)) {
            for (Runnable action : due) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) { // without this thread nothing works any more
                    log.error("a timer task failed", e);
                }
            }
            due.clear();
        }
    }

    /// Waits until tasks are due, and takes them off the wheel.
    ///
    /// @return false when closed
    private boolean awaitNext(List<Runnable> due) {
        lock.lock();
        try {
            while (!closed) {
                wakeAt = nextOccupied();
                long now = now();
                if (wakeAt <= now) {
                    collect(now, due);
                    return true;
                }
                await(wakeAt);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    private void await(long tick) {
        try {
            if (tick == Long.MAX_VALUE) {
                changed.await();
            } else {
                long _ = changed.awaitNanos(tick * TICK_NANOS - (System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            log.warn("the timer thread was interrupted, and goes on");
        }
    }

    // The next tick at which a task may be due; one of a later round wakes us for nothing.
    private long nextOccupied() {
        for (long tick = ticked + 1; waiting > 0 && tick <= ticked + SLOTS; tick++) {
            if (!slot(tick).isAlone()) {
                return tick;
            }
        }
        return Long.MAX_VALUE;
    }

    private void collect(long now, List<Runnable> due) {
        // After a long sleep of the machine one round sees everything.
        for (long tick = Math.max(wakeAt, now - SLOTS + 1); tick <= now; tick++) {
            Task head = slot(tick);
            Task task = head.next;
            while (task != head) {
                Task next = task.next;
                if (task.tick <= now) {
                    task.unlink();
                    waiting--;
                    due.add(task.action);
                }
                task = next;
            }
        }
        ticked = now;
    }

    private Task slot(long tick) {
        return slots[(int) (tick % SLOTS)];
    }

    /// How many tasks wait.
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /// Forgets all tasks and ends the thread.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// A link of a ring; the head of each ring is one that is never run.
    private static final class Task {
        private final Runnable action;
        private final long tick;
        private Task previous = this;
        private Task next = this;

        Task(long tick, Runnable action) {
            this.tick = tick;
            this.action = action;
        }

        boolean isAlone() {
            return next == this;
        }

        void linkBefore(Task other) {
            previous = other.previous;
            next = other;
            previous.next = this;
            other.previous = this;
        }

        void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }
}
