package org.earshot.softphone.media.dtls;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// What client and server have in common.
final class Peers {
    /// How long a handshake may take.
    static final int TIME_LIMIT_MILLIS = 10_000;

    /// A lost flight is repeated after so long, then after twice as long, and so on: people wait for it.
    static final int FIRST_REPETITION_MILLIS = 250;

    /// Of a datagram, so that no path cuts it.
    static final int MAX_DATAGRAM = 1_200;

    /// Our certificate fits these alone.
    private static final int[] ECDSA_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    };

    /// As a client we take servers with RSA certificates too.
    private static final int[] CLIENT_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    };

    private Peers() {}

    static int[] serverSuites() {
        return ECDSA_SUITES.clone();
    }

    static int[] clientSuites() {
        return CLIENT_SUITES.clone();
    }

    /// Of the other side's certificates and handshakes; nothing older than SHA-256.
    @SuppressWarnings("JdkObsolete") // BouncyCastle wants it
    static Vector<SignatureAndHashAlgorithm> signatures() {
        return new Vector<>(
                List.of(
                        ecdsa(HashAlgorithm.sha256),
                        ecdsa(HashAlgorithm.sha384),
                        ecdsa(HashAlgorithm.sha512),
                        SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
                        rsa(HashAlgorithm.sha256),
                        rsa(HashAlgorithm.sha384),
                        rsa(HashAlgorithm.sha512)));
    }

    private static SignatureAndHashAlgorithm ecdsa(short hash) {
        return SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.ecdsa);
    }

    private static SignatureAndHashAlgorithm rsa(short hash) {
        return SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.rsa);
    }

    static TlsCredentialedSigner credentials(
            DtlsIdentity identity, TlsContext context, BcTlsCrypto crypto) throws IOException {
        Certificate chain =
                new Certificate(
                        new TlsCertificate[] {
                            new BcTlsCertificate(crypto, identity.certificate())
                        });
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                identity.key(),
                chain,
                ecdsa(HashAlgorithm.sha256));
    }

    /// Before any key of the handshake is made (RFC 8122 §6.2). That the other side has the certificate's key, the handshake shows.
    ///
    /// @return the fingerprint of what was shown
    /// @throws DtlsFailure unless it was announced
    static Fingerprint check(Certificate shown, Set<Fingerprint> announced) throws IOException {
        if (shown == null || shown.isEmpty()) {
            throw DtlsFailure.wrongFingerprint();
        }
        Fingerprint actual = Fingerprint.of(shown.getCertificateAt(0).getEncoded());
        if (!announced.contains(actual)) {
            throw DtlsFailure.wrongFingerprint();
        }
        return actual;
    }
}
