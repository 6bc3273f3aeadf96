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

    private final Executor threads;
    private final Map<Topic, List<Listening>> listeners = new EnumMap<>(Topic.class);

    /// @param threads runs each task on a thread that may block, such as a virtual one
    public LocalChanges(Executor threads) {
        this.threads = threads;
        for (Topic topic : Topic.values()) {
            listeners.put(topic, new CopyOnWriteArrayList<>());
        }
    }

    @Override
    public void announce(Change change) {
        listeners.get(change.topic()).forEach(listening -> listening.hear(change));
    }

    @Override
    public Runnable subscribe(Topic topic, Consumer<Change> listener) {
        Listening listening = new Listening(listener);
        listeners.get(topic).add(listening);
        return () -> listeners.get(topic).remove(listening);
    }

    /// One subscription, and what is told on it now.
    private final class Listening {
        private enum State {
            TELLING,
            TOLD_AGAIN
        }

        private final Consumer<Change> listener;
        private final Map<Change, State> busy = new ConcurrentHashMap<>();

        Listening(Consumer<Change> listener) {
            this.listener = listener;
        }

        void hear(Change change) {
            State now = busy.merge(change, State.TELLING, (_, _) -> State.TOLD_AGAIN);
            if (now == State.TELLING) {
                threads.execute(() -> tell(change));
            }
        }

        private void tell(Change change) {
            do {
                try {
                    listener.accept(change);
                } catch (RuntimeException e) {
                    log.error("{} was not dealt with", change, e);
                }
            } while (busy.computeIfPresent(
                            change, (_, state) -> state == State.TOLD_AGAIN ? State.TELLING : null)
                    != null);
        }
    }
}
