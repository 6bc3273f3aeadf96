package org.earshot.common.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// What was read from a store, until it is forgotten. Bounded; thread-safe. Forgetting waits for no read: one that goes on
/// meanwhile may give its asker what was true when it began, but is not kept.
final class ReadCache<K, V> {
    private final Cache<K, V> values;
    private final AtomicLong forgotten = new AtomicLong();

    /// @param most how many values
    ReadCache(int most) {
        values = Caffeine.newBuilder().maximumSize(most).build();
    }

    /// The value, from here or from the store.
    ///
    /// @param read empty is never kept: who asks for names at random fills no memory
    Optional<V> get(K key, Function<K, Optional<V>> read) {
        V kept = values.getIfPresent(key);
        if (kept != null) {
            return Optional.of(kept);
        }
        long before = forgotten.get();
        Optional<V> value = read.apply(key);
        value.ifPresent(found -> values.put(key, found));
        if (forgotten.get() != before) {
            values.invalidate(key);
        }
        return value;
    }

    void forgetEverything() {
        forgotten.incrementAndGet();
        values.invalidateAll();
    }
}
