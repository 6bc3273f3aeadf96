package org.earshot.softphone.media;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.media.ice.IceServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bound pair of UDP sockets, RTP on an even port and RTCP on the next (RFC 3550 §11), taken before an offer
/// is made, since the offer names them. Bound to one address, so that packets come from where the offer says; after a
/// change of the network there has to be another one ([MediaSession#moveTo]). Given to one [MediaSession], which then
/// closes it; the socket buffers what arrives before that.
///
/// With ICE it has more sockets for RTP, one at each address of the machine, and a thread of its own that reads them until the
/// session does: the addresses are found before there is a session.
public final class MediaPort implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MediaPort.class);
    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    /// DSCP EF (RFC 3246, RFC 4594 §4.1), in the upper six bits: routers that look at it send audio first.
    private static final int EXPEDITED = 46 << 2;

    /// In the place of a path: the socket for RTCP.
    static final int RTCP = -1;

    private static final long UNTIL_WOKEN_MILLIS = 60_000;

    private final List<DatagramChannel> paths;
    private final DatagramChannel rtcp;
    private final Selector selector;
    private final InetSocketAddress rtpAddress;
    private final InetSocketAddress rtcpAddress;
    private final Optional<IceWay> ice;
    private Optional<Thread> gathering = Optional.empty();
    private volatile boolean takenOver;

    private MediaPort(
            List<DatagramChannel> paths,
            DatagramChannel rtcp,
            Selector selector,
            Optional<IceWay> ice)
            throws IOException {
        this.paths = List.copyOf(paths);
        this.rtcp = rtcp;
        this.selector = selector;
        this.ice = ice;
        this.rtpAddress = (InetSocketAddress) paths.getFirst().getLocalAddress();
        this.rtcpAddress = (InetSocketAddress) rtcp.getLocalAddress();
        for (DatagramChannel channel : paths) {
            channel.register(selector, SelectionKey.OP_READ);
        }
        rtcp.register(selector, SelectionKey.OP_READ);
    }

    /// Binds the first free pair, beginning at a random one, so that an attacker can't foretell it.
    ///
    /// @throws BindException when no pair of the range is free
    /// @throws IOException   when sockets can't be had at all
    public static MediaPort open(InetAddress local, PortRange range, RandomGenerator random)
            throws IOException {
        int start = random.nextInt(range.pairs());
        for (int i = 0; i < range.pairs(); i++) {
            int even = range.evenPort((start + i) % range.pairs());
            Optional<DatagramChannel> rtp = bind(local, even);
            Optional<DatagramChannel> rtcp =
                    rtp.isPresent() ? bind(local, even + 1) : Optional.empty();
            if (rtcp.isPresent()) {
                return new MediaPort(
                        List.of(rtp.get()), rtcp.get(), Selector.open(), Optional.empty());
            }
            rtp.ifPresent(MediaPort::closeQuietly);
        }
        throw new BindException("no free pair of UDP ports in " + range + " on " + local);
    }

    /// @return empty: somebody has the port
    private static Optional<DatagramChannel> bind(InetAddress local, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            prepare(channel).bind(new InetSocketAddress(local, port));
            return Optional.of(channel);
        } catch (BindException _) {
            channel.close();
            return Optional.empty();
        }
    }

    /// The same for ICE, at other addresses of the machine too. What can't be bound there is left out.
    ///
    /// @param others of the machine, the preferred first
    /// @param random one that can't be foretold
    public static MediaPort openForIce(
            InetAddress local, List<InetAddress> others, PortRange range, RandomGenerator random)
            throws IOException {
        MediaPort first = open(local, range, random);
        List<DatagramChannel> paths = new ArrayList<>(first.paths);
        for (InetAddress other : others) {
            if (!other.equals(local)) {
                bindAnywhere(other, range, random).ifPresent(paths::add);
            }
        }
        return new MediaPort(
                paths,
                first.rtcp,
                first.selector,
                Optional.of(new IceWay(paths, random, first.selector::wakeup)));
    }

    private static Optional<DatagramChannel> bindAnywhere(
            InetAddress local, PortRange range, RandomGenerator random) throws IOException {
        Optional<DatagramChannel> bound = Optional.empty();
        int start = random.nextInt(range.pairs());
        for (int i = 0; i < range.pairs() && bound.isEmpty(); i++) {
            bound = bind(local, range.evenPort((start + i) % range.pairs()));
        }
        return bound;
    }

    /// At what addresses the other side may reach us, as far as known now; none without ICE. Any thread.
    public List<IceCandidate> candidates() {
        return ice.map(IceWay::candidates).orElse(List.of());
    }

    /// Finds more addresses of ours, in a second at most. Once, before there is a session.
    ///
    /// @param trust for servers that are reached by TLS; empty: those are not asked
    /// @param done called when [#candidates] has them, on another thread, or at once where there is nothing to be found
    public void gather(List<IceServer> servers, Optional<SSLContext> trust, Runnable done) {
        if (ice.isEmpty() || servers.isEmpty()) {
            done.run();
            return;
        }
        ice.get().gather(servers, trust, done, System.nanoTime());
        gathering =
                Optional.of(
                        Thread.ofPlatform().daemon().name("media-gather").start(this::gatherLoop));
    }

    /// The same once more while a session reads the port, whose way was lost. Any thread.
    ///
    /// @param servers with credentials that are good now
    public void gatherAgain(List<IceServer> servers, Optional<SSLContext> trust, Runnable done) {
        if (ice.isPresent()) {
            ice.get().gatherAgain(servers, trust, done);
        } else {
            done.run();
        }
    }

    private void gatherLoop() {
        PortReader reader = new PortReader();
        try {
            while (!takenOver && selector.isOpen()) {
                // there is no session yet that could use audio
                reader.read(this, UNTIL_WOKEN_MILLIS, (_, _, _, _, _) -> {});
            }
        } catch (IOException | ClosedSelectorException e) {
            log.debug("{} is closed: {}", rtpAddress, e.getMessage());
        }
    }

    /// From now on the calling thread reads, and nobody else.
    void takeOver() {
        takenOver = true;
        selector.wakeup();
        gathering.ifPresent(thread -> {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        gathering = Optional.empty();
    }

    /// Whether ICE has seen the other side there. Reading thread.
    boolean knows(InetSocketAddress address) {
        return ice.isPresent() && ice.get().knows(address);
    }

    /// Follows what offer and answer say of ICE. Reading thread.
    void follow(Optional<IceParameters> parameters, IceWay.Listener listener) {
        ice.ifPresent(way -> way.follow(parameters, listener));
    }

    /// From now on packets go by the way that ICE finds, and nowhere before that; or to where SDP says. Any thread.
    void useIce(boolean on) {
        ice.ifPresent(way -> way.use(on));
    }

    /// Which way ICE has found; empty before that, and without ICE. Any thread.
    Optional<Way> way() {
        return ice.flatMap(IceWay::way);
    }

    /// Sends RTP, or what shares its port: by the way that ICE has found, or without ICE to an address. Any thread.
    ///
    /// @throws IOException if the system does not take it
    void send(ByteBuffer packet, InetSocketAddress to) throws IOException {
        if (ice.isPresent() && ice.get().isInUse()) {
            ice.get().send(packet);
        } else {
            paths.getFirst().send(packet, to);
        }
    }

    /// When [#onTime] is due. Reading thread.
    long nextNanos() {
        return ice.isPresent() ? ice.get().nextNanos() : Long.MAX_VALUE;
    }

    /// Time has passed. Reading thread.
    void onTime(long now, PortReader.Inlet inlet) {
        if (ice.isPresent()) { // no lambda: once for each packet
            ice.get().onTime(now, inlet);
        }
    }

    /// Something came. Reading thread.
    ///
    /// @param path where, or [#RTCP]
    void onDatagram(
            int path,
            byte[] bytes,
            int length,
            InetSocketAddress from,
            long now,
            PortReader.Inlet inlet) {
        boolean taken =
                path != RTCP
                        && ice.isPresent()
                        && ice.get().onDatagram(path, bytes, length, from, now, inlet);
        if (!taken) {
            inlet.onPacket(bytes, length, from, path == RTCP, now);
        }
    }

    private static DatagramChannel prepare(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED);
        return channel;
    }

    /// Where the peer sends RTP; what the offer's `c=` and `m=` name.
    public InetSocketAddress rtpAddress() {
        return rtpAddress;
    }

    /// Where the peer sends RTCP unless it shares the port.
    public InetSocketAddress rtcpAddress() {
        return rtcpAddress;
    }

    List<DatagramChannel> paths() {
        return paths;
    }

    DatagramChannel rtcp() {
        return rtcp;
    }

    Selector selector() {
        return selector;
    }

    /// Frees both ports. Does no harm twice.
    @Override
    public void close() {
        takeOver();
        ice.ifPresent(IceWay::close);
        closeQuietly(selector);
        paths.forEach(MediaPort::closeQuietly);
        closeQuietly(rtcp);
    }

    private static void closeQuietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing is left that could be done with a socket that can't be closed
        }
    }
}
