package org.earshot.proxy.message;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.Archive;

/// What the queues of all devices have in common.
///
/// @param notices tell senders of devices that can't do so themselves
/// @param archive says when what stands in the store is anchored
/// @param taken tells senders at other nodes
/// @param mailboxes hear what waits
/// @param sent knows what devices may have before the store does
/// @param copiesToAll whether devices that don't take CPIM get copies
/// @param threads on which queues run; they may block
/// @param memory bytes of messages that all queues hold now
record DeliveryServices(
        RequestSender sender,
        Routes routes,
        FlowOwners owners,
        LocationService location,
        MessageStore store,
        Archive archive,
        Settlements settlements,
        Notices notices,
        TakenElsewhere taken,
        Mailboxes mailboxes,
        SentMessages sent,
        boolean copiesToAll,
        Timers timers,
        InstantSource clock,
        Executor threads,
        AtomicLong memory) {

    /// All queues together hold no more than about 64 MiB; what is beyond stays in the store.
    static final long MOST_MEMORY = 64L << 20;
}
