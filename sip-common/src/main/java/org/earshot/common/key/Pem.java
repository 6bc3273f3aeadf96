package org.earshot.common.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Certificates and keys as text (RFC 7468). Stateless.
final class Pem {
    private static final Base64.Encoder MIME =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String write(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As PKCS#8.
    static String write(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    private static String block(String type, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, MIME.encodeToString(content), type);
    }

    /// @param what whose, for messages
    /// @throws KeyRingException if it can't be read
    static byte[] file(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new KeyRingException("there is no " + what + " " + file, e);
        } catch (IOException e) {
            throw new KeyRingException("can't read the " + what + " " + file + ": " + e, e);
        }
    }

    /// One or more certificates, in the order of the text; what stands between them is ignored.
    ///
    /// @param where for messages
    /// @throws KeyRingException if there is none, or one is broken
    static List<X509Certificate> certificates(byte[] pem, String where) {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new KeyRingException(where + " holds no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new KeyRingException(where + " holds no readable certificate", e);
        }
    }

    /// A private key: PKCS#8 (`BEGIN PRIVATE KEY`), or what older tools write for RSA and EC.
    ///
    /// @throws KeyRingException if there is none, or it needs a password
    static PrivateKey privateKey(byte[] pem, String where) {
        try (PEMParser parser =
                new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (found instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (found.getClass().getSimpleName().contains("Encrypted")) {
                    throw new KeyRingException(
                            "the key in "
                                    + where
                                    + " needs a password; write it without one, mode 0600");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyRingException(where + " holds no readable private key", e);
        }
        throw new KeyRingException(where + " holds no private key");
    }

    /// Whether the key belongs to the certificate.
    static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] probe = certificate.getSerialNumber().toByteArray();
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
