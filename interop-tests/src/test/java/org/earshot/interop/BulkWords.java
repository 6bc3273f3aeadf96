package org.earshot.interop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.proxy.archive.search.Direction;
import org.earshot.proxy.archive.search.Posting;
import org.earshot.proxy.archive.search.WordTable;

/// Writes words in large pieces, each in the order of the table's key: the rows are those that a server writes, in a fraction of the
/// time. For one chain. Thread-safe.
final class BulkWords implements WordTable {
    private static final int ROWS = 1_000_000;

    private final WordTable table;
    private Optional<Piece> piece = Optional.empty();

    /// What has not been written yet.
    private record Piece(int chain, long from, long to, List<Row> rows) {}

    BulkWords(WordTable table) {
        this.table = table;
    }

    @Override
    public synchronized Map<UUID, Progress> progress() {
        Map<UUID, Progress> all = new HashMap<>(table.progress());
        piece.ifPresent(waiting ->
                all.replaceAll((_, known) ->
                        known.chain() == waiting.chain()
                                ? new Progress(known.chain(), waiting.to(), known.complete())
                                : known));
        return all;
    }

    @Override
    public Progress begin(UUID chain) {
        return table.begin(chain);
    }

    @Override
    public void complete(Progress progress) {
        flush();
        table.complete(progress);
    }

    @Override
    public Map<String, Integer> keys() {
        return table.keys();
    }

    @Override
    public int key(String id) {
        return table.key(id);
    }

    @Override
    public synchronized boolean add(int chain, long from, long to, List<Row> rows) {
        if (piece.filter(waiting -> waiting.chain() != chain || waiting.to() != from).isPresent()) {
            flush();
        }
        Piece before = piece.orElseGet(() -> new Piece(chain, from, from, new ArrayList<>(ROWS)));
        before.rows().addAll(rows);
        piece = Optional.of(new Piece(chain, before.from(), to, before.rows()));
        if (before.rows().size() >= ROWS) {
            flush();
        }
        return true;
    }

    private synchronized void flush() {
        Optional<Piece> waiting = piece;
        piece = Optional.empty();
        waiting.ifPresent(all -> {
            if (!table.add(all.chain(), all.from(), all.to(), all.rows())) {
                throw new IllegalStateException("somebody else reads the words too");
            }
        });
    }

    @Override
    public void remove(List<Row> rows) {
        table.remove(rows);
    }

    @Override
    public List<Posting> postings(
            int key, long token, Direction direction, Posting from, int limit) {
        return table.postings(key, token, direction, from, limit);
    }

    @Override
    public void forget(int key) {
        table.forget(key);
    }
}
