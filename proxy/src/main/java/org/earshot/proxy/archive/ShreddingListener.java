package org.earshot.proxy.archive;

import java.util.List;
import java.util.UUID;

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

    /// One that does this and then that.
    default ShreddingListener and(ShreddingListener next) {
        return records -> {
            shredding(records);
            next.shredding(records);
        };
    }

    /// One that does nothing.
    static ShreddingListener none() {
        return _ -> {};
    }
}
