package org.earshot.proxy.message;

import java.time.Instant;

/// What is known of a device.
///
/// @param takesCpim whether it takes `message/cpim`
/// @param lastSeen when it last came, or started anew; [Instant#EPOCH] if nothing was ever seen of it, and what waits here
///     is for the first phone that comes
/// @param waiting how many messages wait for it
public record Device(DeviceId id, boolean takesCpim, Instant lastSeen, int waiting) {}
