package org.earshot.server.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.earshot.common.db.StoreUnavailableException;

/// A list of nodes in memory, which can be away. For tests on one thread.
final class FakeNodeTable implements NodeTable {
    private final TreeMap<String, Row> rows = new TreeMap<>();
    private boolean away;

    void setAway(boolean away) {
        this.away = away;
    }

    private void reach() {
        if (away) {
            throw new StoreUnavailableException("away on purpose", null);
        }
    }

    @Override
    public Beat beat(Node self) {
        reach();
        Row before = rows.get(self.name());
        rows.put(self.name(), new Row(self, before == null ? 1 : before.beats() + 1, 0));
        return new Beat(before == null, List.copyOf(new ArrayList<>(rows.values())));
    }

    @Override
    public boolean remove(Row row) {
        reach();
        return rows.remove(row.node().name(), row) || !rows.containsKey(row.node().name());
    }

    @Override
    public void leave(String name) {
        reach();
        rows.remove(name);
    }

    @Override
    public Optional<Node> find(String name) {
        reach();
        return Optional.ofNullable(rows.get(name)).map(Row::node);
    }
}
