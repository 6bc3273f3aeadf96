package org.earshot.proxy.message;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.Flow;

/// The devices of an account, and where they are now. Thread-safe; waits for the stores.
final class KnownDevices {
    private final MessageStore store;
    private final LocationService location;
    private final InstantSource clock;

    KnownDevices(MessageStore store, LocationService location, InstantSource clock) {
        this.store = store;
        this.location = location;
        this.clock = clock;
    }

    /// All of an account.
    ///
    /// @param addressees where a message goes
    /// @param shortestQueue how many messages wait at least, whichever device one looks at
    record Of(List<Addressee> addressees, int shortestQueue) {
        /// Which one sends over a flow.
        Optional<Addressee> behind(Flow flow) {
            return addressees.stream()
                    .filter(addressee ->
                            addressee.bindings().stream().anyMatch(b -> b.flow().equals(flow)))
                    .findFirst();
        }
    }

    /// @return at least one: where nobody has ever been, messages wait for the first phone
    Of of(AddressOfRecord owner) {
        Map<DeviceId, List<Binding>> bound = bound(owner, location.lookup(owner));
        List<Device> known = store.devices(owner);
        if (known.stream().filter(device -> bound.containsKey(device.id())).count()
                < bound.size()) {
            // registered this moment: nobody has written it down yet
            seen(owner, bound);
            known = store.devices(owner);
        }
        List<Addressee> addressees = new ArrayList<>();
        for (Device device : known) {
            List<Binding> bindings = bound.getOrDefault(device.id(), List.of());
            addressees.add(new Addressee(device.id(), device.takesCpim(), bindings));
        }
        if (addressees.isEmpty()) {
            addressees.add(new Addressee(DeviceId.shared(owner), false, List.of()));
        }
        return new Of(
                List.copyOf(addressees), known.stream().mapToInt(Device::waiting).min().orElse(0));
    }

    /// Notes who is there.
    ///
    /// @return those that are
    List<Addressee> seen(AddressOfRecord owner) {
        Map<DeviceId, List<Binding>> bound = bound(owner, location.lookup(owner));
        if (!bound.isEmpty()) {
            seen(owner, bound);
        }
        return of(owner).addressees();
    }

    private void seen(AddressOfRecord owner, Map<DeviceId, List<Binding>> bound) {
        store.seen(
                owner,
                bound.entrySet().stream()
                        .map(entry ->
                                new Device(
                                        entry.getKey(),
                                        entry.getValue().stream().anyMatch(Binding::takesCpim),
                                        clock.instant(),
                                        0))
                        .toList());
    }

    private static Map<DeviceId, List<Binding>> bound(
            AddressOfRecord owner, List<Binding> bindings) {
        Map<DeviceId, List<Binding>> bound = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            bound.computeIfAbsent(DeviceId.of(owner, binding), _ -> new ArrayList<>()).add(binding);
        }
        return bound;
    }
}
