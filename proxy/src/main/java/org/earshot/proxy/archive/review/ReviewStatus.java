package org.earshot.proxy.archive.review;

import java.util.Map;
import java.util.UUID;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RecordOpener.ListedChain;

/// How far the supervision is, in numbers, which anybody may see.
///
/// @param counts items by state
/// @param examined messages that rules looked at
/// @param unreadable messages that rules could not look into
/// @param behind records that nobody has looked at yet
public record ReviewStatus(
        Map<ReviewItem.State, Long> counts, long examined, long unreadable, long behind) {

    /// As it is now.
    public static ReviewStatus of(ReviewTable table, RecordOpener records) {
        Map<UUID, ReviewTable.Progress> known = table.progress();
        long behind = 0;
        for (ListedChain chain : records.chains()) {
            ReviewTable.Progress progress =
                    known.getOrDefault(chain.chain(), ReviewTable.Progress.begin(chain.chain()));
            if (!progress.complete()) {
                behind += Math.max(0, records.end(chain.chain()) - progress.next());
            }
        }
        return new ReviewStatus(
                table.counts(),
                known.values().stream().mapToLong(ReviewTable.Progress::examined).sum(),
                known.values().stream().mapToLong(ReviewTable.Progress::unreadable).sum(),
                behind);
    }
}
