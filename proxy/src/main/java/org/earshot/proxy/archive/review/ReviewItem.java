package org.earshot.proxy.archive.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.proxy.archive.ArchivePosition;

/// A message that somebody has to look at, and how far that is. Immutable: a step makes another one.
///
/// @param number in the queue, from 1
/// @param revision counts the steps: of two officers who act at once one is refused
/// @param holder the officer who has taken it
/// @param causes which rules picked it, one at least
/// @param verdicts what officers have said, the latest last
public record ReviewItem(
        long number,
        ArchivePosition record,
        Instant queuedAt,
        int revision,
        State state,
        Optional<String> holder,
        List<Cause> causes,
        List<Verdict> verdicts) {

    /// How far it is.
    public enum State {
        /// Nobody has it.
        OPEN,
        TAKEN,
        /// One officer has decided, another one has to.
        SECOND,
        /// They disagree, or one did not want to decide: somebody else does, alone and for good.
        ESCALATED,
        CLOSED;

        /// As it is typed.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// What [#text] gave.
        public static Optional<State> of(String text) {
            return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
        }
    }

    /// A rule that picked it.
    ///
    /// @param whole whether all of the message was searched; what is too long for that is picked too
    public record Cause(
            String rule, int version, Severity severity, boolean fourEyes, boolean whole) {
        /// Such as `insider 3`.
        public String words() {
            return rule + " " + version + (whole ? "" : " (too long to be searched)");
        }
    }

    /// What an officer said.
    ///
    /// @param note "" for none; does not print
    public record Verdict(String officer, Disposition disposition, Instant at, String note) {
        @Override
        public String toString() {
            return "Verdict[" + officer + "]";
        }
    }

    public ReviewItem {
        causes = List.copyOf(causes);
        verdicts = List.copyOf(verdicts);
    }

    /// The gravest of its causes.
    public Severity severity() {
        return causes.stream()
                .map(Cause::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.LOW);
    }

    /// What it came to; empty as long as it is not closed.
    public Optional<Disposition> disposition() {
        return state == State.CLOSED
                ? Optional.of(verdicts.getLast().disposition())
                : Optional.empty();
    }

    /// Where it stands when nobody has it: officers who disagreed have both said something.
    private State waiting() {
        if (verdicts.isEmpty()) {
            return State.OPEN;
        }
        return verdicts.size() == 1 && verdicts.getFirst().disposition() != Disposition.ESCALATE
                ? State.SECOND
                : State.ESCALATED;
    }

    /// An officer takes it, or gets it.
    ///
    /// @param fromAnybody also when somebody else has it
    /// @throws ReviewRefusedException that says why that can't be
    ReviewItem given(String officer, boolean fromAnybody) {
        if (state == State.CLOSED) {
            throw new ReviewRefusedException("item " + number + " is closed");
        }
        if (holder.isPresent() && holder.get().equals(officer)) {
            throw new ReviewRefusedException(officer + " has item " + number + " already");
        }
        if (holder.isPresent() && !fromAnybody) {
            throw new ReviewRefusedException(
                    holder.get()
                            + " has taken item "
                            + number
                            + ": review assign "
                            + number
                            + " "
                            + officer);
        }
        unlessDecided(officer);
        return step(State.TAKEN, Optional.of(officer), verdicts);
    }

    /// The officer who has it decides.
    ///
    /// @throws ReviewRefusedException that says why that can't be
    ReviewItem decided(Verdict verdict) {
        if (!holder.equals(Optional.of(verdict.officer()))) {
            throw new ReviewRefusedException(
                    state == State.CLOSED
                            ? "item " + number + " is closed"
                            : "take item " + number + " first");
        }
        unlessDecided(verdict.officer());
        State before = waiting();
        List<Verdict> all = new ArrayList<>(verdicts);
        all.add(verdict);
        boolean escalates = verdict.disposition() == Disposition.ESCALATE;
        State after =
                switch (before) {
                    case SECOND ->
                            verdict.disposition() == verdicts.getFirst().disposition()
                                    ? State.CLOSED
                                    : State.ESCALATED;
                    case ESCALATED -> escalates ? State.ESCALATED : State.CLOSED;
                    case OPEN, TAKEN, CLOSED ->
                            escalates
                                    ? State.ESCALATED
                                    : causes.stream().anyMatch(Cause::fourEyes)
                                            ? State.SECOND
                                            : State.CLOSED;
                };
        return step(after, Optional.empty(), all);
    }

    private void unlessDecided(String officer) {
        if (verdicts.stream().anyMatch(verdict -> verdict.officer().equals(officer))) {
            throw new ReviewRefusedException(
                    officer + " has decided on item " + number + " before: somebody else has to");
        }
    }

    private ReviewItem step(State next, Optional<String> by, List<Verdict> said) {
        return new ReviewItem(number, record, queuedAt, revision + 1, next, by, causes, said);
    }
}
