package org.earshot.common.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.earshot.common.stack.Framing.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of TCP, TLS or a WebSocket. Read on the virtual thread that calls [#run]; written on one that lives as long
/// as there is something to write.
final class StreamConnection {
    private static final Logger log = LoggerFactory.getLogger(StreamConnection.class);
    private static final byte[] PONG = {'\r', '\n'};

    private final Flow flow;
    private final Socket socket; // TCP
    private final Socket stream; // TLS over it, or the same
    private final Inbox inbox;
    private final Deadlines deadlines;
    private final WriteQueue queue;
    private final Framing framing;
    private final Predicate<List<X509Certificate>> trusted;
    private volatile String closedFor;

    /// What the peer has shown and we trust; empty: nothing. Null until somebody asks.
    private volatile List<X509Certificate> believed;

    private int emptyLines;

    /// @param socket connected
    /// @param stream the same, or TLS over it
    /// @param framing of its own, new
    /// @param trusted whether certificates that the peer shows are to be believed
    StreamConnection(
            Flow flow,
            Socket socket,
            Socket stream,
            Framing framing,
            Inbox inbox,
            WireLimits limits,
            Deadlines deadlines,
            Predicate<List<X509Certificate>> trusted) {
        this.flow = flow;
        this.socket = socket;
        this.stream = stream;
        this.inbox = inbox;
        this.deadlines = deadlines;
        this.queue = new WriteQueue(limits.maxQueuedBytes());
        this.framing = framing;
        this.trusted = trusted;
    }

    Flow flow() {
        return flow;
    }

    boolean isOpen() {
        return closedFor == null;
    }

    /// Whether the peer has shown a trusted certificate that names a domain; to be asked after the handshake.
    boolean isCertified(String domain) {
        List<X509Certificate> chain = believed;
        if (chain == null) {
            chain = stream instanceof SSLSocket tls ? TlsSockets.shown(tls) : List.of();
            if (!chain.isEmpty() && !trusted.test(chain)) {
                chain = List.of();
            }
            believed = chain;
        }
        return !chain.isEmpty() && DomainCertificate.names(chain.getFirst(), domain);
    }

    /// The TLS handshake, if it is TLS.
    void handshake() throws IOException {
        if (stream instanceof SSLSocket tls) {
            deadlines.handshakeBegins();
            tls.startHandshake();
            deadlines.handshakeEnds();
        }
    }

    /// Reads until the connection ends, and tells the inbox of it then.
    void run() {
        try {
            InputStream in = stream.getInputStream();
            while (isOpen()) {
                if (!framing.fill(in::read)) {
                    close("closed by the peer");
                    break;
                }
                deadlines.active();
                takeFrames(in);
            }
        } catch (IOException e) {
            close(e.toString());
        } catch (RuntimeException | StackOverflowError e) {
            log.error("the connection to {} failed", flow.remote(), e);
            close("internal error");
        } finally {
            inbox.onFlowClosed(flow, closedFor);
        }
    }

    private void takeFrames(InputStream in) throws IOException {
        while (isOpen()) {
            switch (framing.next()) {
                case Frame.Whole(byte[] buffer, int offset, int length) -> {
                    emptyLines = 0;
                    deadlines.messageEnds();
                    inbox.onBytes(buffer, offset, length, flow);
                }
                case Frame.EmptyLine _ -> emptyLine();
                case Frame.Partial(boolean begun) -> {
                    if (begun) {
                        deadlines.messageBegins();
                    }
                    return;
                }
                case Frame.Broken(MalformedMessage broken) -> {
                    deadlines.lastWords(broken.getMessage());
                    inbox.onMalformed(broken, flow);
                    drain(in);
                    close(broken.getMessage());
                }
                case Frame.Opened(byte[] answer) -> {
                    deadlines.messageEnds();
                    queue(answer);
                }
                case Frame.Reply(byte[] reply) -> queue(reply);
                case Frame.Pong _ -> pong();
                case Frame.End(byte[] lastWords, String reason) -> {
                    deadlines.lastWords(reason);
                    queue(lastWords);
                    drain(in);
                    close(reason);
                }
            }
        }
    }

    /// Until the deadline or the peer ends it.
    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void pong() {
        if (deadlines.awaitsPong()) {
            deadlines.pongReceived();
            inbox.onPong(flow);
        }
    }

    /// One is a pong if we wait for it, two are a ping (RFC 5626 §3.5.1).
    private void emptyLine() {
        if (deadlines.awaitsPong()) {
            pong();
        } else if (++emptyLines == 2) {
            emptyLines = 0;
            queue(PONG);
        }
    }

    /// Asks for a sign of life; if none comes, the connection closes.
    void ping() {
        deadlines.pingSent();
        queue(framing.ping());
    }

    /// Queues a message to be written. A peer that does not take it in time loses the connection.
    void send(byte[] message) {
        queue(framing.wrap(message));
    }

    private void queue(byte[] bytes) {
        switch (queue.add(bytes)) {
            case QUEUED -> {}
            case WRITER_NEEDED -> Thread.ofVirtual().name("sip-write").start(this::write);
            case FULL -> close("the peer takes too little");
        }
    }

    private void write() {
        try {
            OutputStream out = stream.getOutputStream();
            byte[] bytes = queue.next();
            while (bytes != null && isOpen()) {
                deadlines.writeBegins();
                out.write(bytes);
                deadlines.writeEnds();
                bytes = queue.next();
            }
        } catch (IOException e) {
            close(e.toString());
        }
    }

    /// Lets the tick pass for the deadlines.
    void tick(long tick) {
        String missed = deadlines.tick(tick);
        if (missed != null) {
            close(missed);
        } else if (deadlines.pingDue()) {
            ping();
        }
    }

    /// Ends it at once. TLS says no farewell: its message would wait behind a write that hangs, and
    /// Content-Length, not the end of the stream, says where a SIP message ends.
    void close(String reason) {
        if (closedFor == null) {
            closedFor = reason;
        }
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("closing {}", flow, e);
        }
    }
}
