package org.earshot.proxy.archive;

/// What is committed together with an event, or not at all: it happens if and only if the event is in the record. Each
/// kind of table knows the companions that it can carry out, [JdbcCompanion] or [MemoryCompanion].
public interface Companion {
    /// This, and then another one of the same kind of table, which may build upon it; where either is refused, both are.
    Companion and(Companion other);
}
