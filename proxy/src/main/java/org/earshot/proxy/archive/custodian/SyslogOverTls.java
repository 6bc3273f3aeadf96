package org.earshot.proxy.archive.custodian;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A connection to a syslog server (RFC 5425). The server's certificate must be good, and name the host. A syslog server
/// answers nothing: what can be read of it is its end. One that stops reading is left: a write has no timeout of its own, but ends when the
/// plain socket below is closed.
final class SyslogOverTls implements CustodianLink {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A word of farewell must not take longer.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Socket plain;
    private final SSLSocket socket;
    private final Duration patience;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile boolean ended;

    private SyslogOverTls(Socket plain, SSLSocket socket, Duration patience) {
        this.plain = plain;
        this.socket = socket;
        this.patience = patience;
        Thread.ofVirtual().name("custodian").start(this::awaitEnd);
    }

    static CustodianLink open(String host, int port, SSLContext trust) throws IOException {
        return open(host, port, trust, PATIENCE);
    }

    /// @param patience how long it may take to connect, and to hand over a frame
    static CustodianLink open(String host, int port, SSLContext trust, Duration patience)
            throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setKeepAlive(true);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(millis);
            SSLSocket socket =
                    (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(List.of("TLSv1.3", "TLSv1.2").toArray(String[]::new));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new SyslogOverTls(plain, socket, patience);
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
        sending.lock();
        CompletableFuture<Void> guard = guard(patience);
        try {
            socket.getOutputStream().write(frame);
            socket.getOutputStream().flush();
        } finally {
            guard.cancel(false);
            sending.unlock();
        }
    }

    @Override
    public void check() throws IOException {
        if (ended) {
            throw new IOException("the syslog server has ended the connection");
        }
    }

    @Override
    public void close() throws IOException {
        if (!sending.tryLock()) {
            plain.close(); // the write that waits fails
            return;
        }
        CompletableFuture<Void> guard = guard(FAREWELL);
        try {
            socket.close();
        } finally {
            guard.cancel(false);
            sending.unlock();
            plain.close();
        }
    }

    /// Closes the plain socket after a time, unless it is cancelled.
    private CompletableFuture<Void> guard(Duration limit) {
        CompletableFuture<Void> guard = new CompletableFuture<>();
        var _ =
                guard.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                        .thenRun(this::abandon);
        return guard;
    }

    private void abandon() {
        try {
            plain.close();
        } catch (IOException _) {
            // it is of no more use either way
        }
    }
}
