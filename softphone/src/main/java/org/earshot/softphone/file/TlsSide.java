package org.earshot.softphone.file;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.Fingerprint;

/// TLS 1.2 and 1.3 between phones (RFC 4975 §14.4, RFC 8122): both show a certificate that nobody has signed, and who they are is
/// decided after the handshake, by [#peer]. Thread-safe.
final class TlsSide {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;

    TlsSide(DtlsIdentity identity) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new OneKey(identity.forTls())},
                    new TrustManager[] {new Anybody()},
                    new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    /// Our end waits for the other one's hello. The handshake comes with the first use.
    SSLSocket server(Socket socket) throws IOException {
        SSLSocket tls = over(socket);
        tls.setUseClientMode(false);
        tls.setNeedClientAuth(true);
        return tls;
    }

    /// Our end begins.
    SSLSocket client(Socket socket) throws IOException {
        SSLSocket tls = over(socket);
        tls.setUseClientMode(true);
        return tls;
    }

    private SSLSocket over(Socket socket) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, null, socket.getPort(), true);
        tls.setEnabledProtocols(VERSIONS);
        return tls;
    }

    /// Of the other side's certificate, after the handshake; its key was used there.
    ///
    /// @return empty if it showed none
    static Optional<Fingerprint> peer(SSLSocket tls) {
        try {
            Certificate[] chain = tls.getSession().getPeerCertificates();
            return chain.length == 0
                    ? Optional.empty()
                    : Optional.of(Fingerprint.of(chain[0].getEncoded()));
        } catch (SSLPeerUnverifiedException | CertificateEncodingException _) {
            return Optional.empty();
        }
    }

    /// What a peer's certificate says does not matter: any is let through here, and its fingerprint is compared before anything is
    /// said or believed.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Shows our certificate whoever asks, also where the other side names issuers.
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "phone";
        private static final String TYPE = "EC";

        private final KeyStore.PrivateKeyEntry entry;

        OneKey(KeyStore.PrivateKeyEntry entry) {
            this.entry = entry;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return Arrays.asList(types).contains(TYPE) ? ALIAS : null;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return type.equals(TYPE) || type.startsWith(TYPE + "_") ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {(X509Certificate) entry.getCertificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return entry.getPrivateKey();
        }
    }
}
