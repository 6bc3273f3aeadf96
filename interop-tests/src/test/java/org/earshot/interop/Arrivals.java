package org.earshot.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What is wrong with the texts that came to a device. Pure.
final class Arrivals {
    private Arrivals() {}

    /// Those that came more than once.
    static List<String> doubled(List<String> arrived) {
        return new ArrayList<>(new HashSet<>(arrived))
                .stream().filter(text -> Collections.frequency(arrived, text) > 1).toList();
    }

    /// Those of one writer that came, each for the first time, before one that was acknowledged earlier.
    ///
    /// @param acknowledged to the writer, in that order; what has not come does not matter
    static List<String> outOfOrder(List<String> arrived, List<String> acknowledged) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < arrived.size(); i++) {
            first.putIfAbsent(arrived.get(i), i);
        }
        List<String> wrong = new ArrayList<>();
        String latest = "";
        for (String text : acknowledged) {
            if (!first.containsKey(text)) {
                continue;
            }
            if (first.getOrDefault(latest, -1) > first.get(text)) {
                wrong.add(text + " came before " + latest);
            } else {
                latest = text;
            }
        }
        return wrong;
    }
}
