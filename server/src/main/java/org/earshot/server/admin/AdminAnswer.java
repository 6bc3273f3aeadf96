package org.earshot.server.admin;

/// What a command printed, and its exit status.
///
/// @param status 0: it worked
/// @param output for standard output; may hold a new password
/// @param errors for standard error
public record AdminAnswer(int status, String output, String errors) {
    @Override
    public String toString() {
        return "AdminAnswer[" + status + "]";
    }
}
