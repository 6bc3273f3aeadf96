package org.earshot.registrar.presence.state;

import org.earshot.common.address.AddressOfRecord;

/// How many messages wait for an address (RFC 3842). Whoever changes that announces
/// [org.earshot.common.event.Topic#WAITING].
@FunctionalInterface
public interface WaitingMessages {
    /// Nobody is waited for.
    WaitingMessages NONE = _ -> new Count(0, 0);

    /// @param unread messages not yet read
    /// @param read messages read and kept
    record Count(int unread, int read) {}

    /// May read a store.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    Count of(AddressOfRecord address);
}
