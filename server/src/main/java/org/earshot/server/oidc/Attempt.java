package org.earshot.server.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/// A login that a browser has begun and not ended: what only this server and, where said so, that browser or the provider know. 256 random bits each.
///
/// @param state goes to the provider and comes back (RFC 6749 §10.12)
/// @param browser in a cookie: who comes back must be who began
/// @param nonce stands in the ID token (OpenID Connect Core §3.1.2.1)
/// @param verifier proves to the provider that the code is for whom it was asked (RFC 7636)
public record Attempt(String state, String browser, String nonce, String verifier, Instant endsAt) {

    static Attempt begin(SecureRandom random, Instant endsAt) {
        return new Attempt(text(random), text(random), text(random), text(random), endsAt);
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The verifier as the provider sees it first (RFC 7636 §4.2, S256).
    String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Attempt[until " + endsAt + "]";
    }
}
