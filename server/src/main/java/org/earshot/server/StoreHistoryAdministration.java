package org.earshot.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.earshot.common.account.Account;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.message.Device;
import org.earshot.proxy.message.MessageStore;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.HistoryAdministration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who gets history and contact list, on the stores of this process. Thread-safe as these are.
final class StoreHistoryAdministration implements HistoryAdministration {
    private static final Logger log = LoggerFactory.getLogger(StoreHistoryAdministration.class);

    private final Withholding withholding;
    private final MessageStore messages;
    private final LocationService location;
    private final Function<String, Account> accounts;
    private final BiConsumer<AddressOfRecord, Optional<String>> record;

    /// @param accounts finds one, or throws [AdminException]
    /// @param record puts a release into the record, or throws [ArchiveUnavailableException]
    StoreHistoryAdministration(
            Withholding withholding,
            MessageStore messages,
            LocationService location,
            Function<String, Account> accounts,
            BiConsumer<AddressOfRecord, Optional<String>> record) {
        this.withholding = withholding;
        this.messages = messages;
        this.location = location;
        this.accounts = accounts;
        this.record = record;
    }

    /// From now on new devices get nothing of before.
    void withhold(String name) {
        AddressOfRecord owner = accounts.apply(name).address();
        withholding.hold(owner, instances(owner));
        log.info("history and contact list of {} are withheld from new devices", owner);
    }

    /// Those that can be told from others, in lower case.
    private Set<String> instances(AddressOfRecord owner) {
        Set<String> instances = new TreeSet<>();
        for (Device device : messages.devices(owner)) {
            if (!device.id().isShared()) {
                instances.add(device.id().instance());
            }
        }
        for (Binding binding : location.lookup(owner)) {
            binding.instanceId().map(id -> id.toLowerCase(Locale.ROOT)).ifPresent(instances::add);
        }
        return instances;
    }

    @Override
    public List<DeviceFact> devices(String name) {
        AddressOfRecord owner = accounts.apply(name).address();
        List<DeviceFact> facts = new ArrayList<>();
        for (String instance : instances(owner)) {
            facts.add(
                    new DeviceFact(instance, withholding.isWithheld(owner, Optional.of(instance))));
        }
        return facts;
    }

    @Override
    public boolean release(String name, Optional<String> device) {
        AddressOfRecord owner = accounts.apply(name).address();
        if (device.isPresent()
                && !instances(owner).contains(device.get().toLowerCase(Locale.ROOT))) {
            throw new AdminException(
                    owner + " has no device " + device.get() + "; earshot admin history show");
        }
        if (device.isPresent()
                ? withholding.isWithheld(owner, device)
                : withholding.isHeld(owner)) {
            try {
                record.accept(owner, device.map(id -> id.toLowerCase(Locale.ROOT)));
            } catch (ArchiveUnavailableException e) {
                throw new AdminException(
                        "nothing is released, because the archive can't be written: "
                                + e.getMessage());
            }
        }
        boolean released = withholding.release(owner, device);
        if (released) {
            log.warn(
                    "an administrator has released history and contact list of {} to {}",
                    owner,
                    device.orElse("all devices"));
        }
        return released;
    }
}
