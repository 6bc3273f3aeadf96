package org.earshot.proxy.archive.review;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.Reviewed.Step;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;

/// What officers do about rules and the queue. Each step is an event of the record and a change of the tables in one commit.
/// Who may is not asked here. Thread-safe; methods throw [ReviewRefusedException] with what is to be said, and
/// [ArchiveUnavailableException] where a step can't be recorded, and so is not made.
public final class Reviews {
    /// The longest note, in characters.
    public static final int LONGEST_NOTE = 10_000;

    private final ReviewTable table;
    private final RecordOpener records;
    private final Archive archive;
    private final InstantSource clock;

    public Reviews(ReviewTable table, RecordOpener records, Archive archive, InstantSource clock) {
        this.table = table;
        this.records = records;
        this.archive = archive;
        this.clock = clock;
    }

    /// Who does something.
    ///
    /// @param name by which officers are told apart
    /// @param words for the record
    public record Officer(String name, String words) {}

    /// All rules.
    public RuleBook rules() {
        return table.rules();
    }

    /// The latest version of a rule.
    public ReviewRule rule(String name) {
        return rules().latest(name)
                .orElseThrow(() -> new ReviewRefusedException("there is no rule " + name));
    }

    /// Makes a rule.
    public ReviewRule add(String name, RuleDraft draft, Officer by) {
        RuleBook book = rules();
        Optional<ReviewRule> before = book.latest(name);
        if (before.filter(rule -> !rule.removed()).isPresent()) {
            throw new ReviewRefusedException("there is a rule " + name + ": lexicon change");
        }
        return write(
                book,
                () ->
                        draft.first(
                                name,
                                before.map(rule -> rule.version() + 1).orElse(1),
                                clock.instant(),
                                by.words()),
                by);
    }

    /// Makes another version of a rule.
    public ReviewRule change(String name, RuleDraft draft, Officer by) {
        RuleBook book = rules();
        ReviewRule before = present(name);
        return write(book, () -> draft.after(before, clock.instant(), by.words()), by);
    }

    /// Ends a rule. Its versions are kept.
    public ReviewRule remove(String name, Officer by) {
        RuleBook book = rules();
        ReviewRule before = present(name);
        return write(
                book,
                () ->
                        new ReviewRule(
                                name,
                                before.version() + 1,
                                before.picks(),
                                before.scope(),
                                before.from(),
                                before.until(),
                                before.severity(),
                                before.fourEyes(),
                                true,
                                clock.instant(),
                                by.words()),
                by);
    }

    private ReviewRule present(String name) {
        ReviewRule rule = rule(name);
        if (rule.removed()) {
            throw new ReviewRefusedException("rule " + name + " was removed");
        }
        return rule;
    }

    /// Makes a version, or finds that it can't be one.
    @FunctionalInterface
    private interface Making {
        ReviewRule version();
    }

    private ReviewRule write(RuleBook book, Making making, Officer by) {
        ReviewRule rule;
        try {
            rule = making.version();
        } catch (IllegalArgumentException e) {
            throw new ReviewRefusedException(e.getMessage());
        }
        Optional<ReviewRule> before = book.latest(rule.name());
        step(
                Step.RULE,
                by,
                Map.of("version", Integer.toString(rule.version())),
                "rule: "
                        + rule.name()
                        + "\n\nbefore: "
                        + before.map(ReviewRule::text).orElse("none")
                        + "\n\nafter: "
                        + rule.text(),
                table.add(book.with(rule)));
        return rule;
    }

    /// Some of the queue, by number.
    ///
    /// @param state empty: in any
    /// @param after the number before the first
    public List<ReviewItem> items(Optional<ReviewItem.State> state, long after, int limit) {
        return table.items(state, after, limit);
    }

    /// One of the queue.
    public ReviewItem item(long number) {
        return table.item(number)
                .orElseThrow(() -> new ReviewRefusedException("there is no item " + number));
    }

    /// One of the queue, for somebody who wants to see what was written.
    public ReviewItem item(long number, Officer officer) {
        ReviewItem item = item(number);
        unlessRecused(item, officer.name());
        return item;
    }

