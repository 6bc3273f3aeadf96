package org.earshot.common.stack;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/// TLS over connected sockets: 1.2 and 1.3, nothing older (RFC 8996).
public final class TlsSockets {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private TlsSockets() {}

    /// Our end is the server.
    ///
    /// @param wantsCertificate whether the peer is asked for one; it may have none
    static SSLSocket server(SSLContext context, Socket socket, boolean wantsCertificate)
            throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(VERSIONS);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(wantsCertificate);
        tls.setSSLParameters(parameters);
        return tls;
    }

    /// Our end is the client; asks for the domain by SNI (RFC 6066 §3) unless it is numeric.
    public static SSLSocket client(SSLContext context, Socket socket, String domain)
            throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, domain, socket.getPort(), true);
        tls.setUseClientMode(true);
        tls.setEnabledProtocols(VERSIONS);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(serverName(domain));
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static List<javax.net.ssl.SNIServerName> serverName(String domain) {
        if (Hosts.literal(domain).isPresent()) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(domain));
        } catch (IllegalArgumentException e) {
            return List
                    .of(); // no name that SNI could carry; the certificate is still held against it
        }
    }

    /// What the peer has shown, its own certificate first; nothing where it showed none.
    static List<X509Certificate> shown(SSLSocket tls) {
        try {
            return Stream.of(tls.getSession().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /// After the handshake, which has checked the chain: whether the server's certificate is this
    /// domain's.
    ///
    /// @throws SSLPeerUnverifiedException if not
    public static void requireDomain(SSLSocket tls, String domain)
            throws SSLPeerUnverifiedException {
        Certificate[] chain = tls.getSession().getPeerCertificates();
        if (chain.length == 0
                || !(chain[0] instanceof X509Certificate certificate)
                || !DomainCertificate.names(certificate, domain)) {
            throw new SSLPeerUnverifiedException("the certificate does not name " + domain);
        }
    }
}
