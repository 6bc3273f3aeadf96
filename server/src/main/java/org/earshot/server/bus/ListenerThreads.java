package org.earshot.server.bus;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Runs those who hear of changes: a few at a time, for they read the database, whose connections the phones need too.
/// Whatever comes after the end is dropped. Thread-safe.
final class ListenerThreads implements Executor, AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofVirtual().name("change-", 0).factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /// Drops what waits, and lets what runs come to its end for a moment.
    @Override
    public void close() {
        pool.getQueue().clear();
        pool.shutdown();
        try {
            boolean _ = pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
