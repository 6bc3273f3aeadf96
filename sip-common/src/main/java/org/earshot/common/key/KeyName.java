package org.earshot.common.key;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// What a key is for. A key serves one purpose only.
///
/// @param <K> whether it is a secret (sealing, MACs) or a pair (signatures)
public final class KeyName<K extends RingKey> {

    /// Signs digest nonces.
    public static final KeyName<SecretRingKey> NONCE = secret("nonce");

    /// Signs our Record-Route.
    public static final KeyName<SecretRingKey> ROUTE = secret("route");

    /// Seals the HA1 values of accounts, and the logins of people with a role.
    public static final KeyName<SecretRingKey> CREDENTIAL = secret("credential");

    /// Wraps the day keys of the archive's content.
    public static final KeyName<SecretRingKey> ARCHIVE_CONTENT = secret("archive-content");

    /// Signs the archive's checkpoints (Ed25519); each node has its own.
    public static final KeyName<PairRingKey> ARCHIVE_SIGN =
            new KeyName<>("archive-sign", false, PairRingKey::read, PairRingKey::ed25519);

    /// The domain's certificate authority (EC P-256).
    public static final KeyName<PairRingKey> CA =
            new KeyName<>("ca", true, PairRingKey::read, PairRingKey::p256);

    /// Seals what waits: messages for their recipients, events for the archive.
    public static final KeyName<SecretRingKey> MESSAGE = secret("message");

    /// Shows one node of the domain to another.
    public static final KeyName<SecretRingKey> NODE = secret("node");

    /// Wraps the keys of files in the file store.
    public static final KeyName<SecretRingKey> FILE = secret("file");

    private final String text;
    private final boolean shared;
    private final BiFunction<KeyId, byte[], K> reader;
    private final Supplier<byte[]> generator;

    private KeyName(
            String text,
            boolean shared,
            BiFunction<KeyId, byte[], K> reader,
            Supplier<byte[]> generator) {
        this.text = text;
        this.shared = shared;
        this.reader = reader;
        this.generator = generator;
    }

    private static KeyName<SecretRingKey> secret(String text) {
        return new KeyName<>(text, true, SecretRingKey::new, SecretRingKey::generate);
    }

    /// All of them. A ring has at least version 1 of each.
    public static List<KeyName<?>> all() {
        return List.of(
                NONCE, ROUTE, CREDENTIAL, ARCHIVE_CONTENT, ARCHIVE_SIGN, CA, MESSAGE, NODE, FILE);
    }

    /// Reads what [#toString] wrote.
    public static Optional<KeyName<?>> of(String text) {
        return all().stream().filter(name -> name.text.equals(text)).findFirst();
    }

    /// Whether all nodes of a domain have the same one; if not, it is never exported.
    boolean isShared() {
        return shared;
    }

    /// @throws KeyRingException if the material is not that of such a key
    K read(KeyId id, byte[] material) {
        return reader.apply(id, material);
    }

    /// New random material.
    byte[] generate() {
        return generator.get();
    }

    /// As in file names and key ids: `archive-sign`.
    @Override
    public String toString() {
        return text;
    }
}
