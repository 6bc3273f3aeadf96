package org.earshot.softphone.media.srtp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// A suite with master key and master salt for one direction. Immutable until [#destroy()]; keeps copies of its own
/// and never shows them in a text.
public final class SrtpKeys {

    private final SrtpSuite suite;
    private final byte[] keyAndSalt;

    /// Master key followed by master salt, as they stand behind `inline:` once decoded (RFC 4568 §6.1).
    ///
    /// @throws IllegalArgumentException when the length is not the suite's
    public SrtpKeys(SrtpSuite suite, byte[] keyAndSalt) {
        if (keyAndSalt.length != suite.keyBytes() + suite.saltBytes()) {
            throw new IllegalArgumentException(
                    suite + " with " + keyAndSalt.length + " bytes of key and salt");
        }
        this.suite = suite;
        this.keyAndSalt = keyAndSalt.clone();
    }

    /// New keys for what we send.
    public static SrtpKeys generate(SrtpSuite suite, SecureRandom random) {
        byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
        random.nextBytes(bytes);
        try {
            return new SrtpKeys(suite, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The suite.
    public SrtpSuite suite() {
        return suite;
    }

    /// A copy of master key and master salt, for `a=crypto`.
    public byte[] keyAndSalt() {
        return keyAndSalt.clone();
    }

    byte[] masterKey() {
        return Arrays.copyOf(keyAndSalt, suite.keyBytes());
    }

    byte[] masterSalt() {
        return Arrays.copyOfRange(keyAndSalt, suite.keyBytes(), keyAndSalt.length);
    }

    /// Overwrites the key with zeros, for whoever holds these keys last.
    public void destroy() {
        Arrays.fill(keyAndSalt, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys keys
                && keys.suite == suite
                && MessageDigest.isEqual(keys.keyAndSalt, keyAndSalt);
    }

    /// Of the suite alone: a hash of a key is a part of the key.
    @Override
    public int hashCode() {
        return suite.hashCode();
    }

    @Override
    public String toString() {
        return suite + " key hidden";
    }
}
