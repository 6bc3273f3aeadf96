package org.earshot.proxy.archive.search;

import java.util.Comparator;

/// That a record has a word: where the record is. The natural order is that of time.
///
/// @param happenedAt microseconds since 1970, UTC
/// @param chain the number that the table has given the chain
/// @param number of the record in its chain
public record Posting(long happenedAt, int chain, long number) implements Comparable<Posting> {
    private static final Comparator<Posting> ORDER =
            Comparator.comparingLong(Posting::happenedAt)
                    .thenComparingInt(Posting::chain)
                    .thenComparingLong(Posting::number);

    @Override
    public int compareTo(Posting other) {
        return ORDER.compare(this, other);
    }
}
