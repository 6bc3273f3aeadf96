package org.earshot.proxy.message;

import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;

/// Finds the way to a phone that has registered. Thread-safe.
@FunctionalInterface
public interface Routes {

    /// @return empty for a contact that can't be read
    Optional<Route> to(AddressOfRecord owner, Binding binding);
}
