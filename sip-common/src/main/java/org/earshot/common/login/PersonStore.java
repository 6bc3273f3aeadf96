package org.earshot.common.login;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /// Takes somebody's role away, and their tie to an identity.
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

    /// Who of an identity provider people are, by name.
    Map<String, Tie> ties();

    /// Ties somebody to an identity, once and for all until [#untie].
    ///
    /// @return whether they are that identity now: false where they are another one, where another one is that identity, and where they are
    ///     not there
    boolean tie(String name, Identity identity, Instant at);

    /// Lets the next identity that comes under a name be that person.
    ///
    /// @return false where they were tied to none
    boolean untie(String name);
}
