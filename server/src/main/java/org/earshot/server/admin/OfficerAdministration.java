package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.login.Tie;

/// What the commands about people with a role act on. Calls may block, and throw an [AdminException] that says what is wrong.
public interface OfficerAdministration {

    /// Gives somebody a role.
    ///
    /// @param role `administrator`, `officer` or `auditor`
    /// @param by who does so, in words
    /// @return the `otpauth://` address for their authenticator app: it is shown once
    String appoint(String name, String role, String password, String by);

    /// Everybody, by name, also who was removed.
    List<PersonFact> list();

    /// Whether there ever was an officer, also where nobody of [#list] was one: rows of a database can be deleted.
    boolean hadOfficer();

    /// Takes somebody's role away. Their name stays reserved.
    void remove(String name);

    /// Gives somebody another password and another secret.
    ///
    /// @return as [#appoint]
    String renew(String name, String password);

    /// Has the next login by the identity provider under a name be that person's, whoever it is there.
    void untie(String name);

    /// Somebody with a role.
    ///
    /// @param tie who they are at the identity provider; empty: nobody has logged in so yet
    record PersonFact(
            String name,
            String role,
            Instant appointedAt,
            String appointedBy,
            Optional<Instant> removedAt,
            Optional<Tie> tie) {}
}
