package org.earshot.softphone.media.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// Phones, routers and relays in simulated time: a datagram takes 10 ms, some are lost.
final class SimulatedNetwork {
    static final long MILLI = 1_000_000L;
    private static final long LATENCY = 10 * MILLI;
    static final InetSocketAddress SERVER = address("198.51.100.1", 3478);

    private final PriorityQueue<Datagram> under =
            new PriorityQueue<>(Comparator.comparingLong(Datagram::at));
    private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();
    private final Map<InetAddress, Router> inside = new HashMap<>();
    private final List<Router> routers = new ArrayList<>();
    private final Random random = new Random(8445);
    private int lossPercent;
    private long now;

    /// @param delivery to whoever listens there then
    private record Datagram(
            long at, InetSocketAddress from, InetSocketAddress to, Consumer<Receiver> delivery) {}

    interface Receiver {
        void receive(byte[] bytes, InetSocketAddress from, long now);
    }

    /// A router with NAT (RFC 4787), which lets in only what comes from where something was sent to: by address and port.
    static final class Router {
        private final InetAddress outside;
        private final boolean symmetric;
        private final Map<String, InetSocketAddress> mappings = new HashMap<>();
        private final Map<InetSocketAddress, InetSocketAddress> back = new HashMap<>();
        private final Set<String> allowed = new HashSet<>();
        private int nextPort = 40_000;

        private Router(String outside, boolean symmetric) {
            this.outside = address(outside, 1).getAddress();
            this.symmetric = symmetric;
        }

        InetSocketAddress map(InetSocketAddress from, InetSocketAddress to) {
            InetSocketAddress mapped =
                    mappings.computeIfAbsent(
                            symmetric ? from + ">" + to : from.toString(),
                            _ -> new InetSocketAddress(outside, nextPort++));
            back.put(mapped, from);
            allowed.add(mapped + "<" + to);
            return mapped;
        }

        private Optional<InetSocketAddress> in(InetSocketAddress from, InetSocketAddress to) {
            return Optional.ofNullable(back.get(to)).filter(_ -> allowed.contains(to + "<" + from));
        }

        /// Forgets everything, as when it was switched off and on.
        void restart() {
            mappings.clear();
            back.clear();
            allowed.clear();
        }
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    long now() {
        return now;
    }

    void lose(int percent) {
        lossPercent = percent;
    }

    Router router(String outside, boolean symmetric) {
        Router router = new Router(outside, symmetric);
        routers.add(router);
        return router;
    }

    /// Puts a phone's address behind a router.
    void behind(Router router, InetSocketAddress phone) {
        inside.put(phone.getAddress(), router);
    }

    void listen(InetSocketAddress address, Receiver receiver) {
        receivers.put(address, receiver);
    }

    void unplug(InetSocketAddress address) {
        receivers.remove(address);
    }

    /// Under what address the server at [#SERVER] sees another.
    InetSocketAddress seenByServer(InetSocketAddress from) {
        Router router = inside.get(from.getAddress());
        return router == null ? from : router.map(from, SERVER);
    }

    void send(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        Router ownRouter = inside.get(from.getAddress());
        boolean local = ownRouter != null && ownRouter.equals(inside.get(to.getAddress()));
        if (!local && inside.containsKey(to.getAddress())) {
            return; // a private address of another network
        }
        InetSocketAddress source = ownRouter == null || local ? from : ownRouter.map(from, to);
        if (random.nextInt(100) >= lossPercent) {
            under.add(
                    new Datagram(
                            now + LATENCY,
                            source,
                            to,
                            receiver -> receiver.receive(bytes, source, now)));
        }
    }

    private void deliver(Datagram datagram) {
        InetSocketAddress to = datagram.to();
        for (Router router : routers) {
            if (router.outside.equals(to.getAddress())) {
                Optional<InetSocketAddress> phone = router.in(datagram.from(), to);
                if (phone.isEmpty()) {
                    return;
                }
                to = phone.get();
            }
        }
        Receiver receiver = receivers.get(to);
        if (receiver != null) {
            datagram.delivery().accept(receiver);
        }
    }

    /// Lets time pass, a millisecond at a time.
    ///
    /// @param each called each millisecond
    void run(long millis, Runnable each) {
        for (long i = 0; i < millis; i++) {
            now += MILLI;
            while (!under.isEmpty() && under.peek().at() <= now) {
                deliver(under.poll());
            }
            each.run();
        }
    }
}
