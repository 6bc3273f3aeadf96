package org.earshot.proxy.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.earshot.common.db.Columns;

/// What is kept for how long, and what is on hold, as the record itself says. Immutable, pure.
public final class Policy {
    /// So long a second officer may confirm what a first one proposed.
    public static final Duration PATIENCE = Duration.ofDays(7);

    static final List<String> KINDS =
            List.of(
                    ArchiveRecord.RETENTION_PROPOSED,
                    ArchiveRecord.RETENTION_SET,
                    ArchiveRecord.HOLD_PLACED,
                    ArchiveRecord.HOLD_LIFT_PROPOSED,
                    ArchiveRecord.HOLD_LIFTED);

    private final Map<String, Rule> rules = new TreeMap<>();
    private final Map<String, Placed> holds = new TreeMap<>();
    private final Set<String> holdNames = new HashSet<>();
    private final Map<String, Proposal> proposals = new LinkedHashMap<>();
    private final List<Extension> extensions = new ArrayList<>();
    private final Set<String> classes = new TreeSet<>();
    private final Set<Long> sequences = new HashSet<>();
    private final Set<UUID> events = new HashSet<>();

    private Policy() {
        for (RetentionClass base : bases()) {
            classes.add(base.name());
        }
    }

    /// How long new records of a class are kept.
    ///
    /// @param period empty: for ever
    /// @param by who said so, in words
    public record Rule(String base, Optional<KeepingPeriod> period, Instant since, String by) {}

    /// A hold, and who placed it.
    public record Placed(Hold hold, Instant since, String by) {}

    /// What one officer wants, and another one has to confirm.
    ///
    /// @param what such as `retention message 5y`
    /// @param login the name of who proposed it
    public record Proposal(String what, String login, Instant at) {
        boolean isPending(Instant now) {
            return now.isBefore(at.plus(PATIENCE));
        }
    }

    /// The classes that policy is about.
    public static List<RetentionClass> bases() {
        return List.of(RetentionClass.MESSAGE, RetentionClass.CALL, RetentionClass.ARCHIVE);
    }

    /// @param rows of these kinds, sealed, in any order
    static Policy of(List<ArchiveRecord> rows) {
        Policy policy = new Policy();
        rows.stream()
                .sorted(
                        Comparator.comparingLong(Policy::number)
                                .thenComparing(ArchiveQuery.Place::of))
                .forEach(policy::take);
        return policy;
    }

    private static long number(ArchiveRecord row) {
        return Facts.decode(row.facts().orElseThrow().array())
                .first("sequence")
                .map(Long::parseLong)
                .orElseThrow(() -> new IllegalArgumentException(row.position() + " can't be read"));
    }

    private void take(ArchiveRecord row) {
        if (!events.add(row.eventId())) {
            return; // a copy of it
        }
        Facts facts = Facts.decode(row.facts().orElseThrow().array());
        Instant at = Columns.instant(row.happenedAt());
        try {
            sequences.add(number(row));
            take(row, facts, at);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(row.position() + " can't be read", e);
        }
    }

    private void take(ArchiveRecord row, Facts facts, Instant at) {
        switch (row.kind()) {
            case ArchiveRecord.RETENTION_PROPOSED, ArchiveRecord.HOLD_LIFT_PROPOSED -> {
                String what = facts.first("proposal").orElseThrow();
                proposals.put(what, new Proposal(what, facts.first("login").orElseThrow(), at));
            }
            case ArchiveRecord.RETENTION_SET -> {
                String base = facts.first("class").orElseThrow();
                Optional<KeepingPeriod> period =
                        Extension.period(facts.first("period").orElseThrow());
                Extension.of(row.happenedAt(), facts).ifPresent(extensions::add);
                rules.put(base, new Rule(base, period, at, facts.first("actor").orElse("")));
                classes.add(new RetentionClass(base).keptFor(period).name());
                proposals.keySet().removeIf(what -> what.startsWith("retention " + base + " "));
            }
            case ArchiveRecord.HOLD_PLACED -> {
                Hold hold = Hold.of(facts);
                if (holdNames.add(hold.name())) {
                    holds.put(hold.name(), new Placed(hold, at, facts.first("actor").orElse("")));
                }
            }
            case ArchiveRecord.HOLD_LIFTED -> {
                // lifted by two, or not at all
                if (!facts.first("proposed-by")
                        .orElseThrow()
                        .equals(facts.first("login").orElseThrow())) {
                    String name = facts.first("hold").orElseThrow();
                    holds.remove(name);
                    proposals.remove("lift " + name);
                }
            }
            default -> {}
        }
    }

    /// What was ever set, by class.
    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /// The rule of a class; empty where none was ever set: then it is kept for ever.
    public Optional<Rule> rule(String base) {
        return Optional.ofNullable(rules.get(base));
    }

    /// The holds there are.
    public List<Placed> holds() {
        return List.copyOf(holds.values());
    }

    /// Whether a hold ever had this name.
    boolean hadHold(String name) {
        return holdNames.contains(name);
    }

    /// What waits for a second officer.
    public List<Proposal> proposals(Instant now) {
        return proposals.values().stream().filter(proposal -> proposal.isPending(now)).toList();
    }

    /// As a class is written now.
    RetentionClass inForce(RetentionClass base) {
        return rule(base.base()).map(rule -> base.keptFor(rule.period())).orElse(base);
    }

    /// All classes that records may have.
    Set<String> classes() {
        return classes;
    }

    /// What was decided of records that were there.
    List<Extension> extensions() {
        return extensions;
    }

    /// The number of the last event of these; 0 for none.
    long sequence() {
        return sequences.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /// Whether none of them is missing, as far as that can be seen.
    boolean isComplete() {
        return sequences.size() == sequence();
    }
}
