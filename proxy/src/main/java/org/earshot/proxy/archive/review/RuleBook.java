package org.earshot.proxy.archive.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All versions of all rules, in the order in which they were made. Which one counts for a message is decided by when that
/// came, so that whoever asks again gets the same answer. Immutable.
///
/// @param versions the latest last; the number of a change is its place, from 0
public record RuleBook(List<ReviewRule> versions) {
    /// Without a rule.
    public static final RuleBook EMPTY = new RuleBook(List.of());

    public RuleBook {
        versions = List.copyOf(versions);
    }

    /// With one more.
    RuleBook with(ReviewRule version) {
        List<ReviewRule> more = new ArrayList<>(versions);
        more.add(version);
        return new RuleBook(more);
    }

    /// The latest version of each rule, by name, those that were removed too.
    public Collection<ReviewRule> latest() {
        return latest(Instant.MAX).values();
    }

    /// The latest version of a rule.
    public Optional<ReviewRule> latest(String name) {
        return versions.stream().filter(rule -> rule.name().equals(name)).reduce((_, last) -> last);
    }

    /// All versions of a rule, the latest last.
    public List<ReviewRule> versions(String name) {
        return versions.stream().filter(rule -> rule.name().equals(name)).toList();
    }

    /// The rules that look at what happens at a time.
    List<ReviewRule> activeAt(Instant at) {
        return latest(at).values().stream().filter(rule -> rule.isActive(at)).toList();
    }

    private Map<String, ReviewRule> latest(Instant at) {
        Map<String, ReviewRule> latest = new LinkedHashMap<>();
        versions.stream()
                .filter(rule -> !rule.madeAt().isAfter(at))
                .forEach(rule -> latest.put(rule.name(), rule));
        return latest;
    }
}
