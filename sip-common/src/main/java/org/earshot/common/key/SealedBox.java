package org.earshot.common.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Seals small secrets as printable text, `VERSION.BASE64`, with AES-256-GCM. Thread-safe.
public final class SealedBox {
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

    /// Characters of the Base64 of something, and of the longest that is read.
    private static final int SHORTEST = 38, LONGEST = 100_000;

    private final KeyRing ring;
    private final KeyName<SecretRingKey> name;

    SealedBox(KeyRing ring, KeyName<SecretRingKey> name) {
        this.ring = ring;
        this.name = name;
    }

    /// What associated data belongs to a text: it depends on the key's version where that is bound in too.
    @FunctionalInterface
    public interface AssociatedData {
        /// @param keyVersion of the key that seals or sealed
        byte[] of(int keyVersion);
    }

    /// Seals with the current key.
    ///
    /// @param associatedData not part of the text, but needed again to open it: a sealed text that was put in
    ///     another place does not open there
    /// @return 40 characters and a third more than the plaintext's bytes, about
    public String seal(byte[] plaintext, AssociatedData associatedData) {
        SecretRingKey key = ring.current(name);
        int version = key.id().version();
        return version
                + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.seal(plaintext, associatedData.of(version)));
    }

    /// Opens what [#seal] made; empty if it is anything else, was changed, belongs elsewhere, or its key is
    /// not in the ring.
    public Optional<byte[]> open(String sealed, AssociatedData associatedData) {
        int dot = sealed.indexOf('.');
        int length = sealed.length() - dot - 1;
        if (dot < 0
                || !VERSION.matcher(sealed.substring(0, dot)).matches()
                || length < SHORTEST
                || length > LONGEST
                || sealed.endsWith("=")) { // padding is none of ours, and the decoder takes it
            return Optional.empty();
        }
        int version = Integer.parseInt(sealed.substring(0, dot));
        Optional<SecretRingKey> key = ring.find(name, version);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(dot + 1));
            return Optional.of(key.get().open(bytes, associatedData.of(version)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The same as [#seal] for what is large: bytes, four of them the key's version.
    public byte[] sealBytes(byte[] plaintext, AssociatedData associatedData) {
        SecretRingKey key = ring.current(name);
        int version = key.id().version();
        byte[] sealed = key.seal(plaintext, associatedData.of(version));
        return ByteBuffer.allocate(Integer.BYTES + sealed.length)
                .putInt(version)
                .put(sealed)
                .array();
    }

    /// Opens what [#sealBytes] made; empty as with [#open].
    public Optional<byte[]> openBytes(byte[] sealed, AssociatedData associatedData) {
        if (sealed.length < Integer.BYTES) {
            return Optional.empty();
        }
        int version = ByteBuffer.wrap(sealed).getInt();
        byte[] box = Arrays.copyOfRange(sealed, Integer.BYTES, sealed.length);
        try {
            Optional<SecretRingKey> key = ring.find(name, version);
            return key.isEmpty()
                    ? Optional.empty()
                    : Optional.of(key.get().open(box, associatedData.of(version)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "SealedBox[" + name + "]";
    }
}
