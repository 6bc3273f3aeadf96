package org.earshot.common.key;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/// Signatures of 64 bytes (RFC 8032 §5.1.6), made and verified by BouncyCastle: the JDK's take about ten times as long
/// (decision 23). Keys are the JDK's, in its encodings. Pure; any thread.
public final class Ed25519 {
    private static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    /// @throws IllegalArgumentException if it is no such key
    public static byte[] sign(PrivateKey key, byte[] message) {
        try {
            if (!(PrivateKeyFactory.createKey(key.getEncoded())
                    instanceof Ed25519PrivateKeyParameters ours)) {
                throw new IllegalArgumentException("not an Ed25519 key");
            }
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, ours);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (IOException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    /// Whether whoever has the private key made that signature of that message; false as well where the key is another
    /// kind of key, or the bytes are no signature at all.
    public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            if (signature.length != SIGNATURE_BYTES
                    || !(PublicKeyFactory.createKey(key.getEncoded())
                            instanceof Ed25519PublicKeyParameters ours)) {
                return false;
            }
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, ours);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        } catch (IOException | IllegalArgumentException _) {
            return false; // a point that is not on the curve
        }
    }
}
