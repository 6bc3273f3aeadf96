package org.earshot.server.monitor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Asks the stores, for a limited time: whoever looks at the numbers must not wait for a database that is away. Thread-safe.
public final class Samples {
    private final Duration atMost;
    private final List<Sampled<?>> all = new CopyOnWriteArrayList<>();
    private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

    /// Asks a store.
    ///
    /// @param <T> what it says
    @FunctionalInterface
    public interface Asking<T> {
        T ask() throws Exception;
    }

    Samples(Duration atMost) {
        this.atMost = atMost;
    }

    <T> Sampled<T> add(Asking<T> asking) {
        Sampled<T> sampled = new Sampled<>(asking);
        all.add(sampled);
        return sampled;
    }

    /// Asks anew, all in turn. One that does not answer in time is asked no second time until it has, and nothing is known meanwhile.
    void take() {
        CompletableFuture<Void> asked = asked();
        var _ =
                asked.copy()
                        .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
        if (!asked.isDone()) {
            all.forEach(Sampled::forget);
        }
    }

    private synchronized CompletableFuture<Void> asked() {
        if (underWay.isDone()) {
            underWay =
                    CompletableFuture.runAsync(
                            () -> all.forEach(Sampled::ask),
                            task -> Thread.ofVirtual().name("metrics").start(task));
        }
        return underWay;
    }
}
