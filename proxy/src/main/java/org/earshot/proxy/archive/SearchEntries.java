package org.earshot.proxy.archive;

import org.earshot.common.db.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the entries by which this node's records are searched for, behind the delivery: no message waits for them, and a search
/// has few left to make. Thread-safe.
public final class SearchEntries {
    private static final Logger log = LoggerFactory.getLogger(SearchEntries.class);

    private final ArchiveTables tables;
    private final ArchiveKeys keys;

    public SearchEntries(ArchiveTables tables, ArchiveKeys keys) {
        this.tables = tables;
        this.keys = keys;
    }

    /// Makes those that are missing now, and returns. For virtual threads.
    public void catchUp() {
        try {
            tables.catchUp(keys.signer());
        } catch (StoreUnavailableException e) { // others say so
            log.debug("the archive's search entries can't be made now", e);
        }
    }
}
