package org.earshot.proxy.archive.review;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A version of a rule, as somebody made it. It never changes: who changes a rule makes another version.
///
/// @param name 1–64 of `a-z 0-9 . _ -`, a letter first
/// @param version from 1 on
/// @param from not before then; empty: from when it was made
/// @param until not from then on
/// @param fourEyes whether two officers have to agree
/// @param removed whether the rule ends with it
/// @param madeAt from then on it is in force, and the version before is not
/// @param madeBy who, in words
public record ReviewRule(
        String name,
        int version,
        Picks picks,
        Scope scope,
        Optional<Instant> from,
        Optional<Instant> until,
        Severity severity,
        boolean fourEyes,
        boolean removed,
        Instant madeAt,
        String madeBy) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    /// @throws IllegalArgumentException that says what is wrong
    public ReviewRule {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a rule has 1 to 64 of a-z 0-9 . _ -, a letter first");
        }
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new IllegalArgumentException("it ends before it begins");
        }
    }

    /// Whether it looks at what happens then, as long as no other version is made.
    boolean isActive(Instant at) {
        return !removed
                && !at.isBefore(madeAt)
                && from.filter(at::isBefore).isEmpty()
                && until.filter(end -> !at.isBefore(end)).isEmpty();
    }

    /// Everything, for the sealed part of the record and for who may see it.
    public String text() {
        return (removed
                        ? "removed"
                        : picks.words()
                                + "; of "
                                + scope.words()
                                + "; "
                                + severity.text()
                                + (fourEyes ? ", four eyes" : "")
                                + from.map(at -> ", from " + at).orElse("")
                                + until.map(at -> ", until " + at).orElse(""))
                + (picks instanceof Lexicon lexicon && !removed ? "\n" + lexicon.text() : "");
    }

    /// Without the words.
    @Override
    public String toString() {
        return "ReviewRule[" + name + " " + version + "]";
    }
}
