package org.earshot.server.admin;

import java.util.List;

/// What the commands about presence act on. Names are user parts or addresses; calls may block, and throw an
/// [AdminException] for a name that nobody has.
public interface PresenceAdministration {

    /// Whom an account lets see it, by watcher.
    List<Rule> rules(String owner);

    /// Lets somebody see an account's presence and lamps.
    void allow(String owner, String watcher);

    /// Keeps somebody out.
    ///
    /// @param politely shows that the account is offline, instead of refusing
    void block(String owner, String watcher, boolean politely);

    /// Takes a rule back: what the configuration says holds again.
    ///
    /// @throws AdminException also if there is none
    void forget(String owner, String watcher);

    /// The contact list of an account, by address.
    List<Entry> contacts(String owner);

    /// Puts somebody on it, or gives them another name.
    void addContact(String owner, String contact, String displayName);

    /// Takes somebody off.
    ///
    /// @throws AdminException also if they are not on it
    void removeContact(String owner, String contact);

    /// A rule.
    ///
    /// @param verdict allow, polite-block, block, or ask for somebody who waits for an answer
    record Rule(String watcher, String verdict) {}

    /// Somebody on a contact list.
    record Entry(String address, String displayName) {}
}
