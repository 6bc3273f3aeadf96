package org.earshot.proxy.archive.review;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Companion;

/// Where rules, the queue and the places in the chains are kept. What changes them are companions of the events that tell of
/// it. Thread-safe. Each method may throw [org.earshot.common.db.StoreUnavailableException].
public interface ReviewTable {

    /// How far a chain has been read.
    ///
    /// @param next the first record that has not been read
    /// @param complete whether there will be none
    /// @param examined messages that were looked at
    /// @param unreadable messages that could not be opened, or can be read by their readers only
    record Progress(UUID chain, long next, boolean complete, long examined, long unreadable) {
        static Progress begin(UUID chain) {
            return new Progress(chain, 0, false, 0, 0);
        }
    }

    /// A message that was picked.
    record Picked(ArchivePosition record, List<ReviewItem.Cause> causes) {}

    /// All rules.
    RuleBook rules();

    /// Adds a version.
    ///
    /// @param book in which it is the last; refused when another one came first
    Companion add(RuleBook book);

    /// Where the chains stand that were read.
    Map<UUID, Progress> progress();

    /// Moves a chain on where nothing was picked.
    ///
    /// @return false if it does not stand where it stood: somebody else was faster
    boolean move(Progress from, Progress to);

    /// Moves a chain on, and puts into the queue what was picked. Refused when somebody else was faster.
    Companion move(Progress from, Progress to, List<Picked> picked, Instant at);

    /// One of the queue.
    Optional<ReviewItem> item(long number);

    /// Some of the queue, by number.
    ///
    /// @param state empty: in any
    /// @param after the number before the first
    List<ReviewItem> items(Optional<ReviewItem.State> state, long after, int limit);

    /// A row of the queue as it stands there.
    ///
    /// @param number of the item
    /// @param opens whether it is what was written
    record Kept(long number, ArchivePosition record, int revision, boolean opens) {}

    /// Rows of the queue, by number, also those that can't be opened.
    ///
    /// @param after the number before the first
    List<Kept> kept(long after, int limit);

    /// How many are in which state.
    Map<ReviewItem.State, Long> counts();

    /// Puts an item where its last step led. Refused when there was another step meanwhile.
    Companion put(ReviewItem item);

    /// Whose messages officers must not review, by officer.
    Map<String, Set<String>> recusals();

    /// Adds or ends one of these.
    Companion recuse(String officer, String address, boolean recused);
}
