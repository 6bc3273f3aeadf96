package org.earshot.server.acme;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.PrivateFiles;

/// The key of an account with an authority, in a file (0600): PEM, the private key (PKCS#8) and the public one (RFC 7468 §10, §13). Who has it can get certificates in
/// the account's name. Stateless.
final class AccountKey {
    private static final String CURVE = "secp256r1";

    private AccountKey() {}

    /// What is there, or a new one.
    ///
    /// @throws KeyRingException if others may read the file, or it holds no such key
    static KeyPair of(Path file) {
        if (Files.exists(file)) {
            return read(new String(PrivateFiles.read(file), StandardCharsets.US_ASCII))
                    .orElseThrow(() ->
                            new KeyRingException(
                                    file
                                            + " holds no key of an account: remove it, and another one is made"));
        }
        KeyPair made = newKey();
        PrivateFiles.directory(file.toAbsolutePath().getParent());
        PrivateFiles.replace(file, text(made).getBytes(StandardCharsets.US_ASCII), true);
        return made;
    }

    /// A key pair on P-256.
    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CURVE, e);
        }
    }

    static String text(KeyPair pair) {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()));
            pem.writeObject(new PemObject("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException(e); // it is written to memory
        }
        return text.toString();
    }

    /// @return empty for anything else than a key pair
    static Optional<KeyPair> read(String text) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        Optional<PrivateKey> secret = Optional.empty();
        Optional<PublicKey> open = Optional.empty();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PrivateKeyInfo info) {
                    secret = Optional.of(converter.getPrivateKey(info));
                } else if (found instanceof SubjectPublicKeyInfo info) {
                    open = Optional.of(converter.getPublicKey(info));
                }
            }
        } catch (IOException | RuntimeException e) { // the parser throws many kinds
            return Optional.empty();
        }
        return secret.isPresent() && open.isPresent()
                ? Optional.of(new KeyPair(open.get(), secret.get()))
                : Optional.empty();
    }
}
