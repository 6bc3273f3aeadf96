package org.earshot.proxy.archive;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
    private final Function<ArchiveRecord, Optional<byte[]>> keptKeys;

    ContentSealer(ArchiveKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
        keptKeys = _ -> Optional.empty();
    }

    /// One that opens also what only a hold's key opens any more.
    ContentSealer(RetentionKeys keys, SecureRandom random, RetentionTables tables) {
        this.keys = keys;
        this.random = random;
        keptKeys =
                row ->
                        tables.holdKey(row.position())
                                .flatMap(kept ->
                                        keys.findHoldKey(kept.key())
                                                .map(key -> unwrapped(row, key, kept.wrapped())));
    }

    /// @param key id of the day key
    /// @param sealed wrapped key and ciphertext
    /// @param commitment see [ArchiveRecord]
    record Sealed(String key, Bytes sealed, Bytes commitment) {}

    /// What was sealed.
    record Salted(Bytes salt, Content content) {}

    Sealed seal(Content content, ArchiveEvent event, RetentionClass retention) {
        DayKey dayKey = keys.current(retention, event.at().atOffset(ZoneOffset.UTC).toLocalDate());
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
        if (row.sealed().isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> recordKey = recordKey(row).or(() -> keptKeys.apply(row));
        if (recordKey.isEmpty()) {
            return Optional.empty();
        }
        CanonicalReader sealed = new CanonicalReader(row.sealed().get().array());
        try {
            sealed.bytes();
            byte[] plaintext =
                    decrypt(
                            new SecretKeySpec(recordKey.get(), "AES"),
                            sealed.bytes(),
                            associated(row.eventId(), row.contentKey().orElse("")));
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
            throw changed(row, e);
        }
    }

    private static IllegalArgumentException changed(
            ArchiveRecord row, GeneralSecurityException why) {
        return new IllegalArgumentException(
                "the content of record " + row.position() + " was changed", why);
    }

    private Optional<byte[]> recordKey(ArchiveRecord row) {
        return row.contentKey()
                .flatMap(keys::find)
                .map(dayKey -> {
                    try {
                        return decrypt(
                                dayKey.key(),
                                new CanonicalReader(row.sealed().orElseThrow().array()).bytes(),
                                associated(row.eventId(), dayKey.id()));
                    } catch (GeneralSecurityException e) {
                        throw changed(row, e);
                    }
                });
    }

    /// Wraps the record's key once more; empty where the day's key has gone.
    ///
    /// @throws IllegalArgumentException if the content was changed
    Optional<Bytes> wrapped(ArchiveRecord row, DayKey holdKey) {
        return recordKey(row)
                .map(key ->
                        Bytes.of(encrypt(holdKey.key(), key, held(row.eventId(), holdKey.id()))));
    }

    private static byte[] unwrapped(ArchiveRecord row, DayKey holdKey, Bytes wrapped) {
        try {
            return decrypt(holdKey.key(), wrapped.array(), held(row.eventId(), holdKey.id()));
        } catch (GeneralSecurityException e) {
            throw changed(row, e);
        }
    }

    private static byte[] held(UUID event, String key) {
        return new Canonical().text("earshot-archive-hold-1").uuid(event).text(key).array();
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
