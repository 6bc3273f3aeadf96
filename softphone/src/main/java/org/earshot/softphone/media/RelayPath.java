package org.earshot.softphone.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.media.ice.TurnClient;
import org.earshot.softphone.media.ice.TurnStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An address at a TURN server, and the way there: over a socket of the port, or a connection of its own. Confined to the thread
/// that reads the port, but for what says otherwise.
final class RelayPath {
    private static final Logger log = LoggerFactory.getLogger(RelayPath.class);

    /// Packets for it that may wait until the reading thread has time.
    private static final int MOST_WAITING = 32;

    /// What becomes of it, on the reading thread.
    interface Listener {
        /// @param mapped how the server sees us
        void onAllocated(InetSocketAddress relayed, InetSocketAddress mapped);

        /// There is no address, or no longer. Once, and nothing after it.
        void onFailed();

        /// @param buffer valid during the call only
        void onData(byte[] buffer, int offset, int length, InetSocketAddress peer);
    }

    private final IceServer server;
    private final Runnable wake;
    private final TurnClient client;
    private final Optional<TurnStream> stream;
    private final Listener listener;
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private boolean settled;
    private boolean failed;

    /// Begins to ask for an address.
    ///
    /// @param address of the server, resolved
    /// @param socket over which it is asked where that goes by UDP
    /// @param trust  there where the server is reached by TLS
    /// @param wake   lets the reading thread look at the time
    RelayPath(
            IceServer server,
            InetSocketAddress address,
            DatagramChannel socket,
            Optional<SSLContext> trust,
            RandomGenerator random,
            Runnable wake,
            Listener listener) {
        this.server = server;
        this.wake = wake;
        this.listener = listener;
        TurnStream.Listener fromStream = new FromStream();
        stream =
                switch (server.transport()) {
                    case UDP -> Optional.empty();
                    case TCP -> Optional.of(TurnStream.tcp(address, fromStream));
                    case TLS ->
                            Optional.of(
                                    TurnStream.tls(
                                            address,
                                            server.host(),
                                            trust.orElseThrow(),
                                            fromStream));
                };
        IceServer.Account account = server.account().orElseThrow();
        client =
                new TurnClient(
                        address,
                        account.user(),
                        account.password(),
                        stream.isPresent() ? TurnClient.Transport.STREAM : TurnClient.Transport.UDP,
                        random,
                        stream.<TurnClient.Output>map(way -> way::send)
                                .orElseGet(() -> new ToSocket(socket, address)),
                        new FromClient());
        stream.ifPresentOrElse(TurnStream::start, () -> client.start(System.nanoTime()));
    }

    private static final class ToSocket implements TurnClient.Output {
        private final DatagramChannel socket;
        private InetSocketAddress server;

        ToSocket(DatagramChannel socket, InetSocketAddress server) {
            this.socket = socket;
            this.server = server;
        }

        @Override
        public void send(byte[] bytes) {
            try {
                socket.send(ByteBuffer.wrap(bytes), server);
            } catch (IOException e) {
                log.debug("nothing sent to {}: {}", server, e.getMessage());
            }
        }

        @Override
        public boolean redirect(InetSocketAddress other) {
            server = other;
            return true;
        }
    }

    /// Threads of the connection.
    private final class FromStream implements TurnStream.Listener {
        @Override
        public void onConnected() {
            soon(() -> client.start(System.nanoTime()));
        }

        @Override
        public void onPacket(byte[] packet) {
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                return; // as the network loses packets
            }
            soon(() -> {
                waiting.decrementAndGet();
                client.onPacket(packet, packet.length, System.nanoTime());
            });
        }

        @Override
        public void onClosed(String reason) {
            soon(() -> fail(reason));
        }
    }

    private final class FromClient implements TurnClient.Listener {
        @Override
        public void onAllocated(InetSocketAddress relayed, InetSocketAddress mapped) {
            settled = true;
            listener.onAllocated(relayed, mapped);
        }

        @Override
        public void onFailed(String reason) {
            fail(reason);
        }

        @Override
        public void onData(byte[] buffer, int offset, int length, InetSocketAddress peer) {
            listener.onData(buffer, offset, length, peer);
        }
    }

    private void fail(String reason) {
        settled = true;
        log.warn("no help from the relay {}: {}", server.host(), reason);
        if (!failed) {
            failed = true;
            listener.onFailed();
        }
    }

    private void soon(Runnable errand) {
        errands.add(errand);
        wake.run();
    }

    /// Whether it has an address, or will have none.
    boolean isSettled() {
        return settled;
    }

    /// Whether it has an address that the server has not been asked for in vain just now.
    boolean isUsable() {
        return !failed && client.isSure();
    }

    /// Whether it has no address, and will have none.
    boolean hasFailed() {
        return failed;
    }

    /// Nothing comes by it: is the address still there?
    void probe(long now) {
        client.probe(now);
    }

    IceServer server() {
        return server;
    }

    /// Sends something from the address; copied. Any thread.
    void send(ByteBuffer packet, InetSocketAddress peer) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        soon(() -> {
            waiting.decrementAndGet();
            client.send(copy, peer, System.nanoTime());
        });
    }

    /// The same on the reading thread, at once.
    void sendNow(byte[] datagram, InetSocketAddress peer, long now) {
        client.send(ByteBuffer.wrap(datagram), peer, now);
    }

    /// Takes what the server sent to the socket.
    ///
    /// @return false: it is for somebody else
    boolean onDatagram(byte[] bytes, int length, InetSocketAddress from, long now) {
        return stream.isEmpty() && client.onPacket(bytes, length, from, now);
    }

    /// When [#onTime] is due.
    long nextNanos() {
        return failed ? Long.MAX_VALUE : client.nextNanos();
    }

    /// Time has passed, or something is to be done.
    void onTime(long now) {
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.run();
        }
        if (!failed && now >= client.nextNanos()) {
            client.onTime(now);
        }
    }

    /// Gives the address back.
    void close() {
        client.close();
        stream.ifPresent(TurnStream::close);
    }
}
