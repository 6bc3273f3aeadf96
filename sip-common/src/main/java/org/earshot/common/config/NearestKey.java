package org.earshot.common.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Which known key somebody may have meant. Stateless.
final class NearestKey {
    /// What it costs that only the last part of the key was written: `udp` for `listen.udp`.
    private static final int WITHOUT_SECTION = 2;

    private NearestKey() {}

    /// The known key that takes the fewest edits; empty only if there is none at all.
    static Optional<String> to(String unknown, Collection<String> known) {
        String written = unknown.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(
                        Comparator.comparingInt((String key) -> edits(written, key))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static int edits(String written, String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return Math.min(
                distance(written, lower), distance(last(written), last(lower)) + WITHOUT_SECTION);
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /// Optimal string alignment: insert, delete, replace, or swap two neighbours.
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
