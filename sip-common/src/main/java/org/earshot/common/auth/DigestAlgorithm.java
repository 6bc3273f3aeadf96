package org.earshot.common.auth;

import java.util.Arrays;
import java.util.Optional;

/// The hash of a digest (RFC 7616 §6.1, RFC 8760). The order is the order of preference.
public enum DigestAlgorithm {
    SHA_256("SHA-256"),
    MD5("MD5");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /// As it stands in `algorithm=`, which is also the name of the JDK's MessageDigest.
    public String token() {
        return token;
    }

    /// Reads `algorithm=`, in any case.
    ///
    /// @param token "" means MD5 (RFC 7616 §3.3)
    /// @return empty for one that we can't do
    public static Optional<DigestAlgorithm> of(String token) {
        return token.isEmpty()
                ? Optional.of(MD5)
                : Arrays.stream(values())
                        .filter(algorithm -> algorithm.token.equalsIgnoreCase(token))
                        .findFirst();
    }
}
