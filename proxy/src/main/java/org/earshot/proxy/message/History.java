package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.proxy.message.group.GroupStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a new device what its owner has written and got elsewhere: once, behind all that is new, and only where the
/// device asks for it and nothing is withheld from it. Thread-safe; waits for the stores.
final class History {
    private static final Logger log = LoggerFactory.getLogger(History.class);

    /// The newest, of each device.
    static final int MOST = 1000;

    private final MessageStore store;
    private final GroupStore groups;
    private final Withholding withholding;
    private final Duration kept;
    private final InstantSource clock;

    /// @param kept how long messages are kept; zero: there is no history
    History(
            MessageStore store,
            GroupStore groups,
            Withholding withholding,
            Duration kept,
            InstantSource clock) {
        this.store = store;
        this.groups = groups;
        this.withholding = withholding;
        this.kept = kept;
        this.clock = clock;
    }

    /// Queues it for those that have not got it.
    ///
    /// @param devices of the owner, which are known to the store
    /// @return those from which it is withheld
    List<DeviceId> give(AddressOfRecord owner, List<Addressee> devices) {
        List<DeviceId> asking =
                devices.stream()
                        .filter(addressee -> !addressee.device().isShared())
                        .filter(addressee ->
                                addressee.bindings().stream().anyMatch(Binding::wantsHistory))
                        .map(Addressee::device)
                        .toList();
        if (asking.isEmpty()) {
            return List.of();
        }
        Set<DeviceId> without = kept.isZero() ? new HashSet<>(asking) : store.withoutHistory(owner);
        List<DeviceId> waiting = new ArrayList<>();
        for (DeviceId device : asking) {
            if (!without.contains(device)) {
                continue;
            }
            if (withholding.isWithheld(owner, Optional.of(device.instance()))) {
                waiting.add(device);
            } else if (!kept.isZero()) {
                give(device);
            }
        }
        return waiting;
    }

    private void give(DeviceId device) {
        Instant now = clock.instant();
        Map<String, Instant> since = new HashMap<>();
        groups.membershipsOf(device.owner())
                .forEach((group, joined) -> since.put(group.toString(), joined));
        since.put(device.owner().toString(), Instant.EPOCH);
        int given = store.giveHistory(device, since, MOST, now);
        log.info("a new device of {} gets {} messages of before", device.owner(), given);
    }
}
