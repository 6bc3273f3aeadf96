package org.earshot.server.admin;

import java.util.List;
import java.util.Objects;

/// A command on its way through the Unix socket: one line of JSON, at most [#MAX_BYTES].
///
/// @param arguments what stood behind `earshot admin`
/// @param input what came on standard input, "" for nothing; may be a password
/// @param directory where it was typed, which relative file names start from; "" for that of this process
public record AdminRequest(List<String> arguments, String input, String directory) {
    /// The longest line either side reads, in bytes.
    public static final int MAX_BYTES = 16 << 20;

    public AdminRequest {
        // one from a client of an earlier version has none
        directory = Objects.requireNonNullElse(directory, "");
    }

    /// A command that names no files.
    public AdminRequest(List<String> arguments, String input) {
        this(arguments, input, "");
    }

    @Override
    public String toString() {
        return "AdminRequest[" + arguments + ", input of " + input.length() + " characters]";
    }
}
