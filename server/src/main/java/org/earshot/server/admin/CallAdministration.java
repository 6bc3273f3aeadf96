package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.server.ladder.CallSummary;
import org.earshot.server.ladder.LadderStore;
import org.earshot.server.ladder.Outcome;

/// What the commands about calls of the last days read. Calls may block.
public interface CallAdministration {

    /// Calls that began since then, the latest first.
    ///
    /// @param of user part or address of an account that called or was called
    /// @param most how many
    /// @throws AdminException for what is no name
    List<CallSummary> search(
            Instant since, Optional<String> of, Optional<Outcome> outcome, int most);

    /// A call with all that is known of it.
    ///
    /// @param id as the list has it, or its Call-ID
    /// @throws AdminException if there is none
    Shown show(String id);

    /// A call, and what its phones report of it.
    record Shown(LadderStore.Ladder ladder, List<QualityAdministration.Reported> reports) {
        public Shown {
            reports = List.copyOf(reports);
        }
    }
}
