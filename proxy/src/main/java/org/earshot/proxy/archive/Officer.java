package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.Optional;

/// Who decides what is kept.
///
/// @param words for the record
/// @param login the name that they logged in with; empty for the owner of DATA, where there is no officer
/// @param since when they were appointed, or got their login from somebody else
public record Officer(String words, Optional<String> login, Optional<Instant> since) {}
