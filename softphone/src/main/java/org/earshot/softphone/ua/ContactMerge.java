package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two changes of one contact list made into one. Pure.
final class ContactMerge {
    private ContactMerge() {}

    /// What was changed on one side only is so. Of what was changed on both sides a name counts more than a removal, so
    /// that nobody is lost, and a name given here more than one given elsewhere.
    ///
    /// @param base the list that both were made from
    /// @param mine as it was changed here
    /// @param theirs as it was changed elsewhere
    /// @return in the order of `mine`; who is new from elsewhere comes last
    static List<Contact> merge(List<Contact> base, List<Contact> mine, List<Contact> theirs) {
        Map<String, Contact> before = byUri(base);
        Map<String, Contact> here = byUri(mine);
        Map<String, Contact> there = byUri(theirs);
        Map<String, Contact> all = new LinkedHashMap<>(here);
        there.forEach(all::putIfAbsent);
        List<Contact> merged = new ArrayList<>();
        for (String uri : all.keySet()) {
            decide(
                            Optional.ofNullable(before.get(uri)),
                            Optional.ofNullable(here.get(uri)),
                            Optional.ofNullable(there.get(uri)))
                    .ifPresent(merged::add);
        }
        return List.copyOf(merged);
    }

    private static Optional<Contact> decide(
            Optional<Contact> base, Optional<Contact> mine, Optional<Contact> theirs) {
        if (mine.equals(base)) {
            return theirs;
        }
        if (theirs.equals(base)) {
            return mine;
        }
        return mine.or(() -> theirs);
    }

    /// Whether two lists say the same, whatever their order.
    static boolean same(List<Contact> one, List<Contact> other) {
        return byUri(one).equals(byUri(other));
    }

    private static Map<String, Contact> byUri(List<Contact> contacts) {
        Map<String, Contact> all = new LinkedHashMap<>();
        contacts.forEach(contact -> all.putIfAbsent(contact.uri(), contact));
        return all;
    }
}
