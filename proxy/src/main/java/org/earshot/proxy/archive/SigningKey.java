package org.earshot.proxy.archive;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.earshot.common.key.Ed25519;

/// Public keys of nodes: their names, their text, what they verify (Ed25519, RFC 8032). Pure.
final class SigningKey {
    private SigningKey() {}

    static String fingerprint(PublicKey key) {
        return Canonical.sha256(key.getEncoded()).hex();
    }

    static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /// @throws IllegalArgumentException if it is no such key
    static PublicKey parse(String text) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    static boolean verifies(PublicKey key, byte[] message, Bytes signature) {
        return Ed25519.verifies(key, message, signature.array());
    }
}
