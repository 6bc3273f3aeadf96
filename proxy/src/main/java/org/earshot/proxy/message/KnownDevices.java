package org.earshot.proxy.message;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.Flow;

/// The devices of an account, and where they are now. Thread-safe; waits for the stores.
final class KnownDevices {
    private final MessageStore store;
    private final LocationService location;
    private final Withholding withholding;
    private final int mostWaiting;
    private final InstantSource clock;

    /// @param mostWaiting how many messages may wait for a device
    KnownDevices(
            MessageStore store,
            LocationService location,
            Withholding withholding,
            int mostWaiting,
            InstantSource clock) {
        this.store = store;
        this.location = location;
        this.withholding = withholding;
        this.mostWaiting = mostWaiting;
        this.clock = clock;
    }

    /// All of an account.
    ///
    /// @param addressees where a message goes
    record Of(List<Addressee> addressees) {
        Of {
            addressees = List.copyOf(addressees);
        }

        /// Whether none of them is there.
        boolean isAway() {
            return addressees.stream().allMatch(addressee -> addressee.bindings().isEmpty());
        }

        /// Which one sends over a flow.
        Optional<Addressee> behind(Flow flow) {
            return addressees.stream()
                    .filter(addressee ->
                            addressee.bindings().stream().anyMatch(b -> b.flow().equals(flow)))
                    .findFirst();
        }
    }

    /// The same, for a message.
    ///
    /// @param blocks whether the account wants none of the sender
    /// @param full the devices for which too much waits
    record Ready(Of all, boolean blocks, Set<DeviceId> full) {

        /// Those for which not too much waits.
        List<Addressee> withRoom() {
            return all.addressees().stream().filter(one -> !isFull(one)).toList();
        }

        /// Those for which too much waits, in order.
        List<DeviceId> withoutRoom() {
            return all.addressees().stream().filter(this::isFull).map(Addressee::device).toList();
        }

        private boolean isFull(Addressee addressee) {
            return full.contains(addressee.device());
        }
    }

    /// @return at least one: where nobody has ever been, messages wait for the first phone
    Of of(AddressOfRecord owner) {
        Map<DeviceId, List<Binding>> bound = bound(owner, location.lookup(owner));
        List<Device> known = store.devices(owner);
        if (isNews(bound, known)) {
            seen(owner, bound, known);
            known = store.devices(owner);
        }
        return of(owner, bound, known);
    }

    /// Of those whom a message is to reach, and of its sender, whose other devices get copies: few looks at the stores for
    /// all of them together.
    Map<AddressOfRecord, Ready> ready(Origin origin, Collection<AddressOfRecord> recipients) {
        Set<AddressOfRecord> all = new LinkedHashSet<>(recipients);
        origin.sender().ifPresent(sender -> all.add(sender.address()));
        Map<AddressOfRecord, List<Binding>> bindings = location.lookupAll(all);
        Map<AddressOfRecord, MessageStore.Readiness> readiness = readiness(origin, all);
        Map<AddressOfRecord, Ready> ready = new HashMap<>();
        for (AddressOfRecord owner : all) {
            Map<DeviceId, List<Binding>> bound = bound(owner, bindings.get(owner));
            MessageStore.Readiness known = readiness.get(owner);
            if (isNews(bound, known.devices())) {
                seen(owner, bound, known.devices());
                known = readiness(origin, Set.of(owner)).get(owner);
            }
            ready.put(
                    owner,
                    new Ready(of(owner, bound, known.devices()), known.blocks(), known.full()));
        }
        return ready;
    }

    private Map<AddressOfRecord, MessageStore.Readiness> readiness(
            Origin origin, Set<AddressOfRecord> owners) {
        return store.readiness(owners, origin.address(), mostWaiting);
    }

    /// Whether somebody registered this moment, and nobody has written it down yet.
    private static boolean isNews(Map<DeviceId, List<Binding>> bound, List<Device> known) {
        return known.stream()
                        .filter(device -> device.wasSeen() && bound.containsKey(device.id()))
                        .count()
                < bound.size();
    }

    private static Of of(
            AddressOfRecord owner, Map<DeviceId, List<Binding>> bound, List<Device> known) {
        List<Addressee> addressees = new ArrayList<>();
        for (Device device : known) {
            addressees.add(
                    new Addressee(
                            device.id(),
                            device.takesCpim(),
                            device.wasSeen(),
                            bound.getOrDefault(device.id(), List.of())));
        }
        if (addressees.isEmpty()) {
            addressees.add(new Addressee(DeviceId.shared(owner), false, false, List.of()));
        }
        return new Of(addressees);
    }

    /// Notes who is there.
    ///
    /// @return those that are
    List<Addressee> seen(AddressOfRecord owner) {
        Map<DeviceId, List<Binding>> bound = bound(owner, location.lookup(owner));
        List<Device> known = store.devices(owner);
        if (!bound.isEmpty()) {
            seen(owner, bound, known);
            known = store.devices(owner);
        }
        return of(owner, bound, known).addressees();
    }

    private void seen(
            AddressOfRecord owner, Map<DeviceId, List<Binding>> bound, List<Device> known) {
        store.seen(
                owner,
                bound.entrySet().stream()
                        .map(entry ->
                                new Device(
                                        entry.getKey(),
                                        entry.getValue().stream().anyMatch(Binding::takesCpim),
                                        clock.instant()))
                        .toList(),
                catchingUp(owner, bound.keySet(), known));
    }

    /// Those that nobody has seen before, and from which nothing of before is withheld: whoever replaces a phone gets on
    /// the new one what waits for the old one.
    private Set<DeviceId> catchingUp(
            AddressOfRecord owner, Set<DeviceId> bound, List<Device> known) {
        Set<DeviceId> fresh = new HashSet<>(bound);
        known.forEach(device -> fresh.remove(device.id()));
        if (!fresh.isEmpty()) {
            fresh.removeIf(device -> withholding.isWithheld(owner, device.onlyInstance()));
        }
        return fresh;
    }

    static Map<DeviceId, List<Binding>> bound(AddressOfRecord owner, List<Binding> bindings) {
        Map<DeviceId, List<Binding>> bound = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            bound.computeIfAbsent(DeviceId.of(owner, binding), _ -> new ArrayList<>()).add(binding);
        }
        return bound;
    }
}
