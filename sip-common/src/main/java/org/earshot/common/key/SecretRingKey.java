package org.earshot.common.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// A symmetric key of 256 bits. What seals, what authenticates and what identifies it are three keys derived
/// from it (HKDF-SHA256, RFC 5869), so that none says anything about another.
public final class SecretRingKey implements RingKey {
    private static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyId id;
    private final SecretKey sealing;
    private final SecretKey authenticating;
    private final String fingerprint;
    private final SecureRandom random = new SecureRandom();

    /// @throws KeyRingException if the material has another length
    SecretRingKey(KeyId id, byte[] material) {
        if (material.length != BYTES) {
            throw new KeyRingException("key " + id + " has " + material.length + " bytes, not 32");
        }
        this.id = id;
        sealing = derive(material, "seal", "AES");
        authenticating = derive(material, "mac", "HmacSHA256");
        fingerprint =
                HexFormat.of().formatHex(derive(material, "fingerprint", "Generic").getEncoded());
    }

    static byte[] generate() {
        byte[] material = new byte[BYTES];
        new SecureRandom().nextBytes(material);
        return material;
    }

    @Override
    public KeyId id() {
        return id;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /// HMAC-SHA256 (RFC 2104): 32 bytes.
    public byte[] mac(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(authenticating);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256", e);
        }
    }

    /// Whether `mac` is, or is the beginning of, what [#mac] makes of this message; in constant time.
    ///
    /// @param mac at least 10 bytes (RFC 2104 §5), else the answer is no
    public boolean verify(byte[] message, byte[] mac) {
        if (mac.length < 10 || mac.length > 32) {
            return false;
        }
        byte[] expected = new byte[mac.length];
        System.arraycopy(mac(message), 0, expected, 0, mac.length);
        return MessageDigest.isEqual(expected, mac);
    }

    /// AES-256-GCM with a random nonce of 96 bits in front. One key may seal 2^32 texts (NIST SP 800-38D §8.3).
    byte[] seal(byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData).doFinal(plaintext);
            byte[] out = new byte[NONCE_BYTES + sealed.length];
            System.arraycopy(nonce, 0, out, 0, NONCE_BYTES);
            System.arraycopy(sealed, 0, out, NONCE_BYTES, sealed.length);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM", e);
        }
    }

    /// @throws GeneralSecurityException if it was not sealed by this key with this associated data
    byte[] open(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new GeneralSecurityException("too short");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(sealed, 0, nonce, 0, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, nonce, associatedData)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    private static SecretKey derive(byte[] material, String use, String algorithm) {
        byte[] info = ("earshot " + use).getBytes(StandardCharsets.US_ASCII);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract().addIKM(material).thenExpand(info, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "SecretRingKey[" + id + "]";
    }
}
