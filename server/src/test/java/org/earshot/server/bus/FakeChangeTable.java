package org.earshot.server.bus;

import java.util.List;
import java.util.TreeMap;
import org.earshot.common.db.StoreUnavailableException;

/// A change log in memory, which can be away. For tests on one thread.
final class FakeChangeTable implements ChangeTable {
    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private int answersLeft = Integer.MAX_VALUE;

    void add(long sequence, String node, String subject) {
        rows.put(sequence, new Row(sequence, node, "CALLS", subject));
    }

    void addOfTopic(long sequence, String topic, String subject) {
        rows.put(sequence, new Row(sequence, "other", topic, subject));
    }

    void clear() {
        rows.clear();
    }

    /// From now on only so many questions are answered.
    void answer(int questions) {
        answersLeft = questions;
    }

    private void reach() {
        if (answersLeft == 0) {
            throw new StoreUnavailableException("away on purpose", null);
        }
        answersLeft--;
    }

    @Override
    public List<Row> after(long sequence, int limit) {
        reach();
        return rows.tailMap(sequence, false).values().stream().limit(limit).toList();
    }

    @Override
    public long newest() {
        reach();
        return rows.isEmpty() ? 0 : rows.lastKey();
    }

    @Override
    public int removeOld(long keep, int limit) {
        reach();
        List<Long> old = rows.headMap(keep, false).keySet().stream().limit(limit).toList();
        old.forEach(rows::remove);
        return old.size();
    }
}
