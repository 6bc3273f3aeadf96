package org.earshot.server.bus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What this node has seen of the others, look after look. Who is silent is judged by beats that rise or don't, and by
/// nobody's clock: clocks differ, also those of the machines of one database cluster, and when the database was away for
/// everybody nobody has gone. Confined to whoever looks.
final class NodeWatch {
    private final String self;
    private final int missedBeats;
    private Map<String, Seen> seen = new LinkedHashMap<>();

    /// @param missedBeats looks without a new beat until a node counts as silent
    NodeWatch(String self, int missedBeats) {
        this.self = self;
        this.missedBeats = missedBeats;
    }

    private record Seen(long beats, int silentLooks) {}

    /// What a look shows of the other nodes.
    ///
    /// @param joined not there at the look before
    /// @param gone there at the look before
    /// @param silent still listed, but nobody is behind it any more
    record Look(List<String> joined, List<String> gone, List<NodeTable.Row> silent) {}

    /// @param judges whether this look counts for who is silent; one that comes out of turn does not
    Look look(List<NodeTable.Row> rows, boolean judges) {
        List<String> joined = new ArrayList<>();
        List<NodeTable.Row> silent = new ArrayList<>();
        Map<String, Seen> now = new LinkedHashMap<>();
        for (NodeTable.Row row : rows) {
            String name = row.node().name();
            if (name.equals(self)) {
                continue;
            }
            Seen before = seen.get(name);
            if (before == null) {
                joined.add(name);
            }
            int looks =
                    before != null && before.beats == row.beats()
                            ? before.silentLooks + (judges ? 1 : 0)
                            : 0;
            if (looks >= missedBeats) {
                silent.add(row);
            }
            now.put(name, new Seen(row.beats(), looks));
        }
        List<String> gone = seen.keySet().stream().filter(name -> !now.containsKey(name)).toList();
        seen = now;
        return new Look(joined, gone, silent);
    }

    /// Of one that has been taken out of the list since the last look.
    void forget(String name) {
        seen.remove(name);
    }

    /// The others that are there.
    Set<String> names() {
        return Set.copyOf(seen.keySet());
    }
}
