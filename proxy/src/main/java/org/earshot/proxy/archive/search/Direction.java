package org.earshot.proxy.archive.search;

import java.util.Comparator;

/// Which way through time.
public enum Direction {
    /// The latest first.
    BACKWARDS,
    /// The earliest first.
    FORWARDS;

    /// What comes earlier on the way is less.
    <T extends Comparable<? super T>> Comparator<T> order() {
        return this == FORWARDS ? Comparator.naturalOrder() : Comparator.reverseOrder();
    }

    /// The first place on the way at a time.
    Posting start(long happenedAt) {
        return this == FORWARDS
                ? new Posting(happenedAt, Integer.MIN_VALUE, Long.MIN_VALUE)
                : new Posting(happenedAt, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /// The next place on the way, whether or not something is there.
    Posting next(Posting place) {
        return new Posting(
                place.happenedAt(),
                place.chain(),
                this == FORWARDS ? place.number() + 1 : place.number() - 1);
    }
}
