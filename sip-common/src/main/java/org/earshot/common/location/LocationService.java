package org.earshot.common.location;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;

/// Where somebody is now. All that a proxy needs (RFC 3261 §16.5).
@FunctionalInterface
public interface LocationService {

    /// The bindings that have not expired, the preferred first; empty: nobody is there.
    ///
    /// @throws StoreUnavailableException if it can't be known now
    List<Binding> lookup(AddressOfRecord address);

    /// The same of several addresses, in one look where the store can: each of them has an entry.
    ///
    /// @throws StoreUnavailableException if it can't be known now
    default Map<AddressOfRecord, List<Binding>> lookupAll(Collection<AddressOfRecord> addresses) {
        Map<AddressOfRecord, List<Binding>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.computeIfAbsent(address, this::lookup));
        return found;
    }
}