    /// Compares the queue with the record.
    public ReviewCheck.Result check() {
        return new ReviewCheck(table, records).check();
    }

    /// An officer takes an item that nobody has.
    public ReviewItem take(long number, Officer officer) {
        ReviewItem before = item(number, officer);
        return write(Step.GIVEN, before, before.given(officer.name(), false), "", officer);
    }

    /// An officer gives an item to one, also one that somebody has.
    public ReviewItem assign(long number, String to, Officer by) {
        ReviewItem before = item(number);
        unlessRecused(before, to);
        return write(Step.GIVEN, before, before.given(to, true), "", by);
    }

    /// An officer says what it is.
    public ReviewItem decide(long number, Disposition disposition, String note, Officer officer) {
        if (note.length() > LONGEST_NOTE) {
            throw new ReviewRefusedException("a note has " + LONGEST_NOTE + " characters at most");
        }
        ReviewItem before = item(number, officer);
        Instant now = clock.instant();
        ReviewItem after =
                before.decided(new ReviewItem.Verdict(officer.name(), disposition, now, note));
        return write(
                Step.DECIDED,
                before,
                after,
                "\ndisposition: "
                        + disposition.text()
                        + after.disposition().map(end -> "\nso closed as: " + end.text()).orElse("")
                        + (note.isEmpty() ? "" : "\nnote: " + note),
                officer);
    }

    private void unlessRecused(ReviewItem item, String officer) {
        Set<String> of = table.recusals().getOrDefault(officer, Set.of());
        if (of.isEmpty()) {
            return;
        }
        Set<String> parties = new HashSet<>();
        records.at(List.of(item.record()), false).stream()
                .map(OpenedRecord::event)
                .map(ArchivedEvent::facts)
                .flatMap(facts ->
                        Stream.concat(facts.all("from").stream(), facts.all("to").stream()))
                .forEach(parties::add);
        parties.retainAll(of);
        if (!parties.isEmpty()) {
            throw new ReviewRefusedException(
                    officer + " does not review messages of " + String.join(", ", parties));
        }
    }

    private ReviewItem write(
            Step step, ReviewItem before, ReviewItem after, String more, Officer by) {
        step(
                step,
                by,
                Map.of("item", Long.toString(before.number())),
                "record: "
                        + before.record()
                        + "\nbefore: "
                        + words(before)
                        + "\nafter: "
                        + words(after)
                        + more,
                table.put(after));
        return after;
    }

    private static String words(ReviewItem item) {
        return item.state().text() + item.holder().map(name -> " by " + name).orElse("");
    }

    /// Whose messages officers must not review, by officer.
    public Map<String, Set<String>> recusals() {
        return table.recusals();
    }

    /// Says that an officer does not review somebody's messages, or does so again. The latter somebody else has to say.
    public void recuse(String officer, String address, boolean recused, Officer by) {
        if (!recused && officer.equals(by.name())) {
            throw new ReviewRefusedException("another officer has to end that");
        }
        step(
                Step.RECUSAL,
                by,
                Map.of("officer", officer, "outcome", recused ? "recused" : "ended"),
                "address: " + address,
                table.recuse(officer, address, recused));
    }

    private void step(
            Step step, Officer by, Map<String, String> facts, String sealed, Companion companion) {
        try {
            archive.submit(
                            new ArchiveEvent.Reviewed(
                                    UUID.randomUUID(),
                                    clock.instant(),
                                    step,
                                    Optional.of(by.words()),
                                    facts,
                                    Content.of(
                                            "text/plain;charset=utf-8",
                                            sealed.getBytes(StandardCharsets.UTF_8))),
                            Optional.of(companion))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CompanionRefusedException refused) {
                throw new ReviewRefusedException(refused.getMessage());
            }
            if (e.getCause() instanceof ArchiveUnavailableException unavailable) {
                throw unavailable;
            }
            throw new ArchiveUnavailableException("the step is not in the record for sure", e);
        }
    }
}
