package org.earshot.softphone.media.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The SHA-256 of a certificate (RFC 8122 §5). Immutable.
public final class Fingerprint {
    private static final String HASH = "sha-256";
    private static final int BYTES = 32;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    private final byte[] digest;

    private Fingerprint(byte[] digest) {
        this.digest = digest;
    }

    /// The fingerprint of a certificate.
    ///
    /// @param certificate in DER
    public static Fingerprint of(byte[] certificate) {
        try {
            return new Fingerprint(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Reads the value of `a=fingerprint`, such as `sha-256 12:DF:…`, in capitals or not.
    ///
    /// @return empty for other hashes, and for what is no fingerprint
    public static Optional<Fingerprint> parse(String value) {
        String[] words = value.strip().split("[ \t]+", -1);
        if (words.length != 2
                || !words[0].equalsIgnoreCase(HASH)
                || words[1].length() != BYTES * 3 - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Fingerprint(COLONS.parseHex(words[1].toUpperCase(Locale.ROOT))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The value of `a=fingerprint`.
    public String value() {
        return HASH + " " + COLONS.formatHex(digest);
    }

    /// A copy of the 32 bytes.
    public byte[] digest() {
        return digest.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint fingerprint
                && MessageDigest.isEqual(fingerprint.digest, digest);
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
