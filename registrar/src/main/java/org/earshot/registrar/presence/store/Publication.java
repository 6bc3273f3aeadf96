package org.earshot.registrar.presence.store;

import java.time.Instant;

/// What one phone says of its user's presence (RFC 3903).
///
/// @param etag its entity-tag, by which the phone names it
/// @param body the PIDF document as it came, checked
/// @param expiresAt when it counts no more
/// @param updatedAt when it came
/// @param ofDevice whether it came over the flow of a registered phone: then it counts while a phone is there, else until it
///     expires (RFC 3903 knows no registration)
public record Publication(
        String etag, String body, Instant expiresAt, Instant updatedAt, boolean ofDevice) {
    public Publication {
        if (etag.isEmpty() || etag.length() > 64) {
            throw new IllegalArgumentException("an entity-tag of " + etag.length());
        }
    }
}
