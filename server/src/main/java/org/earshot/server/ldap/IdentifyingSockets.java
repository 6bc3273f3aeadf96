package org.earshot.server.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Sockets whose handshake fails where the certificate does not name the host that was asked for (RFC 4513 §3.1.3). The SDK's own check
/// takes what an address of this machine shows unlooked, and an address in a certificate that the name only resolves to. Thread-safe.
final class IdentifyingSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;

    IdentifyingSockets(SSLContext tls) {
        this.sockets = tls.getSocketFactory();
    }

    private static Socket identifying(Socket socket) {
        SSLSocket tls = (SSLSocket) socket;
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("LDAPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return identifying(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket under, String host, int port, boolean closing)
            throws IOException {
        return identifying(sockets.createSocket(under, host, port, closing));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return identifying(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        return identifying(sockets.createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return identifying(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        return identifying(sockets.createSocket(host, port, from, fromPort));
    }
}
