package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the commands about supervision act on. Calls may block, and throw an [AdminException] that says what is wrong. Numbers
/// of items and times are as they were typed.
public interface ReviewAdministration {

    /// The latest version of each rule, without its words.
    ///
    /// @param removed also of those that were removed
    List<RuleFact> rulesList(boolean removed);

    /// All versions of a rule, the latest last, with their words.
    List<RuleFact> ruleVersions(String name);

    /// Makes a rule.
    RuleFact addRule(String name, RuleWish wish, Who by);

    /// Makes another version of a rule.
    RuleFact changeRule(String name, RuleWish wish, Who by);

    /// Ends a rule.
    RuleFact removeRule(String name, Who by);

    /// The lines of a rule that a text has.
    List<String> tryRule(String name, String text);

    /// Some of the queue, by number.
    ///
    /// @param state `open`, `taken`, `second`, `escalated`, `closed`; empty: in any
    /// @param after the number before the first; empty: from the beginning
    List<ItemFact> queue(Optional<String> state, Optional<String> after, int limit);

    /// One of the queue, for somebody who wants to read the message.
    ItemFact reviewItem(String number, Who by);

    /// An officer takes an item.
    ItemFact take(String number, Who by);

    /// An officer gives an item to one.
    ItemFact assign(String number, String officer, Who by);

    /// An officer says what it is.
    ItemFact decide(String number, String disposition, String note, Who by);

    /// Compares the queue with what the record says of it.
    QueueFact compareQueue();

    /// Whose messages officers don't review, by officer.
    Map<String, Set<String>> recusals();

    /// Says that an officer does not review somebody's messages, or does so again.
    void recuse(String officer, String address, boolean recused, Who by);

    /// What of the queue does not fit the record.
    ///
    /// @param picked messages that the record says were picked
    /// @param missing of those not in the queue: the message's record, by the record that says that it was picked
    /// @param setBack items that have lost steps that were recorded, or all
    /// @param damaged items that can't be opened
    /// @param unknown items that the record does not know
    /// @param unreadable records about the queue that were changed or emptied
    /// @param closed records about the queue whose key is not on this node: not compared
    record QueueFact(
            boolean fits,
            int picked,
            Map<String, String> missing,
            List<Long> setBack,
            List<Long> damaged,
            List<Long> unknown,
            List<String> unreadable,
            List<String> closed) {}

    /// Who asks.
    ///
    /// @param login their name; empty for the owner of DATA, before there is an officer
    /// @param words for the record
    record Who(Optional<String> login, String words) {}

    /// What somebody says of a rule; what is empty stays as it is.
    ///
    /// @param lines phrases and /patterns/
    /// @param sample of a thousand
    /// @param addresses "" alone: everybody
    record RuleWish(
            Optional<String> lines,
            Optional<Integer> sample,
            Optional<List<String>> addresses,
            Optional<String> direction,
            Optional<String> from,
            Optional<String> until,
            Optional<String> severity,
            Optional<Boolean> fourEyes) {}

    /// A version of a rule.
    ///
    /// @param lines "" where they are not shown, or there are none
    record RuleFact(
            String name,
            int version,
            boolean removed,
            String picks,
            String scope,
            String severity,
            boolean fourEyes,
            Optional<Instant> from,
            Optional<Instant> until,
            Instant madeAt,
            String madeBy,
            String lines) {}

    /// An item of the queue.
    ///
    /// @param causes rules with their versions
    /// @param disposition "" as long as it is not closed
    record ItemFact(
            long number,
            String record,
            Instant queuedAt,
            String state,
            Optional<String> holder,
            String severity,
            List<String> causes,
            String disposition,
            List<VerdictFact> verdicts) {}

    /// What an officer said. Not shown before the second one has, where there are two.
    record VerdictFact(String officer, String disposition, Instant at, String note) {}
}
