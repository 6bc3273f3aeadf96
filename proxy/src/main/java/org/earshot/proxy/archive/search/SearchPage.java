package org.earshot.proxy.archive.search;

import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.OpenedRecord;

/// What was found.
///
/// @param found the latest first
/// @param next where the next page begins, if there may be more. A page that is not full has one too when very much had to
///     be looked through for it
/// @param gaps what was not looked through
public record SearchPage(List<Found> found, Optional<ArchiveQuery.Place> next, Gaps gaps) {
    public SearchPage {
        found = List.copyOf(found);
    }

    /// A record, and what was written around it.
    ///
    /// @param before in the order in which it was written
    /// @param after in the order in which it was written
    public record Found(OpenedRecord row, List<OpenedRecord> before, List<OpenedRecord> after) {}

    /// Why there may be more that a search by words does not find.
    ///
    /// @param notYetRead records whose words are not in the table yet
    /// @param keysElsewhere ids of keys of words that are not here: of another node, or destroyed
    public record Gaps(long notYetRead, List<String> keysElsewhere) {
        static final Gaps NONE = new Gaps(0, List.of());

        public Gaps {
            keysElsewhere = List.copyOf(keysElsewhere);
        }

        /// Whether there are none.
        public boolean isEmpty() {
            return notYetRead == 0 && keysElsewhere.isEmpty();
        }
    }
}
