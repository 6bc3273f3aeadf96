package org.earshot.softphone.ui.find;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.softphone.ui.words.Names;

/// Finds people by what was typed: each word of it begins a part of the name or of the address. Pure.
final class PeopleSearch {
    private static final int MOST = 20;

    private PeopleSearch() {}

    /// @param people addresses
    /// @param nameOf what the user calls somebody; "" for nothing
    /// @param own the user's own address: a name alone is in its domain
    /// @return the people first, in their order; last the address that may be meant, unless it is one of them
    static List<Hit> hits(
            String typed,
            Collection<String> people,
            Function<String, String> nameOf,
            Optional<String> own) {
        String[] words = typed.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        List<String> found =
                people.stream()
                        .filter(uri -> matches(words, nameOf.apply(uri), Names.of(uri)))
                        .limit(MOST)
                        .toList();
        Optional<String> address =
                Names.uri(typed, own)
                        .map(Names::key)
                        .filter(uri -> found.stream().map(Names::key).noneMatch(uri::equals));
        List<Hit> hits = new ArrayList<>();
        found.forEach(uri -> hits.add(new Hit.Person(uri)));
        address.ifPresent(uri -> hits.add(new Hit.Address(uri)));
        return hits;
    }

    private static boolean matches(String[] words, String name, String address) {
        String[] parts = (name + " " + address).toLowerCase(Locale.ROOT).split("[\\s@._-]+", -1);
        for (String word : words) {
            boolean there = address.toLowerCase(Locale.ROOT).startsWith(word);
            for (String part : parts) {
                there |= part.startsWith(word);
            }
            if (!there) {
                return false;
            }
        }
        return true;
    }
}
