package org.earshot.common.relay;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// By what a TURN server lets somebody in (RFC 8489 §9.2).
///
/// @param username 1 to 508 bytes, without line ends
/// @param password printed nowhere
/// @param expiresAt when the server takes it no longer; [Instant#MAX] for one that stands
public record RelayCredential(String username, String password, Instant expiresAt) {
    private static final int LONGEST_USERNAME = 508; // RFC 8489 §14.3: less than 509 bytes
    private static final int LONGEST_PASSWORD = 256;

    public RelayCredential {
        check("user name", username, LONGEST_USERNAME);
        check("password", password, LONGEST_PASSWORD);
    }

    private static void check(String what, String text, int longest) {
        if (text.isEmpty()
                || text.getBytes(StandardCharsets.UTF_8).length > longest
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a " + what + " for a TURN server is one line of 1 to " + longest + " bytes");
        }
    }

    @Override
    public String toString() {
        return "RelayCredential[" + username + " until " + expiresAt + "]";
    }
}
