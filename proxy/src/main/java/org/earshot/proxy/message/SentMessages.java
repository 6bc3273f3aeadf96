package org.earshot.proxy.message;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Which texts this node sent to devices whose answers are not in the store: a device may say of those that they were
/// displayed, and of no others that wait. What came before this node began, or before another node went, may have gone
/// to a device without anybody knowing it now. Thread-safe.
final class SentMessages {
    /// Some 10 MB.
    private static final int MOST = 100_000;

    private final InstantSource clock;
    private final Map<Sent, Instant> sent = new LinkedHashMap<>();
    private Instant since;

    private record Sent(UUID message, DeviceId device) {}

    SentMessages(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    synchronized void sent(Message message, DeviceId device) {
        sent.putIfAbsent(new Sent(message.id(), device), message.receivedAt());
        if (sent.size() > MOST) {
            Iterator<Instant> oldest = sent.values().iterator();
            Instant forgotten = oldest.next();
            oldest.remove();
            since = forgotten.isAfter(since) ? forgotten.plusMillis(1) : since;
        }
    }

    /// How the device answered is in the store.
    synchronized void written(UUID message, DeviceId device) {
        sent.remove(new Sent(message, device));
    }

    /// Another node has gone, which may have sent what came until now.
    synchronized void others() {
        since = clock.instant();
    }

    /// Whether a text that waits for a device may be on it.
    synchronized boolean mayBeOn(DeviceId device, UUID message) {
        return sent.containsKey(new Sent(message, device))
                || Message.timeOf(message).isBefore(since);
    }
}
