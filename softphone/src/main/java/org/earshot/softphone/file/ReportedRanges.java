package org.earshot.softphone.file;

import java.util.Map;
import java.util.TreeMap;
import org.earshot.common.msrp.ByteRange;

/// Which bytes of a message its receiver has, as reports say it (RFC 4975 §7.1.2), which may come in pieces, in any order, and more
/// than once. Pure; one thread at a time.
final class ReportedRanges {
    /// Pieces apart from each other; whoever reports more of them has those beyond not counted.
    static final int MOST_PIECES = 1000;

    private final long total;
    private final TreeMap<Long, Long> pieces = new TreeMap<>(); // first byte, from 1, to the last
    private boolean any;

    /// @param total bytes of the message
    ReportedRanges(long total) {
        this.total = total;
    }

    /// These have arrived. A range without an end says nothing, and what lies beyond the message counts for nothing.
    void add(ByteRange range) {
        if (range.end().isEmpty()) {
            return;
        }
        any = true;
        long first = range.start();
        long last = Math.min(range.end().getAsLong(), total);
        if (last < first || pieces.size() >= MOST_PIECES) {
            return;
        }
        Map.Entry<Long, Long> before = pieces.floorEntry(first);
        if (before != null && before.getValue() >= first - 1) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        for (Map.Entry<Long, Long> next = pieces.ceilingEntry(first);
                next != null && next.getKey() <= last + 1;
                next = pieces.ceilingEntry(first)) {
            last = Math.max(last, next.getValue());
            pieces.remove(next.getKey());
        }
        pieces.put(first, last);
    }

    /// Whether all of it has arrived; of an empty message, whether any report came.
    boolean isWhole() {
        return any && (total == 0 || pieces.getOrDefault(1L, 0L) == total);
    }
}
