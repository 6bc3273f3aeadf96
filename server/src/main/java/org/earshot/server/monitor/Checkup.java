package org.earshot.server.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Tries whether all that must work does, at the same time, and for a limited one. Whoever asks again within a second gets the same
/// answer, so that nobody can keep the server busy by asking. Thread-safe.
public final class Checkup {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final List<Check> checks;
    private final Duration atMost;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Finding> last = List.of();
    private Optional<Long> lastAt = Optional.empty();

    /// @param atMost how long each check may take
    public Checkup(List<Check> checks, Duration atMost) {
        this.checks = List.copyOf(checks);
        this.atMost = atMost;
    }

    /// Tries them, and waits for what comes of it; in the order in which they were given.
    public List<Finding> run() {
        lock.lock();
        try {
            boolean old =
                    lastAt.map(at -> System.nanoTime() - at > GOOD_FOR.toNanos()).orElse(true);
            if (old) {
                last = tried();
                lastAt = Optional.of(System.nanoTime());
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private List<Finding> tried() {
        List<Attempt> attempts = checks.stream().map(Attempt::begin).toList();
        List<Finding> findings = new ArrayList<>();
        long end = System.nanoTime() + atMost.toNanos();
        for (Attempt attempt : attempts) {
            findings.add(attempt.end(Duration.ofNanos(end - System.nanoTime()), atMost));
        }
        return List.copyOf(findings);
    }

    /// A check under way, on a thread of its own.
    private record Attempt(
            Check check, long begun, CompletableFuture<Finding> finding, Thread thread) {
        static Attempt begin(Check check) {
            long begun = System.nanoTime();
            CompletableFuture<Finding> finding = new CompletableFuture<>();
            Thread thread =
                    Thread.ofVirtual()
                            .name("check")
                            .start(() -> finding.complete(attempt(check, begun)));
            return new Attempt(check, begun, finding, thread);
        }

        private static Finding attempt(Check check, long begun) {
            try {
                check.trial().run();
                return new Finding(check.name(), Optional.empty(), since(begun));
            } catch (Exception e) {
                return new Finding(check.name(), Optional.of(words(e)), since(begun));
            }
        }

        Finding end(Duration left, Duration atMost) {
            try {
                return finding.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                thread.interrupt();
                return failed("no answer within " + atMost.toMillis() + " ms");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return failed("the server stops");
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private Finding failed(String why) {
            return new Finding(check.name(), Optional.of(why), since(begun));
        }

        private static Duration since(long begun) {
            return Duration.ofNanos(System.nanoTime() - begun);
        }

        private static String words(Exception e) {
            String message = e.getMessage();
            return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
        }
    }
}
