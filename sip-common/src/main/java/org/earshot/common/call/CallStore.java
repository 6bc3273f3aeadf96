package org.earshot.common.call;

import java.util.List;
import java.util.function.Predicate;

/// Where the calls of all nodes stand. Thread-safe.
public interface CallStore {

    /// Writes what changed, in one transaction.
    ///
    /// @param changes at most one of each call
    /// @throws org.earshot.common.db.StoreUnavailableException if nothing was written
    void write(List<CallChange> changes);

    /// Removes a call that another node may have written, and lets all nodes know that it is over.
    ///
    /// @return what went
    /// @throws org.earshot.common.db.StoreUnavailableException if nothing was written
    List<CallRecord> end(CallEnd end);

    /// The calls of an address that have not expired, the oldest first. Whether their node still lives is for the
    /// reader to know.
    ///
    /// @param address an address-of-record as a URI
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    List<CallRecord> callsOf(String address);

    /// Removes what has expired, and the calls of nodes that are no more; to be called now and then.
    ///
    /// @return what went, for whoever must hear of it
    List<CallRecord> removeDead(Predicate<String> isAlive);
}
