package org.earshot.proxy.archive.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where one token is, read from the table piece by piece: larger ones as long as several of a piece are asked for, smaller
/// ones where each question jumps over the piece. Not thread-safe.
final class PostingCursor {
    private static final int SMALLEST = 16;
    private static final int FIRST = 64;
    private static final int LARGEST = 1024;

    private final WordTable table;
    private final int key;
    private final long token;
    private final Direction direction;
    private final Comparator<Posting> order;
    private List<Posting> piece = List.of();
    private int at;
    private int wanted;
    private int size = FIRST;
    private boolean more = true;

    PostingCursor(WordTable table, int key, long token, Direction direction) {
        this.table = table;
        this.key = key;
        this.token = token;
        this.direction = direction;
        this.order = direction.order();
    }

    /// The first one from a place on. Places only go on from call to call.
    Optional<Posting> seek(Posting place) {
        skipTo(place);
        if (at == piece.size() && more) {
            if (!piece.isEmpty()) {
                size = wanted > 1 ? Math.min(2 * size, LARGEST) : Math.max(size / 2, SMALLEST);
            }
            piece = table.postings(key, token, direction, place, size);
            more = piece.size() == size;
            at = 0;
            wanted = 0;
        }
        if (at == piece.size()) {
            return Optional.empty();
        }
        wanted++;
        return Optional.of(piece.get(at));
    }

    private void skipTo(Posting place) {
        while (at < piece.size() && order.compare(piece.get(at), place) < 0) {
            at++;
        }
    }
}
