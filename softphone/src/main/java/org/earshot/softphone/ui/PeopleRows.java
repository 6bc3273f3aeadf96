package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.earshot.softphone.ua.Availability;

/// The people in their order: favourites first, then who can be reached, then by name. Pure.
final class PeopleRows {
    private PeopleRows() {}

    static List<String> sorted(
            List<String> people,
            Function<String, Availability> availability,
            Function<String, String> name,
            Predicate<String> favourite) {
        List<String> sorted = new ArrayList<>(people);
        sorted.sort(
                Comparator.comparingInt((String uri) -> favourite.test(uri) ? 0 : 1)
                        .thenComparingInt(uri -> rank(availability.apply(uri)))
                        .thenComparing(uri -> name.apply(uri).toLowerCase(Locale.ROOT)));
        return sorted;
    }

    private static int rank(Availability availability) {
        return switch (availability) {
            case AVAILABLE -> 0;
            case AWAY -> 1;
            case BUSY, ON_THE_PHONE -> 2;
            case OFFLINE, UNKNOWN -> 3;
        };
    }
}
