package org.earshot.softphone.media.ice;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a TURN server, by TCP or TLS (RFC 8656 §3.1), for where UDP can't pass. Two virtual threads of its own read
/// and write; methods may be called by any thread, and return at once.
public final class TurnStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TurnStream.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    /// Packets that may wait while the connection is stuck: more than half a second of sound, and later that is of no use.
    static final int MAX_WAITING = 32;

    /// Requests may wait beyond that: over a stream they are not repeated.
    static final int MAX_WAITING_REQUESTS = 64;

    /// So that what waits does so here, where it can be dropped, and not in the system's buffer.
    private static final int SYSTEM_BUFFER_BYTES = 16 * 1024;

    private static final byte[] END = {}; // no packet is empty

    /// What becomes of it, told on the stream's reading thread; nothing after [#close].
    public interface Listener {
        /// It is connected; over TLS the server's certificate is trusted, and names the host.
        void onConnected();

        /// A packet has come: a STUN message, or ChannelData.
        ///
        /// @param packet the listener's from now on
        void onPacket(byte[] packet);

        /// It could not be connected, or is no longer. Told once, and nothing after it.
        ///
        /// @param reason in words, for an administrator
        void onClosed(String reason);
    }

    /// TLS, and who is expected at the other end.
    private record Security(SSLContext trust, String host) {}

    private final InetSocketAddress server;
    private final Optional<Security> security;
    private final Listener listener;
    private final Duration connectLimit;
    private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final Socket socket = new Socket();
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);
    private final AtomicReference<String> failure = new AtomicReference<>();
    private volatile Socket secured = socket;
    private volatile boolean closed;
    private volatile boolean ended;

    private TurnStream(
            InetSocketAddress server,
            Optional<Security> security,
            Listener listener,
            Duration connectLimit) {
        if (server.isUnresolved()) {
            throw new IllegalArgumentException("unresolved: " + server);
        }
        this.server = server;
        this.security = security;
        this.listener = listener;
        this.connectLimit = connectLimit;
    }

    /// A connection by TCP, as `turn:...?transport=tcp` asks for (RFC 7065), that waits for [#start].
    ///
    /// @param server resolved
    public static TurnStream tcp(InetSocketAddress server, Listener listener) {
        return tcp(server, listener, CONNECT_LIMIT);
    }

    static TurnStream tcp(InetSocketAddress server, Listener listener, Duration connectLimit) {
        return new TurnStream(server, Optional.empty(), listener, connectLimit);
    }

    /// A connection by TLS, as `turns:` asks for, that waits for [#start].
    ///
    /// @param server resolved
    /// @param host   what the certificate must name: the host of the URI, a name or a numeric address
    /// @param trust  whose certificates are trusted
    public static TurnStream tls(
            InetSocketAddress server, String host, SSLContext trust, Listener listener) {
        return tls(server, host, trust, listener, CONNECT_LIMIT);
    }

    static TurnStream tls(
            InetSocketAddress server,
            String host,
            SSLContext trust,
            Listener listener,
            Duration connectLimit) {
        return new TurnStream(
                server, Optional.of(new Security(trust, host)), listener, connectLimit);
    }

    /// Connects, which may take up to 5 s. To be called once.
    public void start() {
        Thread.ofVirtual().name("turn-read").start(this::read);
        Thread.ofVirtual().name("turn-write").start(this::write);
    }

    /// Sends a packet once the connection is there. Where it is stuck, what is too much is dropped; requests last.
    ///
    /// @param packet a STUN message, or ChannelData that is padded; the stream's from now on
    /// @return whether it was taken
    public boolean send(byte[] packet) {
        if (packet.length == 0) {
            throw new IllegalArgumentException("an empty packet");
        }
        int limit = isRequest(packet) ? MAX_WAITING_REQUESTS : MAX_WAITING;
        return !closed && !ended && waiting.size() < limit && waiting.add(packet);
    }

    /// Sends what waits, and ends the connection: a second later at the latest.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.add(END);
        if (connected.getCount() > 0) {
            abort();
            return;
        }
        Thread.ofVirtual()
                .name("turn-close")
                .start(() -> {
                    await(written, CLOSE_LIMIT);
                    abort();
                });
    }

    private static boolean isRequest(byte[] packet) {
        return packet.length >= StunWire.HEADER_BYTES
                && packet[0] >= 0
                && packet[0] <= 3
                && StunWire.kind(StunWire.unsignedShort(packet, 0)) == StunMessage.Kind.REQUEST;
    }

    private void read() {
        String reason;
        try {
            connect();
            reason = receive();
        } catch (IOException e) {
            reason = words(e);
        } catch (StunException e) {
            reason = "what answers at " + TurnErrors.name(server) + " is no TURN server";
        }
        failure.compareAndSet(null, reason);
        ended = true;
        connected.countDown();
        waiting.add(END);
        abort();
        if (!closed) {
            log.debug("{}", failure.get());
            listener.onClosed(failure.get());
        }
    }

    private void connect() throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SYSTEM_BUFFER_BYTES);
        socket.connect(server, Math.toIntExact(connectLimit.toMillis()));
        if (security.isPresent()) {
            secured = secure(security.get());
        }
        connected.countDown();
        if (!closed) {
            listener.onConnected();
        }
    }

    // the writing thread watches the time
    private SSLSocket secure(Security with) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        with.trust()
                                .getSocketFactory()
                                .createSocket(socket, with.host(), server.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private String receive() throws IOException, StunException {
        TurnFramer framer = new TurnFramer(this::onFrame);
        byte[] bytes = new byte[TurnFramer.MAX_FRAME_BYTES];
        InputStream input = secured.getInputStream();
        for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
            framer.accept(bytes, 0, count);
        }
        return "the relay " + TurnErrors.name(server) + " has closed the connection";
    }

    private void onFrame(byte[] buffer, int length) {
        if (!closed) {
            listener.onPacket(Arrays.copyOf(buffer, length));
        }
    }

    private void write() {
        if (!await(connected, connectLimit)) {
            failure.compareAndSet(
                    null,
                    "the relay "
                            + TurnErrors.name(server)
                            + " did not answer within "
                            + connectLimit.toMillis()
                            + " ms");
            abort();
            return;
        }
        try {
            OutputStream output =
                    new BufferedOutputStream(secured.getOutputStream(), SYSTEM_BUFFER_BYTES);
            for (byte[] packet = waiting.take(); packet.length > 0; packet = waiting.take()) {
                output.write(packet);
                if (waiting.isEmpty()) {
                    output.flush();
                }
            }
            output.flush();
            secured.close();
        } catch (IOException e) {
            failure.compareAndSet(null, words(e));
            abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abort();
        } finally {
            written.countDown();
        }
    }

    // the socket below TLS: closing TLS itself would wait for a write that is stuck
    private void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("a socket could not be closed: {}", e.getMessage());
        }
    }

    private static boolean await(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String words(IOException e) {
        String name = TurnErrors.name(server);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "the certificate of the relay "
                        + name
                        + " is not good for "
                        + security.map(Security::host).orElse("it")
                        + ": "
                        + cause.getMessage();
            }
        }
        String what = e instanceof SSLException ? "TLS with the relay " : "the relay ";
        return what
                + name
                + (connected.getCount() > 0 ? " can't be reached: " : " was lost: ")
                + e.getMessage();
    }

    @Override
    public String toString() {
        return (security.isPresent() ? "TLS to " : "TCP to ") + server;
    }
}
