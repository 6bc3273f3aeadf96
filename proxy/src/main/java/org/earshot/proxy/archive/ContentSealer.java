package org.earshot.proxy.archive;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals content so that it can be read only with its day's key. Each record has a random key of its own (AES-256-GCM),
/// which the day key wraps (AES-256-GCM); the event's id is associated data of both, so that content can't be moved to
/// another record. Thread-safe.
///
/// `sealed` is the [Canonical] encoding of: nonce and wrapped key; nonce and ciphertext. The plaintext is the encoding of:
/// 32 random bytes (the commitment's salt), the content's type, the content.
final class ContentSealer {
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final ArchiveKeys keys;
    private final SecureRandom random;

    ContentSealer(ArchiveKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /// @param key id of the day key
    /// @param sealed wrapped key and ciphertext
    /// @param commitment see [ArchiveRecord]
    record Sealed(String key, Bytes sealed, Bytes commitment) {}

    /// What was sealed.
    record Salted(Bytes salt, Content content) {}

    Sealed seal(Content content, ArchiveEvent event) {
        DayKey dayKey =
                keys.current(event.retention(), event.at().atOffset(ZoneOffset.UTC).toLocalDate());
        byte[] recordKey = bytes(KEY);
        byte[] plaintext =
                new Canonical().bytes(bytes(32)).text(content.type()).bytes(content.body()).array();
        byte[] associated = associated(event.id(), dayKey.id());
        Canonical sealed =
                new Canonical()
                        .bytes(encrypt(dayKey.key(), recordKey, associated))
                        .bytes(encrypt(new SecretKeySpec(recordKey, "AES"), plaintext, associated));
        return new Sealed(dayKey.id(), sealed.toBytes(), commitment(plaintext));
    }

    /// The content of a record; empty when it has none, or its key or itself has gone.
    ///
    /// @throws IllegalArgumentException if it was changed
    Optional<Content> open(ArchiveRecord row) {
        return openSalted(row).map(Salted::content);
    }

    /// The same with the commitment's salt: with both anybody can check what was committed to.
    ///
    /// @throws IllegalArgumentException if it was changed
    Optional<Salted> openSalted(ArchiveRecord row) {
        Optional<DayKey> dayKey = row.contentKey().flatMap(keys::find);
        if (row.sealed().isEmpty() || dayKey.isEmpty()) {
            return Optional.empty();
        }
        CanonicalReader sealed = new CanonicalReader(row.sealed().get().array());
        byte[] associated = associated(row.eventId(), dayKey.get().id());
        try {
            byte[] recordKey = decrypt(dayKey.get().key(), sealed.bytes(), associated);
            byte[] plaintext =
                    decrypt(new SecretKeySpec(recordKey, "AES"), sealed.bytes(), associated);
            if (!row.contentCommitment().equals(Optional.of(commitment(plaintext)))) {
                throw new IllegalArgumentException(
                        "the content of record "
                                + row.position()
                                + " is not what was committed to");
            }
            CanonicalReader parts = new CanonicalReader(plaintext);
            Bytes salt = Bytes.of(parts.bytes());
            return Optional.of(new Salted(salt, Content.of(parts.text(), parts.bytes())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the content of record " + row.position() + " was changed", e);
        }
    }

    private static Bytes commitment(byte[] plaintext) {
        return new Canonical().text("earshot-archive-content-1").bytes(plaintext).sha256();
    }

    private static byte[] associated(UUID event, String key) {
        return new Canonical().text("earshot-archive-content-1").uuid(event).text(key).array();
    }

    private byte[] encrypt(SecretKey key, byte[] plaintext, byte[] associated) {
        byte[] nonce = bytes(NONCE);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            byte[] out = new byte[NONCE + cipher.getOutputSize(plaintext.length)];
            System.arraycopy(nonce, 0, out, 0, NONCE);
            cipher.doFinal(plaintext, 0, plaintext.length, out, NONCE);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM", e);
        }
    }

    private static byte[] decrypt(SecretKey key, byte[] sealed, byte[] associated)
            throws GeneralSecurityException {
        if (sealed.length < NONCE) {
            throw new GeneralSecurityException("too short");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
        cipher.updateAAD(associated);
        return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
