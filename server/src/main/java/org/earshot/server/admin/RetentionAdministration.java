package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.Erasure;
import org.earshot.proxy.archive.Officer;
import org.earshot.proxy.archive.Policy;
import org.earshot.proxy.archive.Retention;

/// What the commands about what is kept act on. Calls may block, and throw an [AdminException] that says what is wrong.
public interface RetentionAdministration {

    /// The rules that were set; a class without one is kept for ever.
    List<Policy.Rule> rules();

    /// What waits for a second officer.
    List<Policy.Proposal> proposals();

    /// The holds there are.
    List<Policy.Placed> holds();

    /// Sets how long records of a class are kept.
    ///
    /// @param period such as `10y`, `90d` or `forever`
    /// @param existing also those that are there
    Retention.Outcome set(Officer by, String base, String period, boolean existing);

    /// Places a hold.
    ///
    /// @param people names or addresses
    /// @param with the same
    void place(
            Officer by,
            String name,
            List<String> people,
            List<String> with,
            Optional<Instant> from,
            Optional<Instant> until,
            String reason);

    /// Lifts a hold.
    Retention.Outcome lift(Officer by, String name);

    /// Erases what may be erased of somebody.
    Erasure.Answer erase(Officer by, String person, String ground);
}
