package org.earshot.registrar.presence.store;

/// Whether somebody may see one's presence. The names stand in the database.
public enum Verdict {
    /// Everything.
    ALLOW,
    /// Is told that one is offline, whatever is true.
    POLITE_BLOCK,
    /// Is refused.
    BLOCK,
    /// Has asked, and waits for an answer.
    ASK
}
