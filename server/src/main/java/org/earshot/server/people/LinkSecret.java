package org.earshot.server.people;

import java.security.SecureRandom;
import java.util.Base64;
import org.earshot.common.db.Columns;

/// What makes a link good: 128 bits that nobody can guess, so that a plain hash of it is safe to keep.
///
/// @param text as it stands in the link
public record LinkSecret(String text) {
    private static final int BYTES = 16;

    static LinkSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new LinkSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What is kept of it.
    byte[] hash() {
        return Columns.sha256(text);
    }

    @Override
    public String toString() {
        return "LinkSecret";
    }
}
