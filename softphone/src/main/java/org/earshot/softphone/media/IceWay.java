package org.earshot.softphone.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.earshot.softphone.media.ice.Component;
import org.earshot.softphone.media.ice.IceAgent;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.media.ice.IceServer;
import org.earshot.softphone.media.ice.IpVersion;
import org.earshot.softphone.media.ice.LocalCandidate;
import org.earshot.softphone.media.ice.LocalCandidates;
import org.earshot.softphone.media.ice.ReflexiveSearch;
import org.earshot.softphone.media.ice.StunException;
import org.earshot.softphone.media.ice.StunMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of a port for one component as ICE sees them: what addresses they have, and which way the audio takes. Confined to the thread that
/// reads the port, but for what says otherwise. What is called for each packet makes no objects, so it has no lambdas that hold
/// something, and no iterators.
final class IceWay {
    private static final Logger log = LoggerFactory.getLogger(IceWay.class);

    /// How long a call waits for servers that tell our addresses.
    private static final long GATHERING_NANOS = 1_000_000_000L;

    /// How long it waits for others once there is a relay: with that there is a way in any case.
    private static final long AFTER_RELAY_NANOS = 300_000_000L;

    /// How often it looks for what other threads have found out.
    private static final long GATHERING_STEP_NANOS = 20_000_000L;

    /// How long a server that could not help is left alone, in a call that has no way.
    private static final long ASK_AGAIN_NANOS = 1_000_000_000L;

    /// More than a datagram of audio.
    private static final int RELAYED_BYTES = 4_096;

    private static final PortReader.Inlet NOBODY = (_, _, _, _, _) -> {};

    /// What the call hears of it, on the reading thread.
    interface Listener {
        /// A way was found, or another one.
        void onWay();

        /// Nothing comes by it any more: the other side should be told how we are reached now.
        void onWayLost();

        /// There is none.
        void onNoWay();
    }

    private final Component component;
    private final List<DatagramChannel> sockets;
    private final RandomGenerator random;
    private final LocalCandidates found;
    private final ReflexiveSearch search;
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final Runnable wake;
    private final List<RelayPath> relays = new CopyOnWriteArrayList<>();
    private final List<Place> places = new ArrayList<>(); // those of the relays
    private final byte[] unpacked = new byte[RELAYED_BYTES];

    private volatile List<LocalCandidate> candidates;
    private volatile Optional<Route> route = Optional.empty();
    private volatile boolean inUse;
    private Optional<Runnable> gathered = Optional.empty();
    private long gatherUntil;
    private int resolving;
    private boolean givenUp;
    private boolean foundLate;
    private long askAgainNanos = Long.MAX_VALUE;
    private PortReader.Inlet inlet = NOBODY;
    private Optional<IceAgent> agent = Optional.empty();
    private Optional<IceAgent> before =
            Optional.empty(); // whose way serves until there is another one
    private Optional<IceParameters> parameters = Optional.empty();
    private Optional<Listener> listener = Optional.empty();

    /// @param path the number of a socket, or of a relay behind those
    private record Route(int path, InetSocketAddress remote, Way way) {}

    /// Where a server is, and how it is reached.
    private record Place(
            IceServer server, InetSocketAddress address, int socket, Optional<SSLContext> trust) {}

    /// @param wake lets the reading thread look at the time
    IceWay(
            Component component,
            List<DatagramChannel> sockets,
            RandomGenerator random,
            Runnable wake)
            throws IOException {
        this.component = component;
        this.sockets = sockets;
        this.random = random;
        this.wake = wake;
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (DatagramChannel socket : sockets) {
            addresses.add((InetSocketAddress) socket.getLocalAddress());
        }
        found = new LocalCandidates(component, addresses);
        candidates = found.all();
        search =
                new ReflexiveSearch(
                        random,
                        this::send,
                        (path, mapped) -> {
                            found.reflexive(path, mapped);
                            candidates = found.all();
                        });
    }

