package org.earshot.proxy.archive;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Decides what is kept: periods, and holds. All that is decided stands in the record, and counts from there. Thread-safe.
///
/// Who makes a period shorter, or lifts a hold, needs a second officer, who says the same within [Policy#PATIENCE].
public final class Retention implements UnaryOperator<RetentionClass> {
    private final PolicyRecords records;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, RetentionClass> inForce = new ConcurrentHashMap<>();

    public Retention(RetentionTables tables, RetentionKeys keys, InstantSource clock) {
        this.records = new PolicyRecords(tables, keys, clock);
        this.clock = clock;
    }

    /// Whether it is done, or waits for somebody else.
    public enum Outcome {
        DONE,
        PROPOSED
    }

    /// As it is now.
    public Policy policy() {
        return records.read();
    }

    /// The class that a record gets which is written now. What other nodes decided is known after the next [#refresh].
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if that is not known yet, and can't be
    @Override
    public RetentionClass apply(RetentionClass base) {
        if (inForce.isEmpty()) {
            refresh();
        }
        return inForce.getOrDefault(base.name(), base);
    }

    /// Reads how long new records are kept.
    public void refresh() {
        Policy policy = policy();
        Map<String, RetentionClass> now = new ConcurrentHashMap<>();
        Policy.bases().forEach(base -> now.put(base.name(), policy.inForce(base)));
        inForce.putAll(now);
    }

    /// Sets how long records of a class are kept that are written from now on. A period that some record would be kept shorter
    /// by than now needs two officers, but for the first one that is set.
    ///
    /// @param period empty: for ever
    /// @param existing also those that are there: a longer period lengthens, any other one shortens
    /// @throws RetentionRefusedException that says why not
    /// @throws ArchiveUnavailableException if it can't be recorded
    public Outcome set(
            Archive archive,
            Officer by,
            String base,
            Optional<KeepingPeriod> period,
            boolean existing) {
        if (Policy.bases().stream().noneMatch(known -> known.name().equals(base))) {
            throw new RetentionRefusedException(
                    "there is no class \""
                            + base
                            + "\"; the classes are message, call and archive");
        }
        Policy policy = complete();
        Optional<Policy.Rule> rule = policy.rule(base);
        boolean first = rule.isEmpty();
        boolean atLeast = !first && isAtLeast(period, rule.get().period());
        boolean longer = period.isEmpty() || (atLeast && !period.equals(rule.get().period()));
        boolean byTwo = first ? existing && period.isPresent() : !atLeast || (existing && !longer);
        String wanted = period.map(KeepingPeriod::toString).orElse("forever");
        String what = "retention " + base + " " + wanted + (existing ? " existing" : "");
        Facts.Builder facts =
                Facts.builder()
                        .add("class", base)
                        .add("period", wanted)
                        .add("existing", existing ? "yes" : "no")
                        .add("effect", longer ? "longer" : first && !existing ? "first" : "shorter")
                        .add(
                                "before",
                                rule.map(known ->
                                                known.period()
                                                        .map(KeepingPeriod::toString)
                                                        .orElse("forever"))
                                        .orElse("never set"));
        Outcome outcome =
                decide(
                        new Decision(
                                policy,
                                by,
                                what,
                                byTwo,
                                ArchiveRecord.RETENTION_PROPOSED,
                                ArchiveRecord.RETENTION_SET),
                        facts,
                        archive);
        refresh();
        return outcome;
    }

    private static boolean isAtLeast(Optional<KeepingPeriod> one, Optional<KeepingPeriod> other) {
        return one.isEmpty() || (other.isPresent() && one.get().isAtLeast(other.get()));
    }

    /// Puts records on hold.
    ///
    /// @throws RetentionRefusedException that says why not
    /// @throws ArchiveUnavailableException if it can't be recorded
    public void place(Archive archive, Officer by, Hold hold) {
        Policy policy = complete();
        if (policy.hadHold(hold.name())) {
            throw new RetentionRefusedException(
                    "there is or was a hold \"" + hold.name() + "\": take another name");
        }
        records.write(
                archive,
                policy,
                ArchiveRecord.HOLD_PLACED,
                who(hold.facts().add("before", "none"), by));
    }

    /// Lifts a hold, which needs two officers.
    ///
    /// @throws RetentionRefusedException that says why not
    /// @throws ArchiveUnavailableException if it can't be recorded
    public Outcome lift(Archive archive, Officer by, String name) {
        Policy policy = complete();
        Policy.Placed placed =
                policy.holds().stream()
                        .filter(some -> some.hold().name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new RetentionRefusedException("there is no hold \"" + name + "\""));
        return decide(
                new Decision(
                        policy,
                        by,
                        "lift " + name,
                        true,
                        ArchiveRecord.HOLD_LIFT_PROPOSED,
                        ArchiveRecord.HOLD_LIFTED),
                Facts.builder().add("hold", name).add("before", placed.hold().words()),
                archive);
    }

    /// Something to be decided.
    ///
    /// @param what by which a proposal is known
    /// @param byTwo whether it needs a second officer
    /// @param proposed kind of the event that one officer wants it
    /// @param decided kind of the event that it is so
    private record Decision(
            Policy policy,
            Officer by,
            String what,
            boolean byTwo,
            String proposed,
            String decided) {}

    private Outcome decide(Decision decision, Facts.Builder facts, Archive archive) {
        Officer by = decision.by();
        if (!decision.byTwo()) {
            records.write(archive, decision.policy(), decision.decided(), who(facts, by));
            return Outcome.DONE;
        }
        String login =
                by.login()
                        .orElseThrow(() ->
                                new RetentionRefusedException(
                                        "that needs two officers with logins of their own: earshot admin officer add NAME --role officer"));
        // neither proposes nor agrees: somebody else may have both logins
        by.objection(clock.instant())
                .ifPresent(why -> {
                    throw new RetentionRefusedException(why);
                });
        Optional<Policy.Proposal> pending =
                decision.policy().proposals(clock.instant()).stream()
                        .filter(proposal -> proposal.what().equals(decision.what()))
                        .findFirst();
        if (pending.isEmpty()) {
            records.write(
                    archive,
                    decision.policy(),
                    decision.proposed(),
                    who(facts.add("proposal", decision.what()), by));
            return Outcome.PROPOSED;
        }
        if (pending.get().login().equals(login)) {
            throw new RetentionRefusedException(
                    "you have proposed that yourself: another officer has to say the same");
        }
        // else who proposes could appoint somebody to agree
        if (by.since().filter(since -> since.isBefore(pending.get().at())).isEmpty()) {
            throw new RetentionRefusedException(
                    "you were appointed after that was proposed, or got your login from somebody else then: somebody else has to agree");
        }
        records.write(
                archive,
                decision.policy(),
                decision.decided(),
                who(facts.add("proposed-by", pending.get().login()), by));
        return Outcome.DONE;
    }

    private Policy complete() {
        Policy policy = policy();
        if (!policy.isComplete()) {
            throw new RetentionRefusedException(
                    "decisions about what is kept are missing in the record: earshot admin archive verify");
        }
        return policy;
    }

    private static Facts.Builder who(Facts.Builder facts, Officer by) {
        return facts.add("actor", by.words()).add("login", by.login());
    }
}
