package org.earshot.common.event;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes within one process. Thread-safe; waits for nobody.
///
/// While a listener is busy with a change of a subject, further ones of the same subject become one: a storm of changes
/// costs each listener at most two calls more.
public final class LocalChanges implements Changes {
    private static final Logger log = LoggerFactory.getLogger(LocalChanges.class);
    private static final String EVERYTHING = "everything that may have changed";

    private final Executor threads;
    private final Map<Topic, List<Listening<Change>>> listeners = new EnumMap<>(Topic.class);
    private final List<Listening<String>> missing = new CopyOnWriteArrayList<>();
    private final List<Cache> caches = new CopyOnWriteArrayList<>();

    /// @param threads runs each task on a thread that may block, such as a virtual one
    public LocalChanges(Executor threads) {
        this.threads = threads;
        for (Topic topic : Topic.values()) {
            listeners.put(topic, new CopyOnWriteArrayList<>());
        }
    }

    @Override
    public void announce(Change change) {
        caches.forEach(cache -> cache.forget(change));
        listeners.get(change.topic()).forEach(listening -> listening.hear(change));
    }

    /// Tells everybody that changes may have been missed. Returns at once.
    public void announceMissed() {
        caches.forEach(Cache::forgetEverything);
        missing.forEach(listening -> listening.hear(EVERYTHING));
    }

    @Override
    public void keepTrue(Cache cache) {
        caches.add(cache);
    }

    @Override
    public Runnable subscribe(Topic topic, Consumer<Change> listener) {
        Listening<Change> listening = new Listening<>(listener);
        listeners.get(topic).add(listening);
        return () -> listeners.get(topic).remove(listening);
    }

    @Override
    public Runnable whenMissed(Runnable lookAtEverything) {
        Listening<String> listening = new Listening<>(_ -> lookAtEverything.run());
        missing.add(listening);
        return () -> missing.remove(listening);
    }

    /// One subscription, and what is told on it now.
    private final class Listening<T> {
        private enum State {
            TELLING,
            TOLD_AGAIN
        }

        private final Consumer<T> listener;
        private final Map<T, State> busy = new ConcurrentHashMap<>();

        Listening(Consumer<T> listener) {
            this.listener = listener;
        }

        void hear(T what) {
            State now = busy.merge(what, State.TELLING, (_, _) -> State.TOLD_AGAIN);
            if (now == State.TELLING) {
                threads.execute(() -> tell(what));
            }
        }

        private void tell(T what) {
            do {
                try {
                    listener.accept(what);
                } catch (RuntimeException | Error e) { // else this subject would stay busy for ever
                    log.error("{} was not dealt with", what, e);
                }
            } while (busy.computeIfPresent(
                            what, (_, state) -> state == State.TOLD_AGAIN ? State.TELLING : null)
                    != null);
        }
    }
}
