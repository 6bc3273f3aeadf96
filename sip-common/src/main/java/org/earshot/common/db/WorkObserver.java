package org.earshot.common.db;

/// Hears of work with the database, on the thread that waits for it. Returns at once, and never throws.
@FunctionalInterface
public interface WorkObserver {
    /// Something was done, or given up.
    ///
    /// @param what `read` or `transaction`
    /// @param nanos that it took, with waiting for a connection and being done again
    /// @param failed whether nothing came of it
    void done(String what, long nanos, boolean failed);
}
