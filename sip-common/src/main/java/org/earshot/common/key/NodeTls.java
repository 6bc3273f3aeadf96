package org.earshot.common.key;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// TLS 1.3 between the nodes of a domain, where both ends show a certificate (RFC 8446 §4.3.2). Each node issues its own
/// with the ring's CA key, so that whoever has the ring is a node, and nobody else: not a phone that trusts the CA, not a
/// server with a certificate of that CA for SIP.
///
/// The certificate and its key live in memory, for a week at most; a new one is made after a day, or when the CA key is
/// rotated. Thread-safe.
public final class NodeTls {
    /// Reserved for nodes; below `localhost`, for which every CA of ours may sign (RFC 5280 §4.2.1.10).
    static final String NAME = "earshot-node.localhost";

    private static final Duration LIFE = Duration.ofDays(7);
    private static final Duration RENEW_AFTER = Duration.ofDays(1);

    /// The clocks of nodes may be off by this.
    private static final Duration CLOCK_SKEW = Duration.ofHours(24);

    private final KeyRing ring;
    private final InstantSource clock;
    private Issued current;

    /// @param ring its current CA key signs, and is the only one that is trusted
    public NodeTls(KeyRing ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
        current = issue();
    }

    /// Our end of a connection that another node opened; the handshake is still to come.
    public SSLSocket server(Socket connected) throws IOException {
        SSLSocket tls =
                (SSLSocket) context().getSocketFactory().createSocket(connected, null, true);
        tls.setUseClientMode(false);
        tls.setNeedClientAuth(true);
        return onlyNewest(tls);
    }

    /// Our end of a connection that we opened to another node; the handshake is still to come. What that node says of
    /// our certificate shows only when it is read from (RFC 8446 §4.4.4: its end is done later than ours).
    public SSLSocket client(Socket connected) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        context()
                                .getSocketFactory()
                                .createSocket(connected, NAME, connected.getPort(), true);
        tls.setUseClientMode(true);
        return onlyNewest(tls);
    }

    private static SSLSocket onlyNewest(SSLSocket tls) {
        tls.setEnabledProtocols(new String[] {"TLSv1.3"});
        return tls;
    }

    /// One for each connection: no session is resumed past a change of the CA key.
    private SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    issued().keyManagers,
                    new TrustManager[] {
                        new NodeTrust(ring.current(KeyName.CA).publicKey(), NAME, clock)
                    },
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("TLS can't be used: " + e.getMessage(), e);
        }
    }

    private synchronized Issued issued() {
        boolean old = !clock.instant().isBefore(current.at.plus(RENEW_AFTER));
        boolean early = clock.instant().isBefore(current.at); // the clock was set back
        if (old || early || !current.authority.equals(ring.current(KeyName.CA).id())) {
            current = issue();
        }
        return current;
    }

    private Issued issue() {
        PairRingKey authority = ring.current(KeyName.CA);
        Instant now = clock.instant();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509Certificate leaf = certificate(pair, authority, NAME, now);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            // never leaves the memory: the password keeps nobody out
            char[] password = UUID.randomUUID().toString().toCharArray();
            store.setKeyEntry("node", pair.getPrivate(), password, new Certificate[] {leaf});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store, password);
            return new Issued(factory.getKeyManagers(), authority.id(), now);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("can't make a certificate", e);
        }
    }

    static X509Certificate certificate(KeyPair pair, PairRingKey authority, String name, Instant at)
            throws IOException, OperatorCreationException, GeneralSecurityException {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        new X500Name("CN=Earshot nodes"),
                        new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                        Date.from(at.minus(CLOCK_SKEW)),
                        Date.from(at.plus(LIFE)),
                        new X500Name("CN=" + name),
                        pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                        }));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(authority.privateKey())));
    }

    /// What we show, and since when.
    private static final class Issued {
        private final KeyManager[] keyManagers;
        private final KeyId authority;
        private final Instant at;

        Issued(KeyManager[] keyManagers, KeyId authority, Instant at) {
            this.keyManagers = keyManagers;
            this.authority = authority;
            this.at = at;
        }
    }
}
