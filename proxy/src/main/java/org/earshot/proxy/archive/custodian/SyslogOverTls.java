package org.earshot.proxy.archive.custodian;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A connection to a syslog server (RFC 5425). The server's certificate must be good, and name the host. A syslog server
/// answers nothing: what can be read of it is its end.
final class SyslogOverTls implements CustodianLink {
    private static final int PATIENCE_MILLIS = 10_000;

    private final SSLSocket socket;
    private volatile boolean ended;

    private SyslogOverTls(SSLSocket socket) {
        this.socket = socket;
        Thread.ofVirtual().name("custodian").start(this::awaitEnd);
    }

    static CustodianLink open(String host, int port, SSLContext trust) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            plain.setKeepAlive(true);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(PATIENCE_MILLIS);
            SSLSocket socket =
                    (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(List.of("TLSv1.3", "TLSv1.2").toArray(String[]::new));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new SyslogOverTls(socket);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private void awaitEnd() {
        try {
            while (socket.getInputStream().read() >= 0) {
                // nothing that is said counts
            }
        } catch (IOException _) {
            // it has ended too
        }
        ended = true;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        check();
        socket.getOutputStream().write(frame);
        socket.getOutputStream().flush();
    }

    @Override
    public void check() throws IOException {
        if (ended) {
            throw new IOException("the syslog server has ended the connection");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
