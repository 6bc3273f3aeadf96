package org.earshot.common.db;

import java.util.List;

/// How the database is.
///
/// @param state see there
/// @param detail why, for the operator; "" when ready
/// @param warnings what makes a commit weaker than "on stable storage", a sentence each
public record DatabaseStatus(State state, String detail, List<String> warnings) {

    /// What can be done with it now.
    public enum State {
        /// It serves.
        READY,
        /// It can't be reached; we keep trying.
        UNREACHABLE,
        /// It was reached and must not be used, such as when it belongs to another key ring.
        REFUSED
    }

    public DatabaseStatus {
        warnings = List.copyOf(warnings);
    }
}
