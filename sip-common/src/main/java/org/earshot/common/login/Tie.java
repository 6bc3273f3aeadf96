package org.earshot.common.login;

import java.time.Instant;

/// That somebody with a role is one identity of a provider, and no other may come under their name.
///
/// @param since when they first logged in so
public record Tie(Identity identity, Instant since) {}
