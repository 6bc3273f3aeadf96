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
/// key version (2)  issued, ms (8)  start of the node (8)  random (5)  mark (3)  HMAC-SHA256, cut (17)
/// ```
///
/// The mark tells whether an address is of the network that the nonce was given to ([#wasGivenTo]); nothing else can be read from it.
///
/// @param issuedAt to the millisecond
/// @param start a hash of which start of which node issued it
/// @param random tells nonces of one millisecond apart; its last bytes are the mark
/// @param text as on the wire
record SignedNonce(Instant issuedAt, long start, long random, String text) {
    private static final int FIELDS = 26;
    private static final int MAC = 17;
    private static final int MARK_BITS = 24;
    private static final long MARK = (1L << MARK_BITS) - 1;
    private static final byte[] MARKED =
            "the network that a nonce is given to".getBytes(StandardCharsets.UTF_8);
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{58}");

    /// @param realm bound in: another domain's nonce is none of ours
    /// @param receiver who it is given to
    static SignedNonce issue(
            KeyRing ring,
            String realm,
            long start,
            Instant now,
            SecureRandom random,
            SourceNetwork receiver) {
        SecretRingKey key = ring.current(KeyName.NONCE);
        long salt = random.nextLong() & ~MARK;
        salt |= mark(key, salt, receiver);
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

    /// Whether it was given to that network. One that was not seems so once in sixteen million.
    boolean wasGivenTo(KeyRing ring, SourceNetwork network) {
        int version =
                Short.toUnsignedInt(
                        ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)).getShort());
        return ring.find(KeyName.NONCE, version)
                .filter(key -> mark(key, random & ~MARK, network) == (random & MARK))
                .isPresent();
    }

    private static long mark(SecretRingKey key, long salt, SourceNetwork network) {
        // what is signed of a nonce begins with the number of a key, and never with such words
        byte[] mac =
                key.mac(
                        ByteBuffer.allocate(MARKED.length + 17)
                                .put(MARKED)
                                .putLong(salt)
                                .put((byte) (network.six() ? 6 : 4))
                                .putLong(network.bits())
                                .array());
        return ByteBuffer.wrap(mac).getLong() & MARK;
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
