package org.earshot.common.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;

/// H(username:realm:password), RFC 7616 §3.4.2: as good as the password, so it does not print.
public final class Ha1 {
    private final DigestAlgorithm algorithm;
    private final byte[] hash;

    private Ha1(DigestAlgorithm algorithm, byte[] hash) {
        this.algorithm = algorithm;
        this.hash = hash;
    }

    /// The password is taken in Unicode's composed form (RFC 8265 §4.2), so that it does not matter on which
    /// system it is typed.
    public static Ha1 of(
            DigestAlgorithm algorithm, String username, String realm, String password) {
        String text =
                username + ':' + realm + ':' + Normalizer.normalize(password, Normalizer.Form.NFC);
        return new Ha1(algorithm, hash(algorithm, text));
    }

    /// Takes the bytes of an HA1 again that [#bytes] gave.
    ///
    /// @throws IllegalArgumentException if the length is not that of the algorithm
    static Ha1 ofBytes(DigestAlgorithm algorithm, byte[] hash) {
        if (hash.length != length(algorithm)) {
            throw new IllegalArgumentException("an HA1 of " + algorithm.token() + " is longer");
        }
        return new Ha1(algorithm, hash.clone());
    }

    /// How many bytes an HA1 has.
    static int length(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> 32;
            case MD5 -> 16;
        };
    }

    DigestAlgorithm algorithm() {
        return algorithm;
    }

    byte[] bytes() {
        return hash.clone();
    }

    /// As it enters the sums: lower-case hex digits.
    String hex() {
        return HexFormat.of().formatHex(hash);
    }

    static byte[] hash(DigestAlgorithm algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm.token())
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm.token(), e); // both are part of every JDK
        }
    }

    @Override
    public String toString() {
        return "Ha1[" + algorithm.token() + "]";
    }
}
