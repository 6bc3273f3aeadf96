package org.earshot.common.stack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Requests are handled each by itself, and one could overtake the ACK that came before it. A phone that still waits for that ACK
/// refuses what comes in its place: what follows an ACK in its call, by the same way, waits until it has been handled. Thread-safe.
final class AckOrder {
    private final Map<Key, SerialQueue> handling = new ConcurrentHashMap<>();

    private record Key(Flow flow, String callId) {
        static Key of(TransactionRequest request) {
            return new Key(request.flow(), request.callId());
        }
    }

    /// Runs what an ACK takes, on its queue.
    void acknowledge(TransactionRequest ack, Runnable work) {
        Key key = Key.of(ack);
        handling.put(key, ack.queue());
        ack.queue()
                .execute(() -> {
                    try {
                        work.run();
                    } finally {
                        handling.remove(key, ack.queue());
                    }
                });
    }

    /// Runs what another request takes, on its queue.
    void follow(TransactionRequest request, Runnable work) {
        SerialQueue before = handling.get(Key.of(request));
        if (before == null) {
            request.queue().execute(work);
        } else {
            before.execute(() -> request.queue().execute(work));
        }
    }
}
