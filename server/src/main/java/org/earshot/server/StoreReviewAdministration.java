package org.earshot.server;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.earshot.common.login.Person;
import org.earshot.common.login.PersonStore;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.review.Disposition;
import org.earshot.proxy.archive.review.Lexicon;
import org.earshot.proxy.archive.review.Picks;
import org.earshot.proxy.archive.review.ReviewCheck;
import org.earshot.proxy.archive.review.ReviewItem;
import org.earshot.proxy.archive.review.ReviewRefusedException;
import org.earshot.proxy.archive.review.ReviewRule;
import org.earshot.proxy.archive.review.Reviews;
import org.earshot.proxy.archive.review.Reviews.Officer;
import org.earshot.proxy.archive.review.RuleDraft;
import org.earshot.proxy.archive.review.Sample;
import org.earshot.proxy.archive.review.Scope;
import org.earshot.proxy.archive.review.Severity;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ReviewAdministration;

/// The commands about supervision, on the stores of this process. Thread-safe as the stores are.
final class StoreReviewAdministration implements ReviewAdministration {
    /// By which the owner of DATA is told apart, who acts as officer until there is one. Nobody can have this name.
    private static final String OWNER = "owner of DATA";

    private static final int MOST = 1000;

    private final Reviews reviews;
    private final PersonStore people;
    private final UnaryOperator<String> addresses;
    private final LoginsGivenAnew logins;
    private final InstantSource clock;

    /// @param addresses makes an address of what somebody typed, or throws [AdminException]
    /// @param logins who has to wait
    StoreReviewAdministration(
            Reviews reviews,
            PersonStore people,
            UnaryOperator<String> addresses,
            LoginsGivenAnew logins,
            InstantSource clock) {
        this.reviews = reviews;
        this.people = people;
        this.addresses = addresses;
        this.logins = logins;
        this.clock = clock;
    }

    private static Officer officer(Who who) {
        return new Officer(who.login().orElse(OWNER), who.words());
    }

    private static <T> T said(Supplier<T> work) {
        try {
            return work.get();
        } catch (ReviewRefusedException | IllegalArgumentException | IllegalStateException e) {
            throw new AdminException(e.getMessage());
        } catch (ArchiveUnavailableException e) {
            throw new AdminException(
                    "nothing is changed, because the archive can't be written: " + e.getMessage());
        }
    }

    @Override
    public List<RuleFact> rulesList(boolean removed) {
        return said(() ->
                reviews.rules().latest().stream()
                        .filter(rule -> removed || !rule.removed())
                        .map(rule -> fact(rule, false))
                        .toList());
    }

    @Override
    public List<RuleFact> ruleVersions(String name) {
        return said(() -> {
            reviews.rule(name);
            return reviews.rules().versions(name).stream().map(rule -> fact(rule, true)).toList();
        });
    }

    @Override
    public RuleFact addRule(String name, RuleWish wish, Who by) {
        return said(
                () -> fact(reviews.add(name, draft(wish, Optional.empty()), officer(by)), false));
    }

    @Override
    public RuleFact changeRule(String name, RuleWish wish, Who by) {
        return said(() -> {
            Optional<ReviewRule> before = Optional.of(reviews.rule(name));
            return fact(reviews.change(name, draft(wish, before), officer(by)), false);
        });
    }

    @Override
    public RuleFact removeRule(String name, Who by) {
        return said(() -> fact(reviews.remove(name, officer(by)), false));
    }

    private RuleDraft draft(RuleWish wish, Optional<ReviewRule> before) {
        if (wish.lines().isPresent() && wish.sample().isPresent()) {
            throw new AdminException("a rule has lines, or is a sample: make two rules");
        }
        Optional<Picks> picks =
                wish.lines()
                        .<Picks>map(Lexicon::parse)
                        .or(() ->
                                wish.sample().map(rate -> Sample.random(rate, new SecureRandom())));
        return new RuleDraft(
                picks,
                scope(wish, before),
                wish.from().map(StoreReviewAdministration::time),
                wish.until()
                        .map(text ->
                                text.equals("never")
                                        ? Instant.MAX
                                        : StoreReviewAdministration.time(text)),
                wish.severity()
                        .map(text ->
                                Severity.of(text)
                                        .orElseThrow(() ->
                                                new AdminException(
                                                        "a severity is low, medium or high"))),
                wish.fourEyes());
    }

