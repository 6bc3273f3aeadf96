package org.earshot.server.bus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.NodeTls;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection by which this node pushes to one other, kept open and made again when lost. What waits is written by
/// one virtual thread; while there is no connection, or too much waits, changes are dropped, for the other node reads
/// them from the database a second later. Thread-safe.
final class PeerLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerLink.class);
    private static final int ROOM = 4096;
    private static final int BATCH = 100;
    private static final byte[] PING = new BusFrame.Ping().encoded();

    /// A node that ends has left the list before this many attempts.
    private static final int WORTH_A_WARNING = 6;

    private final String self;
    private final Node peer;
    private final InetSocketAddress address;
    private final NodeTls tls;
    private final BusTiming timing;
    private final Timers timers;
    private final Executor threads;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(ROOM);
    private final LongAdder dropped = new LongAdder();
    private volatile Socket socket = new Socket();
    private volatile boolean connected;
    private volatile boolean closed;
    private int failures; // of the connecting thread, of which there is one at a time

    /// @param self name of this node
    /// @param address the peer's
    PeerLink(
            String self,
            Node peer,
            InetSocketAddress address,
            NodeTls tls,
            BusTiming timing,
            Timers timers,
            Executor threads) {
        this.self = self;
        this.peer = peer;
        this.address = address;
        this.tls = tls;
        this.timing = timing;
        this.timers = timers;
        this.threads = threads;
    }

    /// Begins to connect.
    void start() {
        threads.execute(this::serve);
    }

    /// Sends a frame if it can be sent now; never waits.
    void offer(byte[] frame) {
        if (!connected || !queue.offer(frame)) {
            dropped.increment();
        }
    }

    Node peer() {
        return peer;
    }

    boolean isConnected() {
        return connected;
    }

    /// How many frames were not sent.
    long dropped() {
        return dropped.sum();
    }

    /// How many frames wait.
    int waiting() {
        return queue.size();
    }

    private void serve() {
        try (Socket plain = new Socket()) {
            socket = plain;
            if (!closed) {
                connect(plain);
            }
        } catch (IOException | RuntimeException e) {
            report(e);
        } finally {
            connected = false;
            queue.clear();
            again();
        }
    }

    private void again() {
        if (closed) {
            return;
        }
        long longest = timing.lastRetry().toMillis();
        long pause = Math.min(longest, timing.firstRetry().toMillis() << Math.min(failures, 16));
        failures++;
        // not all nodes at the same moment
        Duration delay =
                Duration.ofMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
        timers.after(delay, this::start);
    }

    private void connect(Socket plain) throws IOException {
        int patience = Math.toIntExact(timing.handshake().toMillis());
        plain.connect(address, patience);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(patience);
        SSLSocket stream = tls.client(plain);
        stream.startHandshake();
        OutputStream out = stream.getOutputStream();
        InputStream in = new BufferedInputStream(stream.getInputStream());
        out.write(new BusFrame.Hello(BusFrame.VERSION, self, peer.name()).encoded());
        // only its answer shows that it took our certificate, and that it is who we mean
        if (!(BusFrame.read(in) instanceof BusFrame.Hello hello)
                || hello.version() != BusFrame.VERSION
                || !hello.from().equals(peer.name())) {
            throw new MalformedFrame("no Hello of " + peer.name());
        }
        plain.setSoTimeout(0);
        queue.clear();
        connected = true;
        failures = 0;
        log.info("changes are pushed to node {} at {}", peer.name(), peer.address());
        threads.execute(() -> awaitEnd(in, plain));
        write(out);
    }

    /// The other end sends nothing more, so whatever is read is the end.
    private void awaitEnd(InputStream in, Socket plain) {
        try (plain) {
            int end = in.read();
            log.debug("node {} has ended the connection ({})", peer.name(), end);
        } catch (IOException e) {
            log.debug("the connection to node {} has ended", peer.name(), e);
        }
        wake();
    }

    /// So that the writer tries to write, and finds the connection closed.
    private void wake() {
        if (!queue.offer(PING)) {
            log.debug("the writer has enough to find out with");
        }
    }

    private void write(OutputStream out) throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        while (!closed) {
            batch.reset();
            byte[] frame = next();
            for (int i = 0; frame != null && i < BATCH; i++) {
                batch.writeBytes(frame);
                frame = queue.poll();
            }
            if (frame != null) {
                batch.writeBytes(frame);
            }
            out.write(batch.toByteArray());
        }
    }

    private byte[] next() throws IOException {
        try {
            byte[] frame = queue.poll(timing.ping().toMillis(), TimeUnit.MILLISECONDS);
            return frame == null ? PING : frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void report(Exception e) {
        boolean notOurs = e instanceof SSLException && failures == 0 && !connected;
        if (!closed && (notOurs || failures == WORTH_A_WARNING)) {
            log.warn(
                    "changes can't be pushed to node {} at {} ({}): it reads them from the database",
                    peer.name(),
                    peer.address(),
                    e.toString());
        } else {
            log.debug("the connection to node {} has ended", peer.name(), e);
        }
    }

    /// Ends the connection, and makes no other.
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("closing the connection to node {}", peer.name(), e);
        }
        wake();
    }
}
