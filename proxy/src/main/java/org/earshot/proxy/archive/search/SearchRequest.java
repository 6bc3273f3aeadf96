package org.earshot.proxy.archive.search;

import java.time.Instant;
import java.util.Optional;
import org.earshot.proxy.archive.ArchiveQuery;

/// What to search for.
///
/// @param words that must all be in the content
/// @param person address of somebody whom it concerns
/// @param with address of the other one, or of a group; with `person` only what went between these two
/// @param from the first instant
/// @param until the instant after the last
/// @param kind of the events, such as `message-received`
/// @param before where an earlier page ended
/// @param limit records of a page, 1–[#MOST]
/// @param context so many messages before and after each of the same conversation, 0–[#MOST_CONTEXT]
public record SearchRequest(
        Optional<WordQuery> words,
        Optional<String> person,
        Optional<String> with,
        Instant from,
        Instant until,
        Optional<String> kind,
        Optional<ArchiveQuery.Place> before,
        int limit,
        int context) {
    /// Records of one page at most.
    public static final int MOST = 1000;

    /// Records and messages around them on one page at most: the event about it names them all.
    public static final int MOST_SHOWN = 3000;

    /// Messages around each at most.
    public static final int MOST_CONTEXT = 50;

    public SearchRequest {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("the period ends before it begins");
        }
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " records");
        }
        if (context < 0 || context > MOST_CONTEXT) {
            throw new IllegalArgumentException(
                    "the context has 0 to " + MOST_CONTEXT + " messages");
        }
        if (limit * (1 + 2 * context) > MOST_SHOWN) {
            throw new IllegalArgumentException(
                    "a page has at most "
                            + MOST_SHOWN
                            + " messages with those around them: set a lower limit");
        }
    }

    /// Whether what went between two is asked for.
    boolean isBetweenTwo() {
        return person.isPresent() && with.isPresent();
    }

    /// Whom it has to concern.
    Optional<Term> people() {
        return isBetweenTwo()
                ? Optional.of(Term.pair(person.get(), with.get()))
                : person.or(() -> with).map(Term::party);
    }

    /// The latest records with words.
    public static SearchRequest words(String typed, int limit) {
        return new SearchRequest(
                Optional.of(WordQuery.parse(typed)),
                Optional.empty(),
                Optional.empty(),
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END,
                Optional.empty(),
                Optional.empty(),
                limit,
                0);
    }
}
