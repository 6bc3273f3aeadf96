package org.earshot.registrar.presence.store;

import java.util.List;
import org.earshot.common.address.AddressOfRecord;

/// The contact lists of all accounts. Thread-safe; announces each change of
/// [org.earshot.common.event.Topic#CONTACTS] of the owner. All methods throw
/// [org.earshot.common.db.StoreUnavailableException] if the store can't be reached.
public interface ContactList {

    /// Whom an account has on its list, by address.
    List<Contact> contactsOf(AddressOfRecord owner);

    /// Who has an address on their list, in no order.
    List<AddressOfRecord> ownersWith(AddressOfRecord contact);

    /// Adds somebody, or gives them another name.
    void put(AddressOfRecord owner, Contact contact);

    /// Puts a whole list in place of another, if that is still the one of a version.
    ///
    /// @param version of the list that it is made from, by [ContactVersion]
    /// @param contacts each address once
    /// @return false if the list has another version by now: then it stays
    boolean replace(AddressOfRecord owner, String version, List<Contact> contacts);

    /// Takes somebody off.
    ///
    /// @return false if they were not on it
    boolean remove(AddressOfRecord owner, AddressOfRecord contact);
}
