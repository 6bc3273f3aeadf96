package org.earshot.registrar.presence.state;

import org.earshot.common.address.AddressOfRecord;

/// Somebody who watches the owner, or wants to (RFC 3857).
///
/// @param address who
/// @param standing whether it is told anything
public record Watcher(AddressOfRecord address, Standing standing) {
    /// RFC 3857 §4.7.1.
    public enum Standing {
        /// Is told.
        ACTIVE,
        /// Has a subscription that waits for the owner's word.
        PENDING,
        /// Had one, and still waits.
        WAITING
    }
}
