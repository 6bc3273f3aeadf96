package org.earshot.registrar.presence.state;

import java.util.Optional;

/// One call of an address, as a lamp shows it (RFC 4235).
///
/// @param id of the call within the document; says nothing about it
/// @param initiator whether the address called
/// @param confirmed whether it was answered; else it rings
/// @param peer the other party's URI, where the watcher may know it
public record Lamp(String id, boolean initiator, boolean confirmed, Optional<String> peer) {}