    private Optional<Scope> scope(RuleWish wish, Optional<ReviewRule> before) {
        if (wish.addresses().isEmpty() && wish.direction().isEmpty()) {
            return Optional.empty();
        }
        Optional<Scope> was = before.map(ReviewRule::scope);
        Set<String> of =
                wish.addresses()
                        .<Set<String>>map(typed -> {
                            Set<String> all = new TreeSet<>();
                            typed.stream()
                                    .filter(name -> !name.isEmpty())
                                    .map(addresses)
                                    .forEach(all::add);
                            return all;
                        })
                        .or(() -> was.map(Scope::addresses))
                        .orElse(Set.of());
        Scope.Direction direction =
                wish.direction()
                        .map(text ->
                                Scope.Direction.of(text)
                                        .orElseThrow(() ->
                                                new AdminException(
                                                        "a direction is any, inbound, outbound or between")))
                        .or(() -> was.filter(_ -> !of.isEmpty()).map(Scope::direction))
                        .orElse(Scope.Direction.ANY);
        return Optional.of(new Scope(of, direction));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new AdminException("\"" + text + "\" is no time, such as 2027-01-31T08:00:00Z");
        }
    }

    private static RuleFact fact(ReviewRule rule, boolean withLines) {
        return new RuleFact(
                rule.name(),
                rule.version(),
                rule.removed(),
                rule.picks().words(),
                rule.scope().words(),
                rule.severity().text(),
                rule.fourEyes(),
                rule.from(),
                rule.until(),
                rule.madeAt(),
                rule.madeBy(),
                withLines && rule.picks() instanceof Lexicon lexicon ? lexicon.text() : "");
    }

    @Override
    public List<String> tryRule(String name, String text) {
        return said(() -> {
            if (!(reviews.rule(name).picks() instanceof Lexicon lexicon)) {
                throw new AdminException("rule " + name + " picks by chance");
            }
            return lexicon.in(text).lines();
        });
    }

    private static long number(String typed) {
        try {
            return Long.parseLong(typed);
        } catch (NumberFormatException e) {
            throw new AdminException(
                    "\"" + typed + "\" is no item: its number, as review list shows it");
        }
    }

    @Override
    public List<ItemFact> queue(Optional<String> state, Optional<String> after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new AdminException("--limit is 1 to " + MOST);
        }
        Optional<ReviewItem.State> only =
                state.map(text ->
                        ReviewItem.State.of(text)
                                .orElseThrow(() ->
                                        new AdminException(
                                                "a state is open, taken, second, escalated or closed")));
        return said(() ->
                reviews
                        .items(only, after.map(StoreReviewAdministration::number).orElse(0L), limit)
                        .stream()
                        .map(item -> fact(item, false))
                        .toList());
    }

    @Override
    public ItemFact reviewItem(String number, Who by) {
        return said(() -> fact(reviews.item(number(number), officer(by)), true));
    }

    @Override
    public ItemFact take(String number, Who by) {
        return said(() -> fact(reviews.take(number(number), officer(by)), false));
    }

    @Override
    public ItemFact assign(String number, String officer, Who by) {
        unlessOfficer(officer);
        return said(() -> fact(reviews.assign(number(number), officer, officer(by)), false));
    }

    @Override
    public ItemFact decide(String number, String disposition, String note, Who by) {
        Disposition said =
                Disposition.of(disposition)
                        .orElseThrow(() ->
                                new AdminException(
                                        "a disposition is no-issue, escalate or violation"));
        return said(() -> {
            unlessHasToWait(reviews.item(number(number)), by);
            return fact(reviews.decide(number(number), said, note, officer(by)), false);
        });
    }

    /// Of the four eyes none are those of somebody who may have the other two.
    private void unlessHasToWait(ReviewItem item, Who by) {
        if (item.causes().stream().noneMatch(ReviewItem.Cause::fourEyes)) {
            return;
        }
        by.login()
                .flatMap(this::person)
                .map(person ->
                        new org.earshot.proxy.archive.Officer(
                                by.words(), by.login(), Optional.of(person.appointedAt())))
                .map(logins::of)
                .flatMap(officer -> officer.objection(clock.instant()))
                .ifPresent(why -> {
                    throw new AdminException(why);
                });
    }

    private Optional<Person> person(String name) {
        return people.list().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static ItemFact fact(ReviewItem item, boolean withNotes) {
        // who decides second does not know what the first one said
        boolean told =
                item.state() == ReviewItem.State.CLOSED
                        || item.verdicts().size() != 1
                        || item.verdicts().getFirst().disposition() == Disposition.ESCALATE;
        return new ItemFact(
                item.number(),
                item.record().toString(),
                item.queuedAt(),
                item.state().text(),
                item.holder(),
                item.severity().text(),
                item.causes().stream().map(ReviewItem.Cause::words).toList(),
                item.disposition().map(Disposition::text).orElse(""),
                item.verdicts().stream()
                        .map(verdict ->
                                new VerdictFact(
                                        verdict.officer(),
                                        told ? verdict.disposition().text() : "",
                                        verdict.at(),
                                        told && withNotes ? verdict.note() : ""))
                        .toList());
    }

    private void unlessOfficer(String name) {
        boolean officer =
                people.find(name)
                        .filter(person -> person.isActive() && person.role() == Role.OFFICER)
                        .isPresent();
        if (!officer) {
            throw new AdminException("there is no officer " + name);
        }
    }

    @Override
    public QueueFact compareQueue() {
        return said(() -> {
            ReviewCheck.Result result = reviews.check();
            Map<String, String> missing = new LinkedHashMap<>();
            result.missing()
                    .forEach((message, said) -> missing.put(message.toString(), said.toString()));
            return new QueueFact(
                    result.fits(),
                    result.picked(),
                    missing,
                    result.setBack(),
                    result.damaged(),
                    result.unknown(),
                    result.unreadable().stream().map(ArchivePosition::toString).toList(),
                    result.closed().stream().map(ArchivePosition::toString).toList());
        });
    }

    @Override
    public Map<String, Set<String>> recusals() {
        return said(reviews::recusals);
    }

    @Override
    public void recuse(String officer, String address, boolean recused, Who by) {
        unlessOfficer(officer);
        said(() -> {
            reviews.recuse(officer, addresses.apply(address), recused, officer(by));
            return officer;
        });
    }
}
