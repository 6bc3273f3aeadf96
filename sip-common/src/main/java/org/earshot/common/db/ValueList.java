package org.earshot.common.db;

import java.util.ArrayList;
import java.util.List;

/// Values for `IN (?, ?, …)`, with few different texts of statements: the list is filled up with its last value to one
/// of a few lengths. Immutable.
///
/// @param values as many as there are places, 1 or more
/// @param <T> their type
public record ValueList<T>(List<T> values) {
    /// How many values stand in one list at most.
    public static final int MOST = 64;

    private static final int[] LENGTHS = {1, 2, 8, MOST};

    public ValueList {
        values = List.copyOf(values);
    }

    /// Lists that together have all values; none for none.
    public static <T> List<ValueList<T>> of(List<T> all) {
        List<ValueList<T>> lists = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST) {
            lists.add(filled(all.subList(from, Math.min(from + MOST, all.size()))));
        }
        return lists;
    }

    private static <T> ValueList<T> filled(List<T> some) {
        List<T> values = new ArrayList<>(some);
        int length = 0;
        while (LENGTHS[length] < some.size()) {
            length++;
        }
        while (values.size() < LENGTHS[length]) {
            values.add(some.getLast());
        }
        return new ValueList<>(values);
    }

    /// Such as `(?, ?)`.
    public String marks() {
        return marks("?");
    }

    /// The same where each value stands in several columns.
    ///
    /// @param each such as `(?, ?)`, a constant
    public String marks(String each) {
        return "(" + each + (", " + each).repeat(values.size() - 1) + ")";
    }
}
