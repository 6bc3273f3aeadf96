package org.earshot.common.stack;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority that lives for one test.
final class TestAuthority {
    private static final char[] NO_PASSWORD = {};

    private final KeyPair keys = generate();
    private final X500Principal name = new X500Principal("CN=Test authority");
    private final X509Certificate certificate;
    private int serial = 1;

    TestAuthority() throws Exception {
        JcaX509v3CertificateBuilder builder = builder(name, keys);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        certificate = sign(builder);
    }

    /// A key with its certificate.
    record Identity(PrivateKey key, X509Certificate certificate) {
        /// For a server that shows this certificate.
        SSLContext serverContext() throws Exception {
            return context(null);
        }

        private SSLContext context(TrustManager[] trusted) throws Exception {
            KeyStore store = emptyStore();
            store.setKeyEntry("server", key, NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trusted, null);
            return context;
        }
    }

    Identity issue(String commonName, GeneralName... alternatives) throws Exception {
        KeyPair own = generate();
        JcaX509v3CertificateBuilder builder = builder(new X500Principal("CN=" + commonName), own);
        if (alternatives.length > 0) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        }
        return new Identity(own.getPrivate(), sign(builder));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /// For a client that trusts this authority and no other, and shows a certificate where it is asked for one.
    SSLContext clientContext(Identity own) throws Exception {
        return own.context(trusted());
    }

    /// For a client that trusts this authority and no other.
    SSLContext clientContext() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted(), null);
        return context;
    }

    private TrustManager[] trusted() throws Exception {
        KeyStore store = emptyStore();
        store.setCertificateEntry("authority", certificate);
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyStore emptyStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private JcaX509v3CertificateBuilder builder(X500Principal subject, KeyPair own) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial++),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                subject,
                own.getPublic());
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate())));
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
