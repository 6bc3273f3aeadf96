package org.earshot.common.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Who somebody is at an identity provider. A subject is never given to somebody else there (OpenID Connect Core §2); a name may be.
///
/// @param issuer the provider, 1 to 255 characters
/// @param subject 1 to 255 characters, compared exactly
public record Identity(String issuer, String subject) {
    /// Characters in each of both at most.
    public static final int LONGEST = 255;

    /// @throws IllegalArgumentException without what stands in them
    public Identity {
        if (issuer.isEmpty() || issuer.length() > LONGEST) {
            throw new IllegalArgumentException("an issuer has 1 to 255 characters");
        }
        if (subject.isEmpty() || subject.length() > LONGEST) {
            throw new IllegalArgumentException("a subject has 1 to 255 characters");
        }
    }

    /// SHA-256 over both: databases compare texts in ways of their own.
    byte[] digest() {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            sum.update(issuer.getBytes(StandardCharsets.UTF_8));
            sum.update((byte) 0);
            return sum.digest(subject.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
