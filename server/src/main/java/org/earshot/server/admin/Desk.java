package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.earshot.common.login.Identity;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;

/// Where commands are given that come by the console's API: the same commands as those of `earshot admin`, under the same rules and
/// with the same record. Thread-safe; calls may block.
public final class Desk {
    private final Administration administration;
    private final Supervision supervision;
    private final Path data;

    /// @param data the server's data folder
    public Desk(Administration administration, Supervision supervision, Path data) {
        this.administration = administration;
        this.supervision = supervision;
        this.data = data;
    }

    /// What became of a command.
    public sealed interface Outcome {
        /// It was carried out.
        ///
        /// @param json what it has printed
        /// @param good false where it says itself that something is wrong, such as a record that is not whole
        /// @param warning "" for none
        record Done(String json, boolean good, String warning) implements Outcome {}

        /// It is understood, and can't be done.
        record Impossible(String why) implements Outcome {}

        /// This person must not give it.
        record NotAllowed(String why) implements Outcome {}

        /// It is not understood.
        record Wrong(String why) implements Outcome {}

        /// It can't be done now.
        record Later(String why) implements Outcome {}
    }

    /// Begins somebody's session.
    ///
    /// @param from the address that they come from
    /// @throws NotAllowedException if it is not who it says it is
    /// @throws AdminException if it can't be recorded
    public Person logIn(AdminRequest.Login login, String from) {
        return supervision.logIn(login, from, administration.states());
    }

    /// Begins the session of somebody whom an identity provider named.
    ///
    /// @param name as it said it
    /// @param identity who they are there
    /// @param roles who may log in so
    /// @param from the address that they come from
    /// @throws AnotherIdentityException if whoever logged in first by that name is another identity
    /// @throws NotAllowedException if nobody of that name has such a role
    /// @throws AdminException if it can't be recorded
    public Person logInBy(String name, Identity identity, Set<Role> roles, String from) {
        return supervision.logInBy(name, identity, roles, from, administration.states());
    }

    /// Carries out a command, if it may be, and has it recorded.
    ///
    /// @param command its words, its options as `--name=value`, and behind `--` what it is about
    /// @param input what would come on standard input; "" for nothing
    public Outcome carryOut(Caller caller, List<String> command, String input) {
        return AdminCommands.run(administration, supervision, data, caller, command, input);
    }
}
