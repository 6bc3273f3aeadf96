package org.earshot.softphone.media.dtls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A phone's own certificate with its key: P-256, signed by itself, the same in all its calls, so that what two people have
/// compared stays compared. Says nothing of whose it is. Immutable; never shows the key in a text.
public final class DtlsIdentity {
    private static final String CURVE = "secp256r1";
    private static final X500Name NAME = new X500Name("CN=phone");
    private static final Duration VALID = Duration.ofDays(50L * 365);

    private final byte[] key;
    private final byte[] certificate;
    private final AsymmetricKeyParameter parsedKey;
    private final Fingerprint fingerprint;

    private DtlsIdentity(byte[] key, byte[] certificate, AsymmetricKeyParameter parsedKey) {
        this.key = key;
        this.certificate = certificate;
        this.parsedKey = parsedKey;
        this.fingerprint = Fingerprint.of(certificate);
    }

    /// A new one, valid from a day ago, since clocks differ, for fifty years.
    public static DtlsIdentity generate(SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            KeyPair pair = generator.generateKeyPair();
            Instant start = now.minus(Duration.ofDays(1));
            byte[] certificate =
                    new X509v3CertificateBuilder(
                                    NAME,
                                    new BigInteger(64, random).setBit(0),
                                    Date.from(start),
                                    Date.from(start.plus(VALID)),
                                    NAME,
                                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                            .build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate()))
                            .getEncoded();
            byte[] key = pair.getPrivate().getEncoded();
            return new DtlsIdentity(key, certificate, PrivateKeyFactory.createKey(key));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("can't make a certificate", e);
        }
    }

    /// Reads what [#toText] wrote.
    ///
    /// @throws IllegalArgumentException if it is nothing such, or key and certificate don't belong together
    public static DtlsIdentity parse(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("no key and certificate");
        }
        try {
            byte[] key = Base64.getDecoder().decode(parts[0]);
            byte[] certificate = Base64.getDecoder().decode(parts[1]);
            AsymmetricKeyParameter parsed =
                    PrivateKeyFactory.createKey(PrivateKeyInfo.getInstance(key));
            AsymmetricKeyParameter shown =
                    PublicKeyFactory.createKey(
                            Certificate.getInstance(certificate).getSubjectPublicKeyInfo());
            if (!(parsed instanceof ECPrivateKeyParameters secret)
                    || !(shown instanceof ECPublicKeyParameters known)
                    || !secret.getParameters()
                            .getG()
                            .multiply(secret.getD())
                            .equals(known.getQ())) {
                throw new IllegalArgumentException("key and certificate don't belong together");
            }
            return new DtlsIdentity(key, certificate, parsed);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("no key and certificate: " + e.getMessage(), e);
        }
    }

    /// Key (PKCS #8) and certificate (X.509), each a line of Base64. A secret.
    public String toText() {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(key) + "\n" + base64.encodeToString(certificate) + "\n";
    }

    /// Of the certificate.
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /// The same for TLS of the JDK, so that a phone shows one certificate wherever it is asked for one. A secret.
    public KeyStore.PrivateKeyEntry forTls() {
        try {
            return new KeyStore.PrivateKeyEntry(
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    new java.security.cert.Certificate[] {
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(certificate))
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK does not take the certificate", e);
        }
    }

    byte[] certificate() {
        return certificate.clone();
    }

    AsymmetricKeyParameter key() {
        return parsedKey;
    }

    @Override
    public String toString() {
        return fingerprint.value();
    }
}
