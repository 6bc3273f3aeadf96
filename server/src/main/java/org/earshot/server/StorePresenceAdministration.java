package org.earshot.server;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.Verdict;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.PresenceAdministration;

/// The administrator's commands about presence, on the stores of this process. Thread-safe as the stores are.
final class StorePresenceAdministration implements PresenceAdministration {
    private final PresenceStores stores;
    private final Function<String, Account> accounts;
    private final Function<String, AddressOfRecord> addresses;

    /// @param accounts finds an account by what the administrator calls it
    /// @param addresses the address that a name stands for
    StorePresenceAdministration(
            PresenceStores stores,
            Function<String, Account> accounts,
            Function<String, AddressOfRecord> addresses) {
        this.stores = stores;
        this.accounts = accounts;
        this.addresses = addresses;
    }

    private AddressOfRecord owner(String name) {
        return accounts.apply(name).address();
    }

    @Override
    public List<Rule> rules(String owner) {
        TreeMap<String, Rule> rules = new TreeMap<>();
        stores.rules()
                .rulesOf(owner(owner))
                .forEach((watcher, verdict) ->
                        rules.put(watcher.toString(), new Rule(watcher.toString(), text(verdict))));
        return List.copyOf(rules.values());
    }

    private static String text(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void allow(String owner, String watcher) {
        set(owner, watcher, Verdict.ALLOW);
    }

    @Override
    public void block(String owner, String watcher, boolean politely) {
        set(owner, watcher, politely ? Verdict.POLITE_BLOCK : Verdict.BLOCK);
    }

    private void set(String owner, String watcher, Verdict verdict) {
        stores.rules().set(owner(owner), addresses.apply(watcher), verdict);
    }

    @Override
    public void forget(String owner, String watcher) {
        if (!stores.rules().clear(owner(owner), addresses.apply(watcher))) {
            throw new AdminException(owner + " has no rule for " + watcher);
        }
    }

    @Override
    public List<Entry> contacts(String owner) {
        return stores.contacts().contactsOf(owner(owner)).stream()
                .map(contact -> new Entry(contact.address().toString(), contact.displayName()))
                .toList();
    }

    @Override
    public void addContact(String owner, String contact, String displayName) {
        try {
            stores.contacts().put(owner(owner), new Contact(addresses.apply(contact), displayName));
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public void removeContact(String owner, String contact) {
        if (!stores.contacts().remove(owner(owner), addresses.apply(contact))) {
            throw new AdminException(contact + " is not on the list of " + owner);
        }
    }
}
