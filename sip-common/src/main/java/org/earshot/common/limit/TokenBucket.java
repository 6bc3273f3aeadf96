package org.earshot.common.limit;

import java.time.Duration;
import java.time.Instant;

/// How much of a rate is left: holds up to `burst`, refilled at `perSecond`. Pure: taking makes a new one.
///
/// @param tokens what was there at the instant
public record TokenBucket(double tokens, Instant at) {

    /// One that is full.
    public static TokenBucket full(Limit limit, Instant now) {
        return new TokenBucket(limit.burst(), now);
    }

    /// The bucket as it is now.
    public TokenBucket refilled(Limit limit, Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        return new TokenBucket(Math.min(limit.burst(), tokens + seconds * limit.perSecond()), now);
    }

    public boolean hasOne() {
        return tokens >= 1;
    }

    public TokenBucket take() {
        return new TokenBucket(tokens - 1, at);
    }

    /// @param perSecond what comes back each second
    /// @param burst the most that can be saved up, at least 1
    public record Limit(double perSecond, int burst) {
        public Limit {
            if (perSecond <= 0 || burst < 1) {
                throw new IllegalArgumentException(perSecond + "/s, burst " + burst);
            }
        }

        /// After how long there is one at the latest, in whole seconds, at least one.
        public Duration longestWait() {
            return Duration.ofSeconds((long) Math.ceil(1 / perSecond - 1e-6));
        }
    }
}
