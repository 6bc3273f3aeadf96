package org.earshot.server.admin;

import org.earshot.proxy.archive.ArchiveEvent;

/// The gate to what was written: who asks, whether they may, and that it is in the archive before they see anything.
public interface ContentAccess {

    /// Lets whoever asks now in.
    ///
    /// @throws AdminException if they may not
    Permit permit();

    /// Somebody who may.
    interface Permit {
        /// Who, as the record names them.
        String actor();

        /// Writes an event about what they are going to see, and returns when it is committed.
        ///
        /// @throws AdminException if that can't be; then they must not see it
        void record(ArchiveEvent event);
    }
}
