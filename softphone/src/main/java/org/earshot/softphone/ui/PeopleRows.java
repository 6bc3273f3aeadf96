package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.earshot.softphone.ua.Availability;

/// The people under their headings: favourites first, those who can be reached before the others; then by name, each group only where somebody is in it. Pure.
final class PeopleRows {
    private PeopleRows() {}

    /// @param collapsed the groups whose people are not shown
    static List<PeopleRow> of(
            List<String> people,
            Function<String, Availability> availability,
            Function<String, String> name,
            Predicate<String> favourite,
            Set<PeopleRow.Group> collapsed) {
        Map<PeopleRow.Group, List<String>> groups = new EnumMap<>(PeopleRow.Group.class);
        for (String uri : people) {
            PeopleRow.Group group =
                    favourite.test(uri)
                            ? PeopleRow.Group.FAVOURITES
                            : PeopleRow.Group.of(availability.apply(uri));
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(uri);
        }
        List<PeopleRow> rows = new ArrayList<>();
        groups.forEach((group, members) -> {
            boolean closed = collapsed.contains(group);
            rows.add(new PeopleRow.Heading(group, members.size(), closed));
            if (!closed) {
                // within all groups but the first one they are alike
                members.stream()
                        .sorted(
                                Comparator.comparing((String uri) ->
                                                PeopleRow.Group.of(availability.apply(uri)))
                                        .thenComparing(
                                                uri -> name.apply(uri).toLowerCase(Locale.ROOT)))
                        .map(PeopleRow.Person::new)
                        .forEach(rows::add);
            }
        });
        return rows;
    }
}
