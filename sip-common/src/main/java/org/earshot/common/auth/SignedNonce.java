package org.earshot.common.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SecretRingKey;

/// A nonce that tells who issued it and when, so that nothing need be stored before it comes back: 43 bytes as 58
/// characters of base64url. Immutable.
///
/// ```
/// key version (2)  issued, ms (8)  start of the node (8)  random (8)  HMAC-SHA256, cut (17)
/// ```
///
/// @param issuedAt to the millisecond
/// @param start a hash of which start of which node issued it
/// @param random tells nonces of one millisecond apart
/// @param text as on the wire
record SignedNonce(Instant issuedAt, long start, long random, String text) {
    private static final int FIELDS = 26;
    private static final int MAC = 17;
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{58}");

    /// @param realm bound in: another domain's nonce is none of ours
    static SignedNonce issue(
            KeyRing ring, String realm, long start, Instant now, SecureRandom random) {
        SecretRingKey key = ring.current(KeyName.NONCE);
        long salt = random.nextLong();
        ByteBuffer bytes =
                ByteBuffer.allocate(FIELDS + MAC)
                        .putShort((short) key.id().version())
                        .putLong(now.toEpochMilli())
                        .putLong(start)
                        .putLong(salt);
        bytes.put(key.mac(signed(bytes.array(), realm)), 0, MAC);
        return new SignedNonce(
                Instant.ofEpochMilli(now.toEpochMilli()),
                start,
                salt,
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
    }

    /// Reads a nonce, whichever node of the domain issued it.
    ///
    /// @return empty if none did, or its key is gone
    static Optional<SignedNonce> read(KeyRing ring, String realm, String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            return Optional
                    .empty(); // the last character has bits to spare: one nonce, one spelling
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        int version = Short.toUnsignedInt(fields.getShort());
        byte[] mac = new byte[MAC];
        fields.get(FIELDS, mac);
        return ring.find(KeyName.NONCE, version)
                .filter(key -> key.verify(signed(bytes, realm), mac))
                .map(_ ->
                        new SignedNonce(
                                Instant.ofEpochMilli(fields.getLong()),
                                fields.getLong(),
                                fields.getLong(),
                                text));
    }

    private static byte[] signed(byte[] fields, String realm) {
        byte[] name = realm.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIELDS + name.length).put(fields, 0, FIELDS).put(name).array();
    }

    @Override
    public String toString() {
        return "SignedNonce[" + issuedAt + "]";
    }
}
