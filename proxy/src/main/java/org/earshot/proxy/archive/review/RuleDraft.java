package org.earshot.proxy.archive.review;

import java.time.Instant;
import java.util.Optional;

/// What an officer says of a rule. What is empty stays as it is, or is as follows for a new one: of everybody, from now on, for
/// ever, medium, two eyes.
///
/// @param from [Instant#MIN] takes a beginning away
/// @param until [Instant#MAX] takes an end away
public record RuleDraft(
        Optional<Picks> picks,
        Optional<Scope> scope,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Severity> severity,
        Optional<Boolean> fourEyes) {

    /// The first version of a rule, or the first after it was removed.
    ///
    /// @throws ReviewRefusedException that says what is missing
    ReviewRule first(String name, int version, Instant at, String by) {
        return new ReviewRule(
                name,
                version,
                picks.orElseThrow(() ->
                        new ReviewRefusedException(
                                "what does the rule pick? give its lines, or a sample")),
                scope.orElse(Scope.ALL),
                from.filter(time -> !time.equals(Instant.MIN)),
                until.filter(time -> !time.equals(Instant.MAX)),
                severity.orElse(Severity.MEDIUM),
                fourEyes.orElse(false),
                false,
                at,
                by);
    }

    /// The version after another one.
    ReviewRule after(ReviewRule before, Instant at, String by) {
        return new ReviewRule(
                before.name(),
                before.version() + 1,
                picks.orElse(before.picks()),
                scope.orElse(before.scope()),
                from.or(before::from).filter(time -> !time.equals(Instant.MIN)),
                until.or(before::until).filter(time -> !time.equals(Instant.MAX)),
                severity.orElse(before.severity()),
                fourEyes.orElse(before.fourEyes()),
                false,
                at,
                by);
    }
}
