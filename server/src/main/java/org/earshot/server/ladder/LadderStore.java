package org.earshot.server.ladder;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps calls and their messages for some days. Many nodes may share one. Thread-safe; calls may block.
public interface LadderStore {

    /// What a node has heard of a call since it wrote the last time.
    ///
    /// @param summary as of now
    /// @param messages new ones, in the order of time
    /// @param lost how many messages this node could not keep meanwhile, of whichever calls
    record Trail(CallSummary summary, List<LadderMessage> messages, long lost) {
        public Trail {
            messages = List.copyOf(messages);
        }
    }

    /// A call with all that is kept of it, of all nodes.
    ///
    /// @param messages in the order of time
    /// @param lost how many messages could not be kept at that time, of whichever calls
    record Ladder(CallSummary summary, List<LadderMessage> messages, long lost) {
        public Ladder {
            messages = List.copyOf(messages);
        }
    }

    /// Which calls are wanted.
    ///
    /// @param since began then or later
    /// @param address an address-of-record as a URI, of either side
    /// @param most how many
    record Wanted(Instant since, Optional<String> address, Optional<Outcome> outcome, int most) {}

    /// Writes all of them, or nothing. Of a call that several nodes saw, what the one nearest to the caller says holds.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if nothing was written
    void write(List<Trail> trails);

    /// Calls, the latest first.
    List<CallSummary> search(Wanted wanted);

    /// @param id see [CallSummary#id()]
    Optional<Ladder> find(String id);

    /// Forgets what is old.
    ///
    /// @param failed calls that did not succeed and began before that go
    /// @param others the same of those that were answered
    /// @return how many went
    int removeBefore(Instant failed, Instant others);
}
