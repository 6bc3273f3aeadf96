package org.earshot.proxy.archive;

import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;

/// Whoever keeps something beside the record that must not outlive it: words by which a search finds it, messages for phones.
/// Called on the thread that shreds, behind the tombstone and before the records go. May be called twice for the same, when
/// a process died in between.
@FunctionalInterface
public interface ShreddingListener {

    /// A record that goes.
    ///
    /// @param event id of its event, which is also that of the message
    record Doomed(ArchivePosition position, UUID event, String kind) {}

    /// Removes what is kept beside these. When it throws, they stay, and are tried again later.
    void shredding(List<Doomed> records);

    /// A run is over, on this node: time to destroy keys that nothing needs any more.
    ///
    /// @param gone whether all records of a class and month have gone, and none can come
    default void over(BiPredicate<String, YearMonth> gone) {}

    /// One that does this and then that.
    default ShreddingListener and(ShreddingListener next) {
        ShreddingListener first = this;
        return new ShreddingListener() {
            @Override
            public void shredding(List<Doomed> records) {
                first.shredding(records);
                next.shredding(records);
            }

            @Override
            public void over(BiPredicate<String, YearMonth> gone) {
                first.over(gone);
                next.over(gone);
            }
        };
    }

    /// One that does nothing.
    static ShreddingListener none() {
        return _ -> {};
    }
}
