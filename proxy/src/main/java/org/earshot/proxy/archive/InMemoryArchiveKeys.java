package org.earshot.proxy.archive;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.common.key.Ed25519;

/// Keys until the process ends, for an archive that ends with it too.
public final class InMemoryArchiveKeys implements RetentionKeys {
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, DayKey> days = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, DayKey> holds = new ConcurrentHashMap<>();
    private final byte[] secret = new byte[32];
    private final KeyPair pair;

    public InMemoryArchiveKeys() {
        random.nextBytes(secret);
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    @Override
    public DayKey current(RetentionClass retention, LocalDate day) {
        return days.computeIfAbsent(retention.name() + "." + day, this::made);
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
        return Ed25519.sign(pair.getPrivate(), message);
    }

    private DayKey made(String id) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new DayKey(id, new SecretKeySpec(key, "AES"));
    }

    @Override
    public List<String> dayKeys() {
        return days.keySet().stream().sorted().toList();
    }

    @Override
    public void destroyDayKey(String id) {
        days.remove(id);
    }

    @Override
    public DayKey holdKey(String hold) {
        return holds.computeIfAbsent(hold + ".1", this::made);
    }

    @Override
    public Optional<DayKey> findHoldKey(String id) {
        return Optional.ofNullable(holds.get(id));
    }

    @Override
    public List<String> holdKeys() {
        return holds.keySet().stream().sorted().toList();
    }

    @Override
    public void destroyHoldKey(String id) {
        holds.remove(id);
    }

    @Override
    public String seal(byte[] text) {
        return new Canonical().bytes(secret).bytes(text).sha256().hex();
    }

    @Override
    public boolean isSealOf(String seal, byte[] text) {
        return seal(text).equals(seal);
    }
}
