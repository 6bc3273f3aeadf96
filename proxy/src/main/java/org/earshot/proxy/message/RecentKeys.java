package org.earshot.proxy.message;

import java.util.LinkedHashSet;

/// Texts that something happened to of late. Thread-safe.
final class RecentKeys {
    private static final int MOST = 10_000;

    private final LinkedHashSet<RepeatKey> keys = new LinkedHashSet<>();

    /// @return false if it was there
    synchronized boolean add(RepeatKey key) {
        if (!keys.add(key)) {
            return false;
        }
        if (keys.size() > MOST) {
            keys.removeFirst();
        }
        return true;
    }

    synchronized boolean contains(RepeatKey key) {
        return keys.contains(key);
    }
}
