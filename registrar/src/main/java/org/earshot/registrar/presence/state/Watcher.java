package org.earshot.registrar.presence.state;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;

/// Somebody who watches the owner, or wants to (RFC 3857). Two that differ in their times only are equal: that a
/// subscription goes on is no news (RFC 3857 §4.7.1).
///
/// @param address who
/// @param standing whether it is told anything
/// @param since when the oldest of its subscriptions began; empty where it has none
/// @param until when the last of them ends
public record Watcher(
        AddressOfRecord address,
        Standing standing,
        Optional<Instant> since,
        Optional<Instant> until) {
    /// RFC 3857 §4.7.1.
    public enum Standing {
        /// Is told.
        ACTIVE,
        /// Has a subscription that waits for the owner's word.
        PENDING,
        /// Had one, and still waits.
        WAITING
    }

    /// Without times.
    static Watcher of(AddressOfRecord address, Standing standing) {
        return new Watcher(address, standing, Optional.empty(), Optional.empty());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Watcher watcher
                && address.equals(watcher.address)
                && standing == watcher.standing;
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, standing);
    }
}
