package org.earshot.proxy.archive;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/// Keys until the process ends, for an archive that ends with it too.
public final class InMemoryArchiveKeys implements ArchiveKeys {
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, DayKey> days = new ConcurrentHashMap<>();
    private final KeyPair pair;

    public InMemoryArchiveKeys() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    @Override
    public DayKey current(RetentionClass retention, LocalDate day) {
        return days.computeIfAbsent(
                retention.name() + "." + day,
                id -> {
                    byte[] key = new byte[32];
                    random.nextBytes(key);
                    return new DayKey(id, new SecretKeySpec(key, "AES"));
                });
    }

    @Override
    public Optional<DayKey> find(String id) {
        return Optional.ofNullable(days.get(id));
    }

    @Override
    public String signer() {
        return SigningKey.fingerprint(pair.getPublic());
    }

    @Override
    public PublicKey publicKey() {
        return pair.getPublic();
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519", e);
        }
    }
}
