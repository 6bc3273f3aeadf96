package org.earshot.common.stack;

import java.security.SecureRandom;

/// Tags, branches and Call-IDs that nobody can guess (RFC 3261 §8.1.1.7, §19.3). Thread-safe.
final class RandomIds {
    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();

    /// RFC 3261 §8.1.1.7: shows that the branch is unique.
    static final String MAGIC_COOKIE = "z9hG4bK";

    private final SecureRandom random = new SecureRandom();

    /// The tag of a From or To: 60 bits.
    String tag() {
        return text(12);
    }

    /// A branch, with magic cookie: 80 bits.
    String branch() {
        return MAGIC_COOKIE + text(16);
    }

    private String text(int length) {
        char[] text = new char[length];
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % 12 == 0) {
                bits = random.nextLong();
            }
            text[i] = DIGITS[(int) (bits & 31)];
            bits >>>= 5;
        }
        return new String(text);
    }
}
