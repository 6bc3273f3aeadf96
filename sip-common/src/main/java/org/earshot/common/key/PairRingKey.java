package org.earshot.common.key;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// A private key and its public key: Ed25519 (RFC 8032) or EC P-256.
public final class PairRingKey implements RingKey {
    private final KeyId id;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private PairRingKey(KeyId id, PrivateKey privateKey, PublicKey publicKey) {
        this.id = id;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    static byte[] ed25519() {
        try {
            return material("Ed25519", KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519", e);
        }
    }

    static byte[] p256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return material("EC", generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secp256r1", e);
        }
    }

    /// The JDK's PKCS#8 of an EC key lacks the public point, so both encodings are kept.
    private static byte[] material(String algorithm, KeyPair pair) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(algorithm);
            for (byte[] part :
                    new byte[][] {pair.getPrivate().getEncoded(), pair.getPublic().getEncoded()}) {
                out.writeShort(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// @throws KeyRingException if the material is anything else
    static PairRingKey read(KeyId id, byte[] material) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(material))) {
            String algorithm = in.readUTF();
            if (!algorithm.equals(id.name() == KeyName.CA ? "EC" : "Ed25519")) {
                throw new KeyRingException("key " + id + " is of another kind");
            }
            byte[] privateBytes = part(in);
            byte[] publicBytes = part(in);
            KeyFactory factory = KeyFactory.getInstance(algorithm);
            return new PairRingKey(
                    id,
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateBytes)),
                    factory.generatePublic(new X509EncodedKeySpec(publicBytes)));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyRingException("key " + id + " is broken", e);
        }
    }

    private static byte[] part(DataInputStream in) throws IOException {
        byte[] part = new byte[in.readUnsignedShort()];
        in.readFully(part);
        return part;
    }

    @Override
    public KeyId id() {
        return id;
    }

    /// SHA-256 of the public key (SubjectPublicKeyInfo): nothing secret.
    @Override
    public String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256", e);
        }
    }

    /// For whoever verifies.
    public PublicKey publicKey() {
        return publicKey;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /// A signature by an Ed25519 key.
    ///
    /// @throws IllegalArgumentException if it is the EC key, which signs certificates only
    public byte[] sign(byte[] message) {
        return Ed25519.sign(privateKey, message);
    }

    /// Whether this Ed25519 key made that signature of that message.
    public boolean verify(byte[] message, byte[] signature) {
        return Ed25519.verifies(publicKey, message, signature);
    }

    @Override
    public String toString() {
        return "PairRingKey[" + id + "]";
    }
}
