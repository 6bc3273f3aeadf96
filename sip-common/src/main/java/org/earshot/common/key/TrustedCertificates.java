package org.earshot.common.key;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whom a client of TLS trusts. Besides PKIX (RFC 5280) it holds a trusted authority to its own name
/// constraints, which the JDK does not do for trust anchors.
///
/// Whoever opens a connection sets `SSLParameters.setEndpointIdentificationAlgorithm("HTTPS")` and the domain
/// as the peer's host, so that the certificate is also compared with the domain (RFC 5922 §4).
/// Immutable; any thread.
public final class TrustedCertificates {
    private final X509ExtendedTrustManager trustManager;

    private TrustedCertificates(X509ExtendedTrustManager trustManager) {
        this.trustManager = trustManager;
    }

    /// Nobody but the authorities of a file, such as the server's `ca.pem`.
    ///
    /// @throws KeyRingException if it holds no certificate or can't be read
    public static TrustedCertificates fromPem(Path file) {
        return of(Pem.certificates(Pem.file(file, "certificate file"), file.toString()));
    }

    /// Nobody but these authorities.
    public static TrustedCertificates of(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("ca" + store.size(), authority);
            }
            return new TrustedCertificates(
                    new ConstrainedTrustManager(pkix(store), List.copyOf(authorities)));
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyRingException("these certificates can't be trusted: " + e.getMessage(), e);
        }
    }

    /// Whom the system trusts.
    public static TrustedCertificates ofSystem() {
        try {
            X509ExtendedTrustManager system = pkix(null);
            return new TrustedCertificates(
                    new ConstrainedTrustManager(system, List.of(system.getAcceptedIssuers())));
        } catch (GeneralSecurityException e) {
            throw new KeyRingException(
                    "the system's certificates can't be read: " + e.getMessage(), e);
        }
    }

    /// Whom the system trusts, and besides them these authorities, which are asked for anew at each handshake.
    public static TrustedCertificates ofSystemAnd(Supplier<List<X509Certificate>> others) {
        return new TrustedCertificates(new EitherTrustManager(ofSystem().trustManager, others));
    }

    /// Nobody but the one authority that has a key, as an invitation names it: the server has to show it.
    ///
    /// @param fingerprint SHA-256 of the key (SubjectPublicKeyInfo), 64 hex digits in lower case
    /// @param found gets the authority's certificate as PEM, when a server has shown it and was trusted; any thread
    public static TrustedCertificates ofKey(String fingerprint, Consumer<String> found) {
        return new TrustedCertificates(
                new PinnedTrustManager(of(List.of()).trustManager, fingerprint, found));
    }

    private static X509ExtendedTrustManager pkix(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no PKIX trust manager");
    }

    /// Whether a chain that a peer has shown is trusted, as a server's or a client's: public authorities sign for servers alone, and
    /// a server of SIP is both.
    ///
    /// @param chain the peer's own certificate first
    public boolean vouchFor(List<X509Certificate> chain) {
        X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
        if (shown.length == 0) {
            return false;
        }
        try {
            trustManager.checkServerTrusted(shown, "UNKNOWN");
            return true;
        } catch (CertificateException notAsServer) {
            try {
                trustManager.checkClientTrusted(shown, shown[0].getPublicKey().getAlgorithm());
                return true;
            } catch (CertificateException notAsClient) {
                return false;
            }
        }
    }

    /// For connections to a server.
    public SSLContext context() {
        return context(Optional.empty());
    }

    /// The same for a server that asks for a certificate.
    public SSLContext context(Optional<ServerCertificate> own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own.isPresent() ? own.get().keyManagers() : null,
                    new TrustManager[] {trustManager},
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new KeyRingException("TLS can't be used: " + e.getMessage(), e);
        }
    }

    /// The same check for each kind of connection, by other trust managers.
    private abstract static class DelegatingTrustManager extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager issuers;

        /// @param issuers whose authorities are named to peers
        DelegatingTrustManager(X509ExtendedTrustManager issuers) {
            this.issuers = issuers;
        }

        @FunctionalInterface
        interface Check {
            void by(X509ExtendedTrustManager manager) throws CertificateException;
        }

        /// @param check what is asked of a chain, to be put to whoever knows
        abstract void check(X509Certificate[] chain, Check check) throws CertificateException;

        @Override
        public final void checkServerTrusted(
                X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain, manager -> manager.checkServerTrusted(chain, authType, socket));
        }

        @Override
        public final void checkServerTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, manager -> manager.checkServerTrusted(chain, authType, engine));
        }

        @Override
        public final void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            check(chain, manager -> manager.checkServerTrusted(chain, authType));
        }

        @Override
        public final void checkClientTrusted(
                X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain, manager -> manager.checkClientTrusted(chain, authType, socket));
        }

        @Override
        public final void checkClientTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, manager -> manager.checkClientTrusted(chain, authType, engine));
        }

        @Override
        public final void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            check(chain, manager -> manager.checkClientTrusted(chain, authType));
        }

        @Override
        public final X509Certificate[] getAcceptedIssuers() {
            return issuers.getAcceptedIssuers();
        }
    }

    /// PKIX by the JDK, then the constraints of whichever trusted authority the chain ends at.
    private static final class ConstrainedTrustManager extends DelegatingTrustManager {
        private final X509ExtendedTrustManager pkix;
        private final List<X509Certificate> authorities;

        ConstrainedTrustManager(X509ExtendedTrustManager pkix, List<X509Certificate> authorities) {
            super(pkix);
            this.pkix = pkix;
            this.authorities = authorities;
        }

        @Override
        void check(X509Certificate[] chain, Check check) throws CertificateException {
            check.by(pkix);
            checkConstraints(chain);
        }

        /// Walks from the server's certificate upward to the first one that a trusted authority signed (or is).
        /// Certificates that are in the message but not on that way prove nothing.
        private void checkConstraints(X509Certificate[] chain) throws CertificateException {
            X509Certificate current = chain[0];
            for (int steps = 0; steps < chain.length; steps++) {
                List<X509Certificate> anchors = anchorsOf(current);
                for (X509Certificate anchor : anchors) {
                    if (NameConstraint.permits(anchor, chain[0])) {
                        return;
                    }
                }
                if (!anchors.isEmpty()) {
                    throw new CertificateException(
                            "the authority that signed this certificate may not sign for its names");
                }
                current = issuerOf(current, chain);
            }
            throw new CertificateException("no trusted authority signed this certificate");
        }

        private List<X509Certificate> anchorsOf(X509Certificate certificate) {
            return authorities.stream()
                    .filter(authority ->
                            certificate.equals(authority) || isSignedBy(certificate, authority))
                    .toList();
        }

        private static X509Certificate issuerOf(
                X509Certificate certificate, X509Certificate[] chain) throws CertificateException {
            for (X509Certificate candidate : chain) {
                if (!candidate.equals(certificate) && isSignedBy(certificate, candidate)) {
                    return candidate;
                }
            }
            throw new CertificateException("no trusted authority signed this certificate");
        }

        private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
            if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
                return false;
            }
            try {
                certificate.verify(authority.getPublicKey());
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    /// By an authority that is known by its key alone until the server shows it.
    private static final class PinnedTrustManager extends DelegatingTrustManager {
        private final String fingerprint;
        private final Consumer<String> found;

        PinnedTrustManager(
                X509ExtendedTrustManager nobody, String fingerprint, Consumer<String> found) {
            super(nobody);
            this.fingerprint = fingerprint;
            this.found = found;
        }

        @Override
        void check(X509Certificate[] chain, Check check) throws CertificateException {
            for (X509Certificate shown : chain) {
                if (shown.getBasicConstraints() >= 0 && hasTheKey(shown)) {
                    check.by(of(List.of(shown)).trustManager);
                    found.accept(Pem.write(shown));
                    return;
                }
            }
            throw new CertificateException("the server's authority is not the one that was named");
        }

        private boolean hasTheKey(X509Certificate shown) throws CertificateException {
            try {
                return HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(shown.getPublicKey().getEncoded()))
                        .equals(fingerprint);
            } catch (NoSuchAlgorithmException e) {
                throw new CertificateException(e);
            }
        }
    }

    /// One of the others, or whom the system trusts.
    private static final class EitherTrustManager extends DelegatingTrustManager {
        private final X509ExtendedTrustManager system;
        private final Supplier<List<X509Certificate>> others;

        EitherTrustManager(
                X509ExtendedTrustManager system, Supplier<List<X509Certificate>> others) {
            super(system);
            this.system = system;
            this.others = others;
        }

        @Override
        void check(X509Certificate[] chain, Check check) throws CertificateException {
            List<X509Certificate> authorities = others.get();
            if (authorities.isEmpty()) {
                check.by(system);
                return;
            }
            try {
                check.by(of(authorities).trustManager);
            } catch (CertificateException byOthers) {
                try {
                    check.by(system);
                } catch (CertificateException bySystem) {
                    bySystem.addSuppressed(byOthers);
                    throw bySystem;
                }
            }
        }
    }
}
