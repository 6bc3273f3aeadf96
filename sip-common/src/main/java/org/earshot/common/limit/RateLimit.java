package org.earshot.common.limit;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One [TokenBucket] for each key. Thread-safe; forgets full buckets, so that it stays as small as the number of
/// those who are busy now.
public final class RateLimit<K> {
    private static final int SWEEP_AT = 10_000;

    private final TokenBucket.Limit limit;
    private final InstantSource clock;
    private final Map<K, TokenBucket> buckets = new ConcurrentHashMap<>();

    public RateLimit(TokenBucket.Limit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /// Takes one, if there is one.
    ///
    /// @return false if the rate is exceeded
    public boolean tryTake(K key) {
        boolean[] taken = {false};
        buckets.compute(
                key,
                (_, bucket) -> {
                    TokenBucket now =
                            bucket == null
                                    ? TokenBucket.full(limit, clock.instant())
                                    : bucket.refilled(limit, clock.instant());
                    taken[0] = now.hasOne();
                    return taken[0] ? now.take() : now;
                });
        if (buckets.size() > SWEEP_AT) {
            buckets.values()
                    .removeIf(b -> b.refilled(limit, clock.instant()).tokens() >= limit.burst());
        }
        return taken[0];
    }
}
