package org.earshot.server.admin;

import java.util.List;
import java.util.Objects;

/// A command on its way through the Unix socket: one line of JSON, at most [#MAX_BYTES].
///
/// @param arguments what stood behind `earshot admin`
/// @param input what came on standard input, "" for nothing; may be a password
/// @param directory where it was typed, which relative file names start from; "" for that of this process
/// @param login of somebody with a role
/// @param stage of a command that another process carries out, and that is only recorded here
public record AdminRequest(
        List<String> arguments, String input, String directory, Login login, Stage stage) {
    /// The longest line either side reads, in bytes.
    public static final int MAX_BYTES = 16 << 20;

    public AdminRequest {
        // one from a client of an earlier version has none of these
        directory = Objects.requireNonNullElse(directory, "");
        login = Objects.requireNonNullElse(login, Login.NONE);
        stage = Objects.requireNonNullElse(stage, Stage.NONE);
    }

    /// A command that names no files.
    public AdminRequest(List<String> arguments, String input) {
        this(arguments, input, "");
    }

    /// A command of nobody in particular.
    public AdminRequest(List<String> arguments, String input, String directory) {
        this(arguments, input, directory, Login.NONE, Stage.NONE);
    }

    /// Who somebody says that they are, and how they show it.
    ///
    /// @param name "" for nobody in particular
    /// @param code of their authenticator app
    public record Login(String name, String password, String code) {
        /// Nobody in particular.
        public static final Login NONE = new Login("", "", "");

        boolean isGiven() {
            return !name.isEmpty();
        }

        @Override
        public String toString() {
            return "Login[" + name + "]";
        }
    }

    /// How far a command is that another process carries out.
    ///
    /// @param begun "" before it; then what was answered before it
    /// @param outcome "" before it; then `done` or `failed`
    public record Stage(String begun, String outcome) {
        /// Before it, or carried out here.
        public static final Stage NONE = new Stage("", "");
    }

    @Override
    public String toString() {
        return "AdminRequest[" + arguments + ", input of " + input.length() + " characters]";
    }
}
