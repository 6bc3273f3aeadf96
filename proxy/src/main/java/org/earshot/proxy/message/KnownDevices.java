package org.earshot.proxy.message;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
    /// @param waiting how many messages wait for each
    record Of(List<Addressee> addressees, Map<DeviceId, Integer> waiting) {
        Of {
            addressees = List.copyOf(addressees);
            waiting = Map.copyOf(waiting);
        }

        /// Those for which not too much waits.
        ///
        /// @param most that may wait for one
        List<Addressee> withRoom(int most) {
            return addressees.stream().filter(one -> !isFull(one, most)).toList();
        }

        /// Those for which too much waits.
        List<DeviceId> full(int most) {
            return addressees.stream()
                    .filter(one -> isFull(one, most))
                    .map(Addressee::device)
                    .toList();
        }

        private boolean isFull(Addressee addressee, int most) {
            return waiting.getOrDefault(addressee.device(), 0) >= most;
        }

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
                addressees, known.stream().collect(Collectors.toMap(Device::id, Device::waiting)));
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
