package org.earshot.registrar.presence.store;

import java.util.List;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;

/// Publications of all addresses. Thread-safe. Whenever a document came, went or became another, it announces a change of
/// [org.earshot.common.event.Topic#PRESENCE], after the commit; not for mere refreshes.
public interface PublicationStore {

    /// Those of an address that have not expired, the latest first.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    List<Publication> lookup(AddressOfRecord address);

    /// Replaces the publications of an address by what `change` makes of those that have not expired, in one
    /// transaction.
    ///
    /// @param change pure: it may run more than once
    /// @throws org.earshot.common.db.StoreUnavailableException if nothing was changed
    void update(AddressOfRecord address, UnaryOperator<List<Publication>> change);

    /// Removes what has expired; to be called now and then. Nobody sees an expired one before that either.
    ///
    /// @return how many went
    int removeExpired();
}
