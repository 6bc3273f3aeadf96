package org.earshot.common.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeMap;

/// Which nonces of this node's start have been used, and how often. Bounded: when there are too many, the
/// oldest are forgotten, and whatever was issued before them no longer counts as fresh, so that forgetting
/// never lets a replay through. Thread-safe; never waits for anything but its own short lock.
final class NonceCounts {
    private final Duration life;
    private final int most;
    private final TreeMap<SignedNonce, Window> used =
            new TreeMap<>(
                    Comparator.comparing(SignedNonce::issuedAt)
                            .thenComparingLong(SignedNonce::random));

    /// Nonces issued until then are remembered or too old.
    private Instant horizon = Instant.MIN;

    /// @param life how long a nonce may be used
    /// @param most how many used ones to remember
    NonceCounts(Duration life, int most) {
        this.life = life;
        this.most = most;
    }

    /// Uses a nonce that this start issued.
    ///
    /// @param count the client's `nc`
    /// @param once whether it may be used this one time only
    /// @return false if it is too old, or this use is a repetition
    synchronized boolean use(SignedNonce nonce, long count, boolean once, Instant now) {
        forgetBefore(now.minus(life));
        Window window = used.get(nonce);
        if (window == null) {
            if (!nonce.issuedAt().isAfter(horizon) || nonce.issuedAt().isAfter(now.plus(life))) {
                return false;
            }
            window = new Window();
            used.put(nonce, window);
            if (used.size() > most) {
                forgetOldest();
            }
            return window.use(count, once);
        }
        // Once: neither may it have been used before, nor may it be used again.
        return !once && window.use(count, false);
    }

    /// Whether a nonce is neither too old nor used; it stays so.
    synchronized boolean isUnused(SignedNonce nonce, Instant now) {
        forgetBefore(now.minus(life));
        return nonce.issuedAt().isAfter(horizon)
                && !nonce.issuedAt().isAfter(now.plus(life))
                && !used.containsKey(nonce);
    }

    synchronized int size() {
        return used.size();
    }

    private void forgetBefore(Instant time) {
        if (time.isAfter(horizon)) {
            horizon = time;
        }
        while (!used.isEmpty() && !used.firstKey().issuedAt().isAfter(horizon)) {
            used.pollFirstEntry();
        }
    }

    private void forgetOldest() {
        forgetBefore(used.firstKey().issuedAt());
    }

    /// The counts seen: the highest, and which of the 64 before it. A client that sends several requests at
    /// once need not have them arrive in order.
    private static final class Window {
        private long highest;
        private long seen; // bit i: highest - i
        private boolean spent;

        boolean use(long count, boolean once) {
            if (spent || count < 1) {
                return false;
            }
            long behind = highest - count;
            if (behind >= 64 || (behind >= 0 && (seen >>> behind & 1) == 1)) {
                return false;
            }
            if (behind < 0) {
                seen = -behind >= 64 ? 0 : seen << -behind;
                highest = count;
                behind = 0;
            }
            seen |= 1L << behind;
            spent = once;
            return true;
        }
    }
}
