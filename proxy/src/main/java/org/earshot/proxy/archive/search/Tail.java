package org.earshot.proxy.archive.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery.Place;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.search.WordTable.Progress;

/// The last records of the chains, whose words are not in the table yet: read and opened for one search, so that what was
/// just written is found.
final class Tail {
    /// Records that are read for one search at most, the latest.
    static final int MOST = 4096;

    private static final int AT_ONCE = 256;

    private final Map<UUID, Long> begins = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private long notRead;

    private record Entry(Place place, Set<Term> terms) {}

    private Tail() {}

    /// @param known how far the table goes, read before
    static Tail read(RecordOpener records, Map<UUID, Progress> known) {
        Tail tail = new Tail();
        long room = MOST;
        // the chain that was opened last is the one that is written now
        for (RecordOpener.ListedChain chain : records.chains().reversed()) {
            Progress progress = known.get(chain.chain());
            if (progress != null && progress.complete()) {
                continue;
            }
            long begin = progress == null ? 0 : progress.next();
            long end = records.end(chain.chain());
            tail.begins.put(chain.chain(), begin);
            long from = Math.max(begin, end - room);
            tail.notRead += Math.max(0, from - begin);
            room -= Math.max(0, end - from);
            tail.read(records, chain.chain(), from, end);
        }
        return tail;
    }

    private void read(RecordOpener records, UUID chain, long from, long end) {
        for (long next = from; next < end; ) {
            List<OpenedRecord> some =
                    records.from(chain, next, (int) Math.min(AT_ONCE, end - next));
            if (some.isEmpty()) {
                return;
            }
            for (OpenedRecord row : some) {
                entries.add(new Entry(Place.of(row.event()), Term.of(row)));
                if (row.state() == OpenedRecord.State.WITHOUT_KEY) {
                    notRead++;
                }
            }
            next = some.getLast().event().position().number() + 1;
        }
    }

    /// Records that could not be looked at.
    long notRead() {
        return notRead;
    }

    /// Whether a record is one of these, or later: the table may have it by now too.
    boolean covers(ArchivePosition position) {
        Long begin = begins.get(position.chain());
        return begin != null && position.number() >= begin;
    }

    /// Those that have all of some terms, in an order.
    Lookahead<Place> places(Set<Term> terms, Comparator<Place> order) {
        return Lookahead.of(
                entries.stream()
                        .filter(entry -> entry.terms().containsAll(terms))
                        .map(Entry::place)
                        .sorted(order)
                        .iterator());
    }
}