    /// What the other side may be told now. Any thread.
    List<IceCandidate> candidates() {
        return candidates.stream().map(LocalCandidate::candidate).toList();
    }

    /// Asks servers for more addresses of ours.
    ///
    /// @param trust for those that are reached by TLS; empty: those are not asked
    /// @param done called on the reading thread when they have answered, or a second later
    void gather(List<IceServer> servers, Optional<SSLContext> trust, Runnable done, long now) {
        gathered = Optional.of(done);
        gatherUntil = now + GATHERING_NANOS;
        List<IceServer> usable =
                servers.stream()
                        .filter(server ->
                                server.transport() != IceServer.Transport.TLS || trust.isPresent())
                        .toList();
        resolving = usable.size();
        for (IceServer server : usable) {
            // a name server may take its time
            Thread.ofVirtual()
                    .name("ice-resolve")
                    .start(() -> {
                        List<InetAddress> addresses = resolve(server.host());
                        errands.add(() -> ask(server, addresses, trust));
                        wake.run();
                    });
        }
    }

    /// The same in a call that stands, and whose way was lost: relays that still help are kept, and others asked for an address once
    /// more. Any thread.
    ///
    /// @param servers with credentials that are good now
    void gatherAgain(List<IceServer> servers, Optional<SSLContext> trust, Runnable done) {
        errands.add(() -> gather(servers, trust, done, System.nanoTime()));
        wake.run();
    }

