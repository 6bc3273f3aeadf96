package org.earshot.proxy.archive.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The records that have all of some tokens: each cursor jumps to where the others are, so that the rarest token says how
/// much is read. Not thread-safe.
final class Intersection extends Lookahead<Posting> {
    private final List<PostingCursor> cursors;
    private final Direction direction;
    private final Comparator<Posting> order;
    private final long end;
    private Posting from;

    /// @param cursors one at least
    /// @param start the first time, microseconds
    /// @param end the last time
    Intersection(List<PostingCursor> cursors, Direction direction, long start, long end) {
        this.cursors = List.copyOf(cursors);
        this.direction = direction;
        this.order = direction.order();
        this.end = end;
        this.from = direction.start(start);
    }

    @Override
    Optional<Posting> find() {
        int agreed = 0;
        for (int i = 0; agreed < cursors.size(); i = (i + 1) % cursors.size()) {
            Optional<Posting> found = cursors.get(i).seek(from);
            if (found.isEmpty() || isPast(found.get())) {
                return Optional.empty();
            }
            agreed = order.compare(found.get(), from) == 0 ? agreed + 1 : 1;
            from = found.get();
        }
        Posting all = from;
        from = direction.next(all);
        return Optional.of(all);
    }

    private boolean isPast(Posting posting) {
        return direction == Direction.BACKWARDS
                ? posting.happenedAt() < end
                : posting.happenedAt() > end;
    }
}
