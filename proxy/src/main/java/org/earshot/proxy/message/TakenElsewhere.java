package org.earshot.proxy.message;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.message.Response;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;

/// Senders here hear that a phone of another node took a message at once. Nothing is written for it: where a push is lost,
/// the sender hears that it waits. Thread-safe.
final class TakenElsewhere implements AutoCloseable {
    /// Whoever took it later need not say so: its sender has been answered.
    private static final Duration RECENT = Duration.ofSeconds(5);

    private final Changes changes;
    private final Timers timers;
    private final Map<String, Answer> awaited = new ConcurrentHashMap<>();
    private Runnable hearing = () -> {};

    TakenElsewhere(Changes changes, Timers timers) {
        this.changes = changes;
        this.timers = timers;
    }

    synchronized void start() {
        hearing = changes.subscribe(Topic.TAKEN, this::hear);
    }

    @Override
    public synchronized void close() {
        hearing.run();
    }

    /// A sender waits for another node's phones.
    void await(UUID message, Answer answer) {
        awaited.put(message.toString(), answer);
        timers.after(RECENT, () -> awaited.remove(message.toString()));
    }

    /// A phone here took a message that was found in the store.
    ///
    /// @param age since it was received, by the clocks of two nodes
    void tell(Message message, Duration age) {
        if (message.kind() == Message.Kind.TEXT
                && message.past().isEmpty()
                && age.abs().compareTo(RECENT) < 0) {
            changes.announce(new Change(Topic.TAKEN, message.id().toString()));
        }
    }

    private void hear(Change change) {
        Answer answer = awaited.remove(change.subject());
        if (answer != null) {
            answer.reply(Response.OK, "OK");
        }
    }
}