    private static List<InetAddress> resolve(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException _) {
            return List.of();
        }
    }

    private void ask(IceServer server, List<InetAddress> addresses, Optional<SSLContext> trust) {
        resolving--;
        if (addresses.isEmpty()) {
            log.warn("the address of {} is not known: no help from there", server.host());
            return;
        }
        long now = System.nanoTime();
        List<InetSocketAddress> locals = found.sockets();
        if (server.account().isPresent()) {
            Optional<Integer> path = pathTo(addresses);
            if (path.isPresent() || server.transport() != IceServer.Transport.UDP) {
                int socket = path.orElse(0);
                InetAddress address =
                        alike(locals.get(socket), addresses).orElse(addresses.getFirst());
                askRelay(
                        new Place(
                                server,
                                new InetSocketAddress(address, server.port()),
                                socket,
                                trust));
            }
            return;
        }
        for (int path = 0; path < locals.size(); path++) {
            for (InetAddress address : addresses) {
                InetSocketAddress remote = new InetSocketAddress(address, server.port());
                search.ask(path, locals.get(path), remote, now);
            }
        }
    }

    /// The first of our sockets that is of a server's IP version.
    private Optional<Integer> pathTo(List<InetAddress> addresses) {
        List<InetSocketAddress> locals = found.sockets();
        for (int path = 0; path < locals.size(); path++) {
            if (alike(locals.get(path), addresses).isPresent()) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> alike(
            InetSocketAddress local, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> IpVersion.isSame(address, local.getAddress()))
                .findFirst();
    }

    private void askRelay(Place place) {
        for (int i = 0; i < relays.size(); i++) {
            if (relays.get(i).server().isSameAs(place.server())) {
                if (!relays.get(i).isUsable()) {
                    replace(i, place);
                }
                return;
            }
        }
        places.add(place);
        relays.add(relay(sockets.size() + relays.size(), place));
    }

    /// Asks a server anew. What it gives takes the place of what it gave before.
    private void replace(int index, Place place) {
        int path = sockets.size() + index;
        relays.get(index).close();
        forget(path);
        places.set(index, place);
        relays.set(index, relay(path, place));
    }

    private void forget(int path) {
        found.forget(path);
        candidates = found.all();
    }

    private RelayPath relay(int path, Place place) {
        return new RelayPath(
                place.server(),
                place.address(),
                sockets.get(place.socket()),
                place.trust(),
                random,
                wake,
                new FromRelay(path, place));
    }

    private final class FromRelay implements RelayPath.Listener {
        private final int path;
        private final Place place;

        FromRelay(int path, Place place) {
            this.path = path;
            this.place = place;
        }

        @Override
        public void onAllocated(InetSocketAddress relayed, InetSocketAddress mapped) {
            if (place.server().transport() == IceServer.Transport.UDP) {
                found.reflexive(place.socket(), mapped);
            }
            found.relayed(path, relayed, mapped);
            candidates = found.all();
            gatherUntil = Math.min(gatherUntil, System.nanoTime() + AFTER_RELAY_NANOS);
            foundLate |= gathered.isEmpty();
        }

        @Override
        public void onFailed() {
            forget(path);
            long now = System.nanoTime();
            askAgainNanos = Math.min(askAgainNanos, now + ASK_AGAIN_NANOS);
            probeOthersOf(place.server(), now);
            if (route.filter(way -> way.path() == path).isPresent()) {
                log.debug("audio went by the relay that is lost");
                listener.ifPresent(Listener::onWayLost);
            }
        }

        @Override
        public void onData(byte[] buffer, int offset, int length, InetSocketAddress peer) {
            onRelayed(path, buffer, offset, length, peer);
        }
    }

    /// A server that closes a connection may have been restarted: what goes to it by UDP is lost then, and nothing says so.
    private void probeOthersOf(IceServer server, long now) {
        for (RelayPath relay : relays) {
            if (relay.server().host().equals(server.host())) {
                relay.probe(now);
            }
        }
    }

    private void onRelayed(
            int path, byte[] buffer, int offset, int length, InetSocketAddress peer) {
        if (length > unpacked.length) {
            return;
        }
        System.arraycopy(buffer, offset, unpacked, 0, length);
        long now = System.nanoTime();
        if (!onPacket(path, unpacked, length, peer, now)) {
            inlet.onPacket(unpacked, length, peer, false, now);
        }
    }

    /// Follows what offer and answer have said.
    ///
    /// @param next empty: the other side does not speak ICE
    void follow(Optional<IceParameters> next, Listener told) {
        listener = Optional.of(told);
        if (next.isEmpty()
                ? parameters.isEmpty()
                : !givenUp && parameters.filter(next.get()::continues).isPresent()) {
            return;
        }
        parameters = next;
        givenUp = false;
        before = agent;
        if (next.isEmpty()) {
            close(); // the other side can't use what servers hold for us
        }
        agent =
                next.map(agreed ->
                        new IceAgent(
                                component, candidates, agreed, random, this::send, new Told()));
        boolean anew = before.isPresent();
        agent.ifPresent(a -> {
            if (anew) {
                a.startAgain(System.nanoTime());
            } else {
                a.start(System.nanoTime());
            }
        });
    }

    private final class Told implements IceAgent.Listener {
        @Override
        public void onSelected(int path, InetSocketAddress remote, boolean relayed) {
            before = Optional.empty();
            route = Optional.of(new Route(path, remote, relayed ? Way.RELAYED : Way.DIRECT));
            agent.ifPresent(a -> log.debug("audio goes {}", a.way()));
            listener.ifPresent(Listener::onWay);
        }

        @Override
        public void onSilence() {
            long now = System.nanoTime();
            relays.forEach(relay -> relay.probe(now));
        }

        @Override
        public void onLost() {
            listener.ifPresent(Listener::onWayLost);
        }

        @Override
        public void onFailed() {
            route = Optional.empty();
            givenUp = true;
            listener.ifPresent(Listener::onNoWay);
        }
    }

    /// The way is chosen by ICE, or it is what SDP names. Any thread.
    void use(boolean on) {
        inUse = on;
    }

    /// Whether the other side has shown that it is there.
    boolean knows(InetSocketAddress address) {
        return (agent.isPresent() && agent.get().knows(address))
                || (before.isPresent() && before.get().knows(address));
    }

    /// Whether the way is chosen by ICE. Any thread.
    boolean isInUse() {
        return inUse;
    }

    /// What was found; empty as long as there is none. Any thread.
    Optional<Way> way() {
        return route.map(Route::way);
    }

    /// Sends by the way that was chosen; while there is none, nothing. Any thread.
    ///
    /// @throws IOException if the system does not take it
    void send(ByteBuffer packet) throws IOException {
        Optional<Route> now = route;
        if (now.isEmpty()) {
            return;
        }
        int path = now.get().path();
        if (path < sockets.size()) {
            sockets.get(path).send(packet, now.get().remote());
        } else {
            relays.get(path - sockets.size()).send(packet, now.get().remote());
        }
    }

    private void send(int path, byte[] datagram, InetSocketAddress to, long now) {
        if (path >= sockets.size()) {
            relays.get(path - sockets.size()).sendNow(datagram, to, now);
            return;
        }
        try {
            sockets.get(path).send(ByteBuffer.wrap(datagram), to);
        } catch (IOException e) {
            // such as no route to an address of the other side: its checks fail
            log.debug("nothing sent to {}: {}", to, e.getMessage());
        }
    }

    /// Takes what concerns the way.
    ///
    /// @param user of what comes by a relay
    /// @return false: it is for somebody else
    boolean onDatagram(
            int path,
            byte[] bytes,
            int length,
            InetSocketAddress from,
            long now,
            PortReader.Inlet user) {
        inlet = user;
        for (int i = 0; i < relays.size(); i++) {
            if (relays.get(i).onDatagram(bytes, length, from, now)) {
                return true;
            }
        }
        return onPacket(path, bytes, length, from, now);
    }

    private boolean onPacket(int path, byte[] bytes, int length, InetSocketAddress from, long now) {
        if (!StunMessage.isStun(bytes, length)) {
            if (agent.isPresent()) {
                agent.get().onMedia(path, from, now);
            }
            return false;
        }
        try {
            StunMessage message = StunMessage.parse(bytes, length);
            if (!search.onStun(path, message, from)) {
                agent.ifPresent(a -> a.onStun(path, message, from, now));
            }
        } catch (StunException e) {
            log.debug("STUN from {}: {}", from, e.getMessage());
        }
        return true;
    }

    /// When [#onTime] is due.
    long nextNanos() {
        long next = agent.isPresent() ? agent.get().nextNanos() : Long.MAX_VALUE;
        for (int i = 0; i < relays.size(); i++) {
            next = Math.min(next, relays.get(i).nextNanos());
        }
        return gathered.isPresent()
                ? Math.min(next, System.nanoTime() + GATHERING_STEP_NANOS)
                : next;
    }

    /// Time has passed.
    ///
    /// @param user of what comes by a relay
    void onTime(long now, PortReader.Inlet user) {
        inlet = user;
        for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
            errand.run();
        }
        for (int i = 0; i < relays.size(); i++) {
            relays.get(i).onTime(now);
        }
        if (agent.isPresent()) {
            agent.get().onTime(now);
        }
        if (gathered.isPresent()) {
            gatherOn(gathered.get(), now);
        } else if (foundLate || now - askAgainNanos >= 0) {
            helpLater(now);
        }
    }

    /// A relay that was slow, or is back, is of use where there is no way yet; where there is one, nobody needs to hear of it.
    private void helpLater(long now) {
        if (agent.isEmpty() || !agent.get().isWithoutWay(now)) {
            return;
        }
        if (foundLate) {
            foundLate = false;
            listener.ifPresent(Listener::onWayLost);
        } else {
            askAgainNanos = Long.MAX_VALUE;
            for (int i = 0; i < relays.size(); i++) {
                if (relays.get(i).hasFailed()) {
                    replace(i, places.get(i));
                }
            }
        }
    }

    private void gatherOn(Runnable done, long now) {
        foundLate = false; // it is in time
        search.onTime(now);
        boolean all =
                resolving == 0 && search.isDone() && relays.stream().allMatch(RelayPath::isSettled);
        if (all || now - gatherUntil >= 0) {
            gathered = Optional.empty();
            done.run();
        }
    }

    /// Gives back what servers hold for us.
    void close() {
        relays.forEach(RelayPath::close);
    }
}
