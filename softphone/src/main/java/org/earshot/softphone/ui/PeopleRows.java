package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ui.words.Names;

/// The people under their headings: favourites first, those who can be reached before the others; then by name; those of other organisations, and who is in the directory
/// alone, come last. Each group is there only where somebody is in it. Pure.
final class PeopleRows {
    private PeopleRows() {}

    /// What is known of people.
    ///
    /// @param favourite whether the user wants somebody at hand
    /// @param outside whether somebody is of another organisation
    record Known(
            Function<String, Availability> availability,
            Function<String, String> name,
            Predicate<String> favourite,
            Predicate<String> outside) {
        private PeopleRow.Group group(String uri) {
            if (favourite.test(uri)) {
                return PeopleRow.Group.FAVOURITES;
            }
            return outside.test(uri)
                    ? PeopleRow.Group.OUTSIDE
                    : PeopleRow.Group.of(availability.apply(uri));
        }
    }

    /// @param contacts whom the user has chosen
    /// @param directory the people of the organisation, contacts or not
    /// @param collapsed the groups whose people are not shown
    static List<PeopleRow> of(
            List<String> contacts,
            List<String> directory,
            Known known,
            Set<PeopleRow.Group> collapsed) {
        Map<PeopleRow.Group, List<String>> groups = new EnumMap<>(PeopleRow.Group.class);
        Set<String> there = new HashSet<>();
        for (String uri : contacts) {
            there.add(Names.key(uri));
            groups.computeIfAbsent(known.group(uri), _ -> new ArrayList<>()).add(uri);
        }
        List<String> others =
                directory.stream().filter(uri -> !there.contains(Names.key(uri))).toList();
        if (!others.isEmpty()) {
            groups.put(PeopleRow.Group.DIRECTORY, others);
        }
        List<PeopleRow> rows = new ArrayList<>();
        groups.forEach((group, members) -> {
            boolean closed = collapsed.contains(group);
            rows.add(new PeopleRow.Heading(group, members.size(), closed));
            if (!closed) {
                // within most groups they are alike
                members.stream()
                        .sorted(
                                Comparator.comparing((String uri) ->
                                                PeopleRow.Group.of(known.availability().apply(uri)))
                                        .thenComparing(uri ->
                                                known.name().apply(uri).toLowerCase(Locale.ROOT)))
                        .map(PeopleRow.Person::new)
                        .forEach(rows::add);
            }
        });
        return rows;
    }
}
