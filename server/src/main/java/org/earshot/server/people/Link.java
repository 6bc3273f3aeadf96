package org.earshot.server.people;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A link that an administrator has given out, without its secret.
///
/// @param name of the account that it is for; "" for any
/// @param createdBy who gave it out, in words
/// @param usedAt when somebody used it; empty: nobody has
/// @param usedBy whose account came of it; "" for nobody's
/// @param detail what it is for besides; "" for nothing
/// @param tries how often it was tried with a name that could not be had
public record Link(
        UUID id,
        Purpose purpose,
        String name,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Optional<Instant> usedAt,
        String usedBy,
        int tries,
        String detail) {

    /// What links are for. The names stand in the database.
    public enum Purpose {
        INVITATION,
        RESET,
        /// The file that sets up a phone.
        PHONE
    }

    /// Whether it can be used.
    boolean isGood(Instant now) {
        return usedAt.isEmpty() && now.isBefore(expiresAt);
    }
}
