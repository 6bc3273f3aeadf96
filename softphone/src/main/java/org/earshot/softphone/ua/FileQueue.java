package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who may go at once where only some may for each peer; the others wait, first come, first served. Pure.
///
/// @param <T> what goes
final class FileQueue<T> {
    private final int most;
    private final Map<String, List<T>> lines = new HashMap<>();

    /// @param most how many may go at once for a peer
    FileQueue(int most) {
        this.most = most;
    }

    /// Puts it behind the others of a peer.
    ///
    /// @return whether it may go
    boolean enter(String peer, T one) {
        List<T> line = lines.computeIfAbsent(peer, _ -> new ArrayList<>());
        line.add(one);
        return line.size() <= most;
    }

    /// Takes it out, whether it went or waited.
    ///
    /// @return who may go instead
    List<T> leave(String peer, T one) {
        List<T> line = lines.getOrDefault(peer, new ArrayList<>());
        int at = line.indexOf(one);
        if (at < 0) {
            return List.of();
        }
        line.remove(at);
        if (line.isEmpty()) {
            lines.remove(peer);
        }
        return at < most && line.size() >= most ? List.of(line.get(most - 1)) : List.of();
    }
}
