package org.earshot.registrar.presence.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Contact lists until the process ends. Thread-safe.
public final class InMemoryContactList implements ContactList {
    private final Changes changes;
    private final ConcurrentHashMap<AddressOfRecord, Map<AddressOfRecord, Contact>> lists =
            new ConcurrentHashMap<>();

    public InMemoryContactList(Changes changes) {
        this.changes = changes;
    }

    @Override
    public List<Contact> contactsOf(AddressOfRecord owner) {
        return lists.getOrDefault(owner, Map.of()).values().stream()
                .sorted(Comparator.comparing(contact -> contact.address().toString()))
                .toList();
    }

    @Override
    public List<AddressOfRecord> ownersWith(AddressOfRecord contact) {
        return lists.entrySet().stream()
                .filter(list -> list.getValue().containsKey(contact))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void put(AddressOfRecord owner, Contact contact) {
        lists.computeIfAbsent(owner, _ -> new ConcurrentHashMap<>())
                .put(contact.address(), contact);
        changes.announce(Change.of(Topic.CONTACTS, owner));
    }

    @Override
    public boolean replace(AddressOfRecord owner, String version, List<Contact> contacts) {
        AtomicBoolean replaced = new AtomicBoolean();
        lists.compute(
                owner,
                (_, before) -> {
                    List<Contact> current =
                            before == null ? List.of() : List.copyOf(before.values());
                    if (!ContactVersion.of(current).equals(version)) {
                        return before;
                    }
                    replaced.set(true);
                    Map<AddressOfRecord, Contact> after = new ConcurrentHashMap<>();
                    contacts.forEach(contact -> after.put(contact.address(), contact));
                    return after;
                });
        if (replaced.get()) {
            changes.announce(Change.of(Topic.CONTACTS, owner));
        }
        return replaced.get();
    }

    @Override
    public boolean remove(AddressOfRecord owner, AddressOfRecord contact) {
        Map<AddressOfRecord, Contact> list = lists.get(owner);
        boolean known = list != null && list.remove(contact) != null;
        if (known) {
            changes.announce(Change.of(Topic.CONTACTS, owner));
        }
        return known;
    }
}
