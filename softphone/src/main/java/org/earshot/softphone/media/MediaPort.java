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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.media.ice.Component;
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
/// With ICE it has more such pairs, one at each address of the machine, and a thread of its own that reads them until the
/// session does: the addresses are found before there is a session.
public final class MediaPort implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MediaPort.class);
    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    /// DSCP EF (RFC 3246, RFC 4594 §4.1), in the upper six bits: routers that look at it send audio first.
    private static final int EXPEDITED = 46 << 2;

    private static final IceWay.Listener NOBODY = new Unheard();

    private static final long UNTIL_WOKEN_MILLIS = 60_000;

    private final List<DatagramChannel> paths;
    private final List<DatagramChannel> rtcpPaths; // one for each of the paths
    private final Selector selector;
    private final InetSocketAddress rtpAddress;
    private final InetSocketAddress rtcpAddress;
    private final Optional<IceWay> ice;
    private final Optional<IceWay> rtcpIce; // present exactly when ice is
    private Optional<Thread> gathering = Optional.empty();
    private volatile boolean takenOver;

    /// Two sockets at one address.
    private record Pair(DatagramChannel rtp, DatagramChannel rtcp) {}

    /// What becomes of the reports' way is no matter of the call.
    private static final class Unheard implements IceWay.Listener {
        @Override
        public void onWay() {}

        @Override
        public void onWayLost() {}

        @Override
        public void onNoWay() {}
    }

    /// @param random one that can't be foretold; empty: without ICE
    private MediaPort(List<Pair> pairs, Optional<RandomGenerator> random) throws IOException {
        this.paths = pairs.stream().map(Pair::rtp).toList();
        this.rtcpPaths = pairs.stream().map(Pair::rtcp).toList();
        this.selector = Selector.open();
        this.rtpAddress = (InetSocketAddress) paths.getFirst().getLocalAddress();
        this.rtcpAddress = (InetSocketAddress) rtcpPaths.getFirst().getLocalAddress();
        if (random.isPresent()) {
            this.ice = Optional.of(way(Component.RTP, paths, random.get()));
            this.rtcpIce = Optional.of(way(Component.RTCP, rtcpPaths, random.get()));
        } else {
            this.ice = Optional.empty();
            this.rtcpIce = Optional.empty();
        }
        for (Pair pair : pairs) {
            pair.rtp().register(selector, SelectionKey.OP_READ);
            pair.rtcp().register(selector, SelectionKey.OP_READ);
        }
    }

    private IceWay way(Component component, List<DatagramChannel> sockets, RandomGenerator random)
            throws IOException {
        return new IceWay(component, sockets, random, selector::wakeup);
    }

    /// Binds the first free pair, beginning at a random one, so that an attacker can't foretell it.
    ///
    /// @throws BindException when no pair of the range is free
    /// @throws IOException   when sockets can't be had at all
    public static MediaPort open(InetAddress local, PortRange range, RandomGenerator random)
            throws IOException {
        return new MediaPort(List.of(bindPair(local, range, random)), Optional.empty());
    }

    private static Pair bindPair(InetAddress local, PortRange range, RandomGenerator random)
            throws IOException {
        int start = random.nextInt(range.pairs());
        for (int i = 0; i < range.pairs(); i++) {
            int even = range.evenPort((start + i) % range.pairs());
            Optional<DatagramChannel> rtp = bind(local, even);
            Optional<DatagramChannel> rtcp =
                    rtp.isPresent() ? bind(local, even + 1) : Optional.empty();
            if (rtcp.isPresent()) {
                return new Pair(rtp.get(), rtcp.get());
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
        List<Pair> pairs = new ArrayList<>();
        pairs.add(bindPair(local, range, random));
        for (InetAddress other : others) {
            if (!other.equals(local)) {
                try {
                    pairs.add(bindPair(other, range, random));
                } catch (BindException e) {
                    log.debug("without {}: {}", other, e.getMessage());
                }
            }
        }
        return new MediaPort(pairs, Optional.of(random));
    }

    /// At what addresses the other side may reach us, as far as known now; none without ICE. Any thread.
    public List<IceCandidate> candidates() {
        return Stream.of(ice, rtcpIce)
                .flatMap(Optional::stream)
                .flatMap(way -> way.candidates().stream())
                .toList();
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
        Runnable each = whenBoth(done);
        long now = System.nanoTime();
        ice.get().gather(servers, trust, each, now);
        rtcpIce.get().gather(mirrors(servers), trust, each, now);
        gathering =
                Optional.of(
                        Thread.ofPlatform().daemon().name("media-gather").start(this::gatherLoop));
    }

    /// The same once more while a session reads the port, whose way was lost. Any thread.
    ///
    /// @param servers with credentials that are good now
    public void gatherAgain(List<IceServer> servers, Optional<SSLContext> trust, Runnable done) {
        if (ice.isPresent()) {
            Runnable each = whenBoth(done);
            ice.get().gatherAgain(servers, trust, each);
            rtcpIce.get().gatherAgain(mirrors(servers), trust, each);
        } else {
            done.run();
        }
    }

    private static Runnable whenBoth(Runnable done) {
        AtomicInteger left = new AtomicInteger(2);
        return () -> {
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        };
    }

    /// What servers do for reports: they tell how they see us. A relay for reports alone, at each call to anybody, is too much to ask
    /// for: a phone that wants them at a port of their own, and is reached by a relay only, has one.
    private static List<IceServer> mirrors(List<IceServer> servers) {
        return servers.stream()
                .filter(server -> server.transport() == IceServer.Transport.UDP)
                .map(server ->
                        new IceServer(
                                server.host(), server.port(), server.transport(), Optional.empty()))
                .distinct()
                .toList();
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
    void follow(MediaParameters agreed, IceWay.Listener listener) {
        ice.ifPresent(way -> way.follow(agreed.ice(), listener));
        rtcpIce.ifPresent(way -> way.follow(iceOfReports(agreed), NOBODY));
    }

    /// Of a peer that wants reports at a port of their own.
    private static Optional<IceParameters> iceOfReports(MediaParameters agreed) {
        return agreed.rtcpMux()
                ? Optional.empty()
                : agreed.ice().filter(ice -> ice.has(Component.RTCP));
    }

    /// From now on packets go by the way that ICE finds, and nowhere before that; or to where SDP says. Any thread.
    void useIce(MediaParameters agreed) {
        ice.ifPresent(way -> way.use(agreed.ice().isPresent()));
        rtcpIce.ifPresent(way -> way.use(iceOfReports(agreed).isPresent()));
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

    /// Sends RTCP from its own port, in the same ways. Any thread.
    ///
    /// @throws IOException if the system does not take it
    void sendRtcp(ByteBuffer packet, InetSocketAddress to) throws IOException {
        if (rtcpIce.isPresent() && rtcpIce.get().isInUse()) {
            rtcpIce.get().send(packet);
        } else {
            rtcpPaths.getFirst().send(packet, to);
        }
    }

    /// When [#onTime] is due. Reading thread.
    long nextNanos() {
        return ice.isPresent()
                ? Math.min(ice.get().nextNanos(), rtcpIce.get().nextNanos())
                : Long.MAX_VALUE;
    }

    /// Time has passed. Reading thread.
    void onTime(long now, PortReader.Inlet inlet) {
        if (ice.isPresent()) { // no lambda: once for each packet
            ice.get().onTime(now, inlet);
            rtcpIce.get().onTime(now, inlet);
        }
    }

    /// Something came. Reading thread.
    ///
    /// @param path at which of the machine's addresses
    /// @param rtcp whether on the port for RTCP
    void onDatagram(
            int path,
            boolean rtcp,
            byte[] bytes,
            int length,
            InetSocketAddress from,
            long now,
            PortReader.Inlet inlet) {
        Optional<IceWay> way = rtcp ? rtcpIce : ice;
        boolean taken =
                way.isPresent() && way.get().onDatagram(path, bytes, length, from, now, inlet);
        if (!taken) {
            inlet.onPacket(bytes, length, from, rtcp, now);
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

    List<DatagramChannel> rtcpPaths() {
        return rtcpPaths;
    }

    Selector selector() {
        return selector;
    }

    /// Frees both ports. Does no harm twice.
    @Override
    public void close() {
        takeOver();
        ice.ifPresent(IceWay::close);
        rtcpIce.ifPresent(IceWay::close);
        closeQuietly(selector);
        paths.forEach(MediaPort::closeQuietly);
        rtcpPaths.forEach(MediaPort::closeQuietly);
    }

    private static void closeQuietly(Closeable channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing is left that could be done with a socket that can't be closed
        }
    }
}
