package org.earshot.common.location;

import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;

/// Where somebody is now. All that a proxy needs (RFC 3261 §16.5).
@FunctionalInterface
public interface LocationService {

    /// The bindings that have not expired, the preferred first; empty: nobody is there.
    ///
    /// @throws StoreUnavailableException if it can't be known now
    List<Binding> lookup(AddressOfRecord address);
}
