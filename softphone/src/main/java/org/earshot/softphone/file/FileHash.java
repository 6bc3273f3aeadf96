package org.earshot.softphone.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The hash of a whole file. Immutable.
public final class FileHash {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private final Algorithm algorithm;
    private final byte[] digest;

    /// Which hash.
    public enum Algorithm {
        /// What RFC 5547 knows.
        SHA_1("sha-1", "SHA-1", 20),
        SHA_256("sha-256", "SHA-256", 32);

        private final String token;
        private final String jdkName;
        private final int bytes;

        Algorithm(String token, String jdkName, int bytes) {
            this.token = token;
            this.jdkName = jdkName;
            this.bytes = bytes;
        }

        /// Its name in SDP.
        public String token() {
            return token;
        }

        MessageDigest digest() {
            try {
                return MessageDigest.getInstance(jdkName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + jdkName, e);
            }
        }
    }

    /// @param digest 20 bytes of SHA-1, 32 of SHA-256; is copied
    /// @throws IllegalArgumentException if there are more or fewer
    public FileHash(Algorithm algorithm, byte[] digest) {
        if (digest.length != algorithm.bytes) {
            throw new IllegalArgumentException(
                    algorithm.token + " has " + algorithm.bytes + " bytes");
        }
        this.algorithm = algorithm;
        this.digest = digest.clone();
    }

    /// Reads what stands behind `hash:` in a file selector (RFC 5547 §6), such as `sha-1:72:24:5F:…`, in capitals or not.
    ///
    /// @return empty for other hashes, and for what is no hash
    public static Optional<FileHash> parse(String value) {
        for (Algorithm algorithm : Algorithm.values()) {
            int length = algorithm.token.length() + 1;
            if (value.length() == length + algorithm.bytes * 3 - 1
                    && value.toLowerCase(Locale.ROOT).startsWith(algorithm.token + ":")) {
                try {
                    return Optional.of(
                            new FileHash(algorithm, COLONS.parseHex(value.substring(length))));
                } catch (IllegalArgumentException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// As in a file selector: `sha-256:AA:BB:…`.
    public String value() {
        return algorithm.token + ":" + COLONS.formatHex(digest);
    }

    /// The digits alone, small and without colons.
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileHash hash
                && hash.algorithm == algorithm
                && MessageDigest.isEqual(hash.digest, digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return value();
    }
}
