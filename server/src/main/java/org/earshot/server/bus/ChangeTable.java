package org.earshot.server.bus;

import java.util.List;
import java.util.Optional;
import org.earshot.common.event.Change;

/// The change log as a reader sees it.
interface ChangeTable {

    /// A row.
    ///
    /// @param node who wrote it
    /// @param topic as text: a newer version may know more of them
    record Row(long sequence, String node, String topic, String subject) {

        /// Empty if this version knows no such thing.
        Optional<Change> change() {
            return ChangeText.read(topic, subject);
        }
    }

    /// Rows behind `sequence` in their order, as far as they are committed.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if the database can't be reached
    List<Row> after(long sequence, int limit);

    /// The highest sequence that is committed; 0 without rows.
    long newest();

    /// Removes rows of more than an hour ago by the database's clock, but none from `keep` on.
    ///
    /// @return how many, at most `limit`
    int removeOld(long keep, int limit);
}
