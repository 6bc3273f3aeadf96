package org.earshot.softphone.ua;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who hears what the phone does; one that fails does not keep the others from it. Thread-safe.
final class EventListeners {
    private static final Logger log = LoggerFactory.getLogger(EventListeners.class);

    private final List<Consumer<UserAgentEvent>> listeners = new CopyOnWriteArrayList<>();

    /// @return takes the subscription back
    Runnable add(Consumer<UserAgentEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(UserAgentEvent event) {
        for (Consumer<UserAgentEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                log.error("a listener failed", e);
            }
        }
    }
}
