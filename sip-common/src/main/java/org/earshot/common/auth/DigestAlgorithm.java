package org.earshot.common.auth;

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
}
