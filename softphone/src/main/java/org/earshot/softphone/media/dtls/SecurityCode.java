package org.earshot.softphone.media.dtls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// What two people read to each other to be sure that nobody is between their phones: seven words made of both fingerprints, the
/// same on both phones. Pure.
public final class SecurityCode {
    /// So many guesses (2^126) would find a certificate with the same code.
    public static final int BITS = 126;

    private static final int WORDS = 7;
    private static final int SYLLABLES = 3;
    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aiou";
    private static final byte[] PURPOSE =
            "earshot security code 1".getBytes(StandardCharsets.US_ASCII);

    private SecurityCode() {}

    /// The code of a pair of phones; which is which does not matter. Words of three syllables, each a consonant (4 bits) and
    /// a vowel (2 bits) of the first 126 bits of a SHA-256.
    public static String of(Fingerprint one, Fingerprint other) {
        byte[] first = one.digest();
        byte[] second = other.digest();
        boolean inOrder = Arrays.compareUnsigned(first, second) <= 0;
        MessageDigest hash = sha256();
        hash.update(PURPOSE);
        hash.update(inOrder ? first : second);
        byte[] digest = hash.digest(inOrder ? second : first);
        StringBuilder code = new StringBuilder();
        for (int syllable = 0; syllable < WORDS * SYLLABLES; syllable++) {
            if (syllable > 0 && syllable % SYLLABLES == 0) {
                code.append(' ');
            }
            int six = bits(digest, syllable * 6);
            code.append(CONSONANTS.charAt(six >> 2)).append(VOWELS.charAt(six & 3));
        }
        return code.toString();
    }

    /// Six bits from a place on.
    private static int bits(byte[] bytes, int at) {
        int value = 0;
        for (int bit = at; bit < at + 6; bit++) {
            value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
        }
        return value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
