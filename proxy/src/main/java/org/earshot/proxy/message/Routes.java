package org.earshot.proxy.message;

import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;

/// Finds the way to a phone that has registered. Thread-safe.
@FunctionalInterface
public interface Routes {

    /// @return empty for a contact that can't be read
    Optional<Route> to(AddressOfRecord owner, Binding binding);

    /// The ways that lead somewhere, and are for this node to go.
    default List<Route> here(AddressOfRecord owner, List<Binding> bindings, FlowOwners owners) {
        return bindings.stream()
                .flatMap(binding -> to(owner, binding).stream())
                .filter(route -> route.destination().isPresent())
                .filter(route -> !owners.isElsewhere(route.flow()))
                .toList();
    }
}
