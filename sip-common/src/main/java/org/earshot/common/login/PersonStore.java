package org.earshot.common.login;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// People with a role, of one domain. Thread-safe; each method is one transaction, and may throw
/// [org.earshot.common.db.StoreUnavailableException].
public interface PersonStore {

    /// Everybody, also who was removed, by name.
    List<Person> list();

    /// Somebody, also who was removed.
    default Optional<Person> find(String name) {
        return list().stream().filter(person -> person.name().equals(name)).findFirst();
    }

    /// Whether there ever was a compliance officer; from the first one on there always is one.
    boolean hasOfficer();

    /// Adds somebody.
    ///
    /// @throws PersonRefusedException if somebody has or had the name
    void add(Person person, StoredLogin.Secrets secrets);

    /// Takes somebody's role away.
    ///
    /// @throws PersonRefusedException if there is nobody of that name, or they are the last officer
    void remove(String name, Instant at);

    /// How somebody logs in; empty for who is not there or was removed.
    Optional<StoredLogin> login(String name);

    /// Gives somebody another login; wrong ones are forgotten.
    ///
    /// @throws PersonRefusedException if there is nobody of that name
    void setLogin(String name, StoredLogin.Secrets secrets);

    /// Somebody gave the right password and the code of a step.
    ///
    /// @return false if that code, or a later one, was used before, or they are not there any more
    boolean accept(String name, long step);

    /// Somebody tried and failed.
    void fail(String name, Instant at);
}
