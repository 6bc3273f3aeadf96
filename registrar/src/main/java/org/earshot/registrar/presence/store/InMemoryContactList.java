package org.earshot.registrar.presence.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    public void put(AddressOfRecord owner, Contact contact) {
        lists.computeIfAbsent(owner, _ -> new ConcurrentHashMap<>())
                .put(contact.address(), contact);
        changes.announce(Change.of(Topic.CONTACTS, owner));
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
