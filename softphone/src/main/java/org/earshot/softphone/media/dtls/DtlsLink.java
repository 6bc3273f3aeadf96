package org.earshot.softphone.media.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A DTLS association of one media stream: its handshake, and afterwards the answers to what the other side repeats. Runs on a
/// virtual thread of its own; methods may be called by any thread, and return at once.
public final class DtlsLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DtlsLink.class);
    private static final int WAIT_MILLIS = 60_000;

    /// Where packets go.
    public interface Sender {
        /// Sends a datagram, or loses it, as networks do. Called on the link's thread.
        void send(byte[] bytes, int offset, int length);
    }

    /// What becomes of it, told on the link's thread; nothing after [#close].
    public interface Listener {
        /// Both sides have the keys, and the other side is who it was announced to be.
        void onKeys(DtlsParameters parameters, DtlsKeys keys);

        /// There will be none.
        ///
        /// @param reason in words, for the user
        void onFailed(DtlsParameters parameters, String reason);
    }

    private final DtlsParameters parameters;
    private final Listener listener;
    private final Datagrams datagrams;
    private final int limitMillis;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean failed;
    private volatile boolean closed;

    /// A link that waits for [#start].
    public DtlsLink(DtlsParameters parameters, Sender sender, Listener listener) {
        this(parameters, sender, listener, Peers.TIME_LIMIT_MILLIS);
    }

    /// @param limitMillis how long the handshake may take
    DtlsLink(DtlsParameters parameters, Sender sender, Listener listener, int limitMillis) {
        this.limitMillis = limitMillis;
        this.parameters = parameters;
        this.listener = listener;
        this.datagrams = new Datagrams(sender);
    }

    /// Whether a datagram on a media socket belongs to DTLS (RFC 7983 §7).
    ///
    /// @param first its first byte
    public static boolean isDtls(byte first) {
        return first >= 20 && first <= 63;
    }

    /// Begins the handshake, or waits for the other side to begin, which must be soon. Does nothing when called again.
    public void start() {
        datagrams.stir();
        if (started.compareAndSet(false, true)) {
            Thread.ofVirtual().name("media-dtls").start(this::run);
        }
    }

    /// Takes part in a handshake that the other side begins, however late that is; until [#start] ours is not begun.
    public void listen() {
        if (parameters.role() == DtlsRole.PASSIVE && started.compareAndSet(false, true)) {
            Thread.ofVirtual().name("media-dtls").start(this::runOnceStirred);
        }
    }

    /// Whether there will be no keys.
    public boolean hasFailed() {
        return failed;
    }

    /// A datagram has come.
    ///
    /// @param bytes  hold it from index 0 on; copied
    public void onPacket(byte[] bytes, int length) {
        datagrams.put(Arrays.copyOf(bytes, length));
    }

    /// Ends it, and tells the other side.
    @Override
    public void close() {
        closed = true;
        datagrams.end();
    }

    private void runOnceStirred() {
        try {
            datagrams.awaitFirst();
            run();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void run() {
        try {
            BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
            switch (parameters.role()) {
                case ACTIVE -> {
                    SrtpClient client = new SrtpClient(crypto, parameters, limitMillis);
                    serve(client, new DTLSClientProtocol().connect(client, datagrams));
                }
                case PASSIVE -> {
                    SrtpServer server = new SrtpServer(crypto, parameters, limitMillis);
                    serve(server, new DTLSServerProtocol().accept(server, datagrams));
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void serve(SrtpPeer peer, DTLSTransport transport) throws IOException {
        Optional<DtlsKeys> keys = peer.keys();
        if (closed || keys.isEmpty()) {
            transport.close();
            return;
        }
        listener.onKeys(parameters, keys.get());
        byte[] unused = new byte[transport.getReceiveLimit()];
        try {
            // our last flight may be lost: then the other side repeats its own, and this answers
            while (!closed) {
                transport.receive(unused, 0, unused.length, WAIT_MILLIS);
            }
        } catch (IOException | RuntimeException e) {
            // the call goes on with the keys that it has; BYE ends it
            log.debug("the DTLS association is over: {}", e.getMessage());
        } finally {
            transport.close();
        }
    }

    private void fail(Exception e) {
        if (closed) {
            return;
        }
        log.debug("no keys by DTLS", e);
        failed = true;
        listener.onFailed(parameters, words(e));
    }

    private static String words(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DtlsFailure failure) {
                return failure.words();
            }
            if (cause instanceof TlsTimeoutException) {
                return "the other phone did not agree upon keys in time";
            }
            if (cause instanceof TlsFatalAlertReceived alert) {
                return "the other phone refused to agree upon keys ("
                        + AlertDescription.getName(alert.getAlertDescription())
                        + ")";
            }
        }
        return "the phones could not agree upon keys";
    }
}
