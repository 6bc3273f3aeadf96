package org.earshot.server.admin;

import java.util.List;

/// A command on its way through the Unix socket: one line of JSON, at most [#MAX_BYTES].
///
/// @param arguments what stood behind `earshot admin`
/// @param input what came on standard input, "" for nothing; may be a password
public record AdminRequest(List<String> arguments, String input) {
    /// The longest line either side reads, in bytes.
    public static final int MAX_BYTES = 16 << 20;

    @Override
    public String toString() {
        return "AdminRequest[" + arguments + ", input of " + input.length() + " characters]";
    }
}
