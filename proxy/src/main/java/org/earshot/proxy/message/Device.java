package org.earshot.proxy.message;

import java.time.Instant;

/// What is known of a device.
///
/// @param takesCpim whether it takes `message/cpim`
/// @param lastSeen when it last came, or started anew; [Instant#EPOCH] if nothing was ever seen of it, and what waits here
///     is for the first phone that comes
public record Device(DeviceId id, boolean takesCpim, Instant lastSeen) {

    /// Whether it was ever there.
    boolean wasSeen() {
        return lastSeen.isAfter(Instant.EPOCH);
    }
}
