package org.earshot.server.bus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.earshot.common.event.Change;
import org.earshot.common.key.NodeTls;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the pushes of other nodes: accepts connections at one address, and hears what comes on each, on a virtual thread
/// of its own. Whoever is no node of this domain, or sends what is no frame, loses that one connection.
final class BusListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BusListener.class);
    private static final int MOST_CONNECTIONS = 256;

    /// When the process has no file descriptor left, accepting fails until another connection ends.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ServerSocket socket;
    private final String self;
    private final NodeTls tls;
    private final Consumer<Change> heard;
    private final Consumer<String> met;
    private final BusTiming timing;
    private final Timers timers;
    private final Executor threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// From where those come that have shown that they are nodes.
    private final Map<Socket, InetAddress> nodes = new ConcurrentHashMap<>();

    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final AtomicLong refused = new AtomicLong();

    private BusListener(
            ServerSocket socket,
            String self,
            NodeTls tls,
            Consumer<Change> heard,
            Consumer<String> met,
            BusTiming timing,
            Timers timers,
            Executor threads) {
        this.socket = socket;
        this.self = self;
        this.tls = tls;
        this.heard = heard;
        this.met = met;
        this.timing = timing;
        this.timers = timers;
        this.threads = threads;
    }

    /// Listens, and accepts.
    ///
    /// @param self name of this node
    /// @param heard gets what changed on other nodes; must not block
    /// @param met gets the name of each node that has connected; must not block
    /// @throws IOException naming the configuration's key if the address can't be used
    static BusListener open(
            InetSocketAddress address,
            String self,
            NodeTls tls,
            Consumer<Change> heard,
            Consumer<String> met,
            BusTiming timing,
            Timers timers,
            Executor threads)
            throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            socket.close();
            throw new IOException(
                    "bus.listen: "
                            + address.getAddress().getHostAddress()
                            + " port "
                            + address.getPort()
                            + " can't be used ("
                            + e.getMessage()
                            + "): set an address of this machine and a free port",
                    e);
        }
        BusListener listener =
                new BusListener(socket, self, tls, heard, met, timing, timers, threads);
        threads.execute(listener::accept);
        return listener;
    }

    /// With the real port.
    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// How many connections were not those of a node.
    long refused() {
        return refused.get();
    }

    /// How many connections there are now.
    int connections() {
        return open.size();
    }

    /// Whether a node that has proven itself is connected from an address now.
    boolean isFrom(InetAddress address) {
        return nodes.containsValue(address);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                if (room.tryAcquire()) {
                    threads.execute(() -> serve(accepted));
                } else {
                    accepted.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    log.warn("the bus can't accept: {}", e.toString());
                    timers.after(PAUSE, () -> threads.execute(this::accept));
                }
                return;
            }
        }
    }

    private void serve(Socket plain) {
        open.add(plain);
        Timers.Cancellable deadline = timers.after(timing.handshake(), () -> close(plain));
        try (plain) {
            if (socket.isClosed()) {
                return;
            }
            InputStream in = welcome(plain);
            deadline.cancel();
            plain.setSoTimeout(Math.toIntExact(timing.ping().toMillis() * 4));
            hear(in);
        } catch (IOException e) {
            log.debug("the connection from {} has ended", plain.getRemoteSocketAddress(), e);
        } finally {
            deadline.cancel();
            open.remove(plain);
            nodes.remove(plain);
            room.release();
        }
    }

    private InputStream welcome(Socket plain) throws IOException {
        try {
            plain.setTcpNoDelay(true);
            SSLSocket stream = tls.server(plain);
            stream.startHandshake();
            InputStream in = new BufferedInputStream(stream.getInputStream());
            if (!(BusFrame.read(in) instanceof BusFrame.Hello hello)) {
                throw new MalformedFrame("no Hello");
            }
            if (hello.version() != BusFrame.VERSION) {
                throw new MalformedFrame("version " + hello.version() + " of the bus");
            }
            if (!hello.to().equals(self)) {
                throw new MalformedFrame("for node " + hello.to() + ", which this one is not");
            }
            stream.getOutputStream()
                    .write(new BusFrame.Hello(BusFrame.VERSION, self, hello.from()).encoded());
            nodes.put(plain, plain.getInetAddress());
            met.accept(hello.from());
            return in;
        } catch (IOException e) {
            long count = refused.incrementAndGet();
            if (Long.bitCount(count)
                    == 1) { // ever more seldom: whoever knocks must not fill the log
                log.warn(
                        "a connection from {} to the bus was refused: {} ({} so far)",
                        plain.getRemoteSocketAddress(),
                        e.toString(),
                        count);
            }
            throw e;
        }
    }

    private void hear(InputStream in) throws IOException {
        while (true) {
            switch (BusFrame.read(in)) {
                case BusFrame.Heard(Change change) -> heard.accept(change);
                case BusFrame.Ping _, BusFrame.Unknown _ -> {}
                case BusFrame.Hello _ -> throw new MalformedFrame("a second Hello");
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("closing {}", socket, e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(BusListener::close);
    }
}
