package org.earshot.common.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id, version 1.3 (RFC 9106), as text in the usual form `$argon2id$v=19$m=…,t=…,p=…$SALT$HASH`: what a password was hashed
/// with stands beside its hash, so that another cost can come later.
final class PasswordHash {
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int MOST_MEMORY_KIB = 1 << 20;
    private static final Pattern TEXT =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,7}),t=([1-9][0-9]{0,3}),p=([1-9][0-9]{0,2})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private PasswordHash() {}

    /// What one hash costs.
    ///
    /// @param memoryKib memory in KiB
    /// @param passes over it
    /// @param lanes that could run side by side
    record Cost(int memoryKib, int passes, int lanes) {
        /// The second recommendation of RFC 9106 §4, for where memory is scarce: 64 MiB, about a second of a processor.
        static final Cost RFC_9106 = new Cost(64 << 10, 3, 4);
    }

    static String of(String password, Cost cost, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return text(password, cost, salt);
    }

    static String text(String password, Cost cost, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m="
                + cost.memoryKib()
                + ",t="
                + cost.passes()
                + ",p="
                + cost.lanes()
                + "$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash(password, cost, salt, HASH));
    }

    /// Whether a password gives that text; false also for a text that is none.
    static boolean fits(String password, String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        Cost cost =
                new Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
        if (cost.memoryKib() > MOST_MEMORY_KIB || cost.memoryKib() < 8 * cost.lanes()) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts.group(4));
            byte[] expected = Base64.getDecoder().decode(parts.group(5));
            return MessageDigest.isEqual(expected, hash(password, cost, salt, expected.length));
        } catch (IllegalArgumentException _) { // not Base64 after all
            return false;
        }
    }

    private static byte[] hash(String password, Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memoryKib())
                        .withIterations(cost.passes())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
