package org.earshot.softphone.ua;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The numbers of messages in this run. A message of an earlier run gets one when it is first spoken of. Confined to
/// the user-agent thread.
final class MessageIds {
    private static final int MOST = 20_000;

    private final AtomicLong numbers;
    private final Map<MessageKey, Id> ids = new LinkedHashMap<>();

    /// @param numbers shared with calls
    MessageIds(AtomicLong numbers) {
        this.numbers = numbers;
    }

    /// A number that was given out already is this message's.
    void put(MessageKey key, Id id) {
        ids.put(key, id);
        if (ids.size() > MOST) {
            ids.remove(ids.keySet().iterator().next());
        }
    }

    Id of(MessageKey key) {
        Id known = ids.get(key);
        if (known != null) {
            return known;
        }
        Id id = new Id(numbers.incrementAndGet());
        put(key, id);
        return id;
    }
}
