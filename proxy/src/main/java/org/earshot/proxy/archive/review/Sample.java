package org.earshot.proxy.archive.review;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.Bytes;

/// Picks some messages by chance: a keyed hash of the event's id decides, so that nobody foresees it and whoever asks again gets
/// the same answer. The key belongs to the rule's version, and is sealed with it.
///
/// @param perMille how many of a thousand, 1–1000
/// @param key 32 random bytes
public record Sample(int perMille, Bytes key) implements Picks {
    private static final int ALL = 1000;
    private static final int KEY = 32;

    public Sample {
        if (perMille < 1 || perMille > ALL) {
            throw new IllegalArgumentException("a sample is 1 to 1000 of a thousand");
        }
        if (key.length() != KEY) {
            throw new IllegalArgumentException("a key of " + key.length() + " bytes");
        }
    }

    /// One that nobody knows the picks of.
    public static Sample random(int perMille, SecureRandom random) {
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        return new Sample(perMille, Bytes.of(key));
    }

    /// Whether it picks an event.
    boolean picks(UUID event) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.array(), "HmacSHA256"));
            byte[] hash = mac.doFinal(Columns.bytes(event));
            long drawn =
                    ((hash[0] & 0xFFL) << 24)
                            | ((hash[1] & 0xFFL) << 16)
                            | ((hash[2] & 0xFFL) << 8)
                            | (hash[3] & 0xFFL);
            return (drawn * ALL) >>> 32 < perMille;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256", e);
        }
    }

    @Override
    public String words() {
        return perMille + " of a thousand";
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Sample[" + words() + "]";
    }
}
