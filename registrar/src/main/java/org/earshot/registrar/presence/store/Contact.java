package org.earshot.registrar.presence.store;

import org.earshot.common.address.AddressOfRecord;

/// Somebody on a contact list.
///
/// @param displayName what the owner calls them; may be empty, at most 255 characters
public record Contact(AddressOfRecord address, String displayName) {
    public Contact {
        if (displayName.length() > 255) {
            throw new IllegalArgumentException("a name of " + displayName.length());
        }
    }
}
