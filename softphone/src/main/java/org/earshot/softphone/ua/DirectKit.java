package org.earshot.softphone.ua;

import java.util.Optional;

/// What a phone needs to call without a server.
///
/// @param line empty: it was started without it
/// @param name what our user wants to be called there
/// @param discoverable whether others may find us by that name
public record DirectKit(
        Optional<DirectLine> line,
        Neighbours neighbours,
        DirectRules rules,
        String name,
        boolean discoverable) {

    /// Of a phone that was started without it.
    public static DirectKit none() {
        return new DirectKit(Optional.empty(), Neighbours.NONE, DirectRules.ofThisRun(), "", false);
    }
}
