package org.earshot.proxy.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.db.Columns;

/// What must not go, however long it has been kept: of these people, of conversations of these, in this period. What comes later
/// is on hold too, where the period is open. Nothing given means everything.
///
/// @param name 1–32 of `a-z 0-9 -`; never used again
/// @param people addresses: a record is on hold that concerns one of them
/// @param with addresses: only one that concerns all of them
/// @param from when the first record happened
/// @param until when the first one happened that is not meant any more
/// @param reason why, in words
public record Hold(
        String name,
        List<String> people,
        List<String> with,
        Optional<Instant> from,
        Optional<Instant> until,
        String reason) {
    static final int LONGEST_NAME = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1," + LONGEST_NAME + "}");

    /// @throws IllegalArgumentException that says what is wrong
    public Hold {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a hold's name has 1 to " + LONGEST_NAME + " of a-z 0-9 -");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a hold needs a reason");
        }
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException("a hold's period ends after it begins");
        }
        people = List.copyOf(people);
        with = List.copyOf(with);
    }

    /// Whether a record is on hold.
    ///
    /// @param happenedAt microseconds since 1970
    /// @param parties whom it concerns
    boolean covers(long happenedAt, List<String> parties) {
        return from.filter(begin -> happenedAt < Columns.micros(begin)).isEmpty()
                && until.filter(end -> happenedAt >= Columns.micros(end)).isEmpty()
                && (people.isEmpty() || people.stream().anyMatch(parties::contains))
                && parties.containsAll(with);
    }

    /// Whether it is about some people only.
    boolean isAboutPeople() {
        return !people.isEmpty() || !with.isEmpty();
    }

    /// Addresses that all that is on hold concerns one of; empty for all.
    List<String> addresses() {
        return with.isEmpty() ? people : with.subList(0, 1);
    }

    Facts.Builder facts() {
        Facts.Builder facts = Facts.builder().add("hold", name);
        people.forEach(person -> facts.add("person", person));
        with.forEach(person -> facts.add("with", person));
        return facts.add("begins", from).add("ends", until).add("reason", reason);
    }

    /// @throws IllegalArgumentException if it can't be read
    static Hold of(Facts facts) {
        try {
            return new Hold(
                    facts.first("hold").orElseThrow(),
                    facts.all("person"),
                    facts.all("with"),
                    facts.first("begins").map(Instant::parse),
                    facts.first("ends").map(Instant::parse),
                    facts.first("reason").orElseThrow());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }

    /// In words.
    public String words() {
        StringBuilder words = new StringBuilder(name).append(':');
        if (!people.isEmpty()) {
            words.append(" of ").append(String.join(" or ", people));
        }
        if (!with.isEmpty()) {
            words.append(" between ").append(String.join(" and ", with));
        }
        if (!isAboutPeople()) {
            words.append(" everything");
        }
        from.ifPresent(begin -> words.append(" from ").append(begin));
        until.ifPresent(end -> words.append(" until ").append(end));
        return words.append(" (").append(reason).append(')').toString();
    }
}
