package org.earshot.proxy.archive;

/// What is committed together with an event, or not at all: it happens if and only if the event is in the record. Each
/// kind of table knows the companions that it can carry out, [JdbcCompanion] or [MemoryCompanion].
public interface Companion {}
