package org.earshot.registrar.presence;

import java.time.Duration;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Subscription.ListKind;

/// What a SUBSCRIBE asks for.
///
/// @param resource whom it watches; of a list, the list's own address
/// @param members of a list that it brings
/// @param expires for how long; zero ends it, or asks once
/// @param contact where NOTIFYs go, a URI
/// @param routes over which they go, topmost first
record SubscribeRequest(
        EventPackage event,
        String eventId,
        AddressOfRecord resource,
        ListKind list,
        List<AddressOfRecord> members,
        Duration expires,
        String contact,
        List<String> routes,
        long sequence) {}
