package org.earshot.server.msrprelay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.DigestAuthenticator;
import org.earshot.common.msrp.MsrpFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relay (RFC 4976): accepts connections over TLS, each read by a virtual thread of its own. Connects to nobody. Thread-safe.
public final class MsrpRelay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MsrpRelay.class);
    private static final Logger audit = LoggerFactory.getLogger("org.earshot.audit");
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int BACKLOG = 64;
    private static final int BUSIEST = 10;
    private static final int LEAST_WAITING = 1 << 14; // bytes
    private static final int MOST_WAITING = 1 << 20;
    private static final long LEAST_REST_NANOS = 2_000_000; // each costs a change of threads
    private static final long LONGEST_REST_NANOS =
            1_000_000_000; // until the next look at whether it is closed

    private final Settings settings;
    private final DigestAuthenticator authenticator;
    private final RelayTable<RelayLeg> table;
    private final List<ServerSocket> listening = new ArrayList<>();
    private final Map<RelayLeg, InetAddress> legs = new ConcurrentHashMap<>();
    private final AtomicLong relayedBytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong heldBack = new AtomicLong(); // nanoseconds
    private final Map<AddressOfRecord, AccountPace> ofAccounts = new ConcurrentHashMap<>();
    private final RelayTime time;
    private volatile boolean closed;

    /// How it behaves.
    ///
    /// @param isUs whether a host in a URI means this server
    /// @param sessions that an account may have at a time
    /// @param bytesPerSecond that may pass of an account, over all its connections together; 0: no limit
    /// @param connections at a time, of all together, and of one address
    /// @param minExpires how short a session may be asked for
    /// @param maxExpires how long
    /// @param first how long a connection may say nothing that we let pass
    /// @param answer how long a next hop may answer nothing, or read nothing
    /// @param idle how long a connection may say nothing at all, later on
    public record Settings(
            Predicate<String> isUs,
            int sessions,
            long bytesPerSecond,
            int connections,
            int connectionsPerAddress,
            Duration minExpires,
            Duration maxExpires,
            Duration first,
            Duration answer,
            Duration idle) {}

    private MsrpRelay(
            Settings settings,
            DigestAuthenticator authenticator,
            InstantSource clock,
            RelayTime time) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.time = time;
        table = new RelayTable<>(settings.sessions(), clock);
    }

    /// Listens.
    ///
    /// @throws IOException if an address can't be used
    public static MsrpRelay open(
            List<InetSocketAddress> addresses,
            SSLContext tls,
            Settings settings,
            DigestAuthenticator authenticator,
            InstantSource clock)
            throws IOException {
        return open(addresses, tls, settings, authenticator, clock, RelayTime.REAL);
    }

    /// @param time by which accounts are paced
    static MsrpRelay open(
            List<InetSocketAddress> addresses,
            SSLContext tls,
            Settings settings,
            DigestAuthenticator authenticator,
            InstantSource clock,
            RelayTime time)
            throws IOException {
        MsrpRelay relay = new MsrpRelay(settings, authenticator, clock, time);
        try {
            for (InetSocketAddress address : addresses) {
                ServerSocket socket = new ServerSocket();
                relay.listening.add(socket);
                socket.setReuseAddress(true);
                if (settings.bytesPerSecond() > 0) {
                    // what waits before a slow reader is answered no sooner than it is read
                    socket.setReceiveBufferSize(
                            Math.clamp(settings.bytesPerSecond(), LEAST_WAITING, MOST_WAITING));
                }
                socket.bind(address, BACKLOG);
            }
        } catch (IOException e) {
            relay.close();
            throw e;
        }
        for (ServerSocket socket : relay.listening) {
            Thread.ofVirtual().name("msrp-accept").start(() -> relay.accept(socket, tls));
        }
        Thread.ofVirtual().name("msrp-watch").start(relay::watch);
        return relay;
    }

    /// Where it listens, with real ports.
    public List<InetSocketAddress> addresses() {
        return listening.stream()
                .map(socket -> (InetSocketAddress) socket.getLocalSocketAddress())
                .toList();
    }

    /// For administrators, by name.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("connections", (long) legs.size());
        counts.put("sessions", (long) table.size());
        counts.put("relayedBytes", relayedBytes.get());
        counts.put("refused", refused.get());
        counts.put("heldBackSeconds", heldBack.get() / 1_000_000_000);
        return counts;
    }

    private void accept(ServerSocket socket, SSLContext tls) {
        while (!closed) {
            try {
                Socket raw = socket.accept();
                Thread.ofVirtual().name("msrp-relay").start(() -> serve(raw, tls));
            } catch (IOException e) {
                if (!closed) {
                    log.debug("no connection", e);
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
            }
        }
    }

    private void serve(Socket raw, SSLContext tls) {
        try (raw) {
            raw.setTcpNoDelay(true);
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, true);
            secure.setUseClientMode(false);
            secure.setEnabledProtocols(VERSIONS);
            RelayLeg leg = new RelayLeg(raw, secure);
            InetAddress source = raw.getInetAddress();
            legs.put(leg, source);
            try {
                if (closed
                        || legs.size() > settings.connections()
                        || legs.values().stream().filter(source::equals).count()
                                > settings.connectionsPerAddress()) {
                    refused(leg, 0, "too many connections");
                    return;
                }
                new RelayReading(leg, this).run();
            } finally {
                legs.remove(leg);
                Set<RelayLeg> alone = table.left(leg);
                // before they are let go, who hear nothing afterwards
                leg.unanswered(System.nanoTime(), 0)
                        .forEach(one -> tell(one, 408, "the connection has closed"));
                alone.forEach(other -> other.finish(Duration.ofSeconds(2).toNanos()));
            }
        } catch (IOException e) {
            log.debug("a connection has ended: {}", e.toString());
        } catch (RuntimeException e) {
            log.error("a connection to the relay failed", e);
        }
    }

    Settings settings() {
        return settings;
    }

    DigestAuthenticator authenticator() {
        return authenticator;
    }

    RelayTable<RelayLeg> table() {
        return table;
    }

    /// Content has passed.
    ///
    /// @return until when whoever read it is to rest, as [#passed]
    long relayed(RelayLeg from, RelayLeg to, int bytes) {
        relayedBytes.addAndGet(bytes);
        paces(from, to).forEach(pace -> pace.passed(bytes));
        return passed(from, to, bytes);
    }

    /// Something has passed.
    ///
    /// @return until when whoever read it is to rest ([RelayTime#nanos]): the longest of the accounts at both ends
    long passed(RelayLeg from, RelayLeg to, int bytes) {
        long now = time.nanos();
        return now + paces(from, to).mapToLong(pace -> pace.rest(bytes)).max().orElse(0);
    }

    private Stream<AccountPace> paces(RelayLeg from, RelayLeg to) {
        return Stream.of(from, to)
                .flatMap(leg -> leg.account().stream())
                .distinct()
                .map(who ->
                        ofAccounts.computeIfAbsent(
                                who, _ -> new AccountPace(settings.bytesPerSecond(), time::nanos)));
    }

    /// Rests on this thread, which must hold no lock; not for a moment that is hardly worth it, nor for a connection that is closed.
    void rest(RelayLeg leg, long until) {
        long left = until - time.nanos();
        while (left > LEAST_REST_NANOS && !leg.isClosed() && !closed) {
            long rest = Math.min(left, LONGEST_REST_NANOS);
            time.rest(rest);
            heldBack.addAndGet(rest);
            leg.read(); // it says nothing because we don't listen
            left = until - time.nanos();
        }
    }

    /// A moment at which nobody has to rest any more.
    long now() {
        return time.nanos();
    }

    /// Bytes that were relayed since the start to or from the accounts with the most of them, the most first.
    public Map<String, Long> busiest() {
        Map<String, Long> busiest = new LinkedHashMap<>();
        ofAccounts.entrySet().stream()
                .map(one -> Map.entry(one.getKey().toString(), one.getValue().bodies()))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(BUSIEST)
                .forEach(one -> busiest.put(one.getKey(), one.getValue()));
        return busiest;
    }

    /// @param status 0 where nothing is answered
    void refused(RelayLeg leg, int status, String why) {
        long count = refused.incrementAndGet();
        if (count <= 100 || Long.bitCount(count) == 1) { // whoever knocks must not fill the log
            audit.info("msrp: {} was refused: {} {} ({} so far)", leg.remote(), status, why, count);
        }
    }

    /// Tells a sender that its request came to nothing (RFC 4976 §6.4). Waits for the sender's connection, but on no thread that
    /// others wait for.
    void report(RelayLeg.Pending pending, int status, String comment) {
        Thread.ofVirtual().name("msrp-report").start(() -> tell(pending, status, comment));
    }

    /// The same on this thread.
    private static void tell(RelayLeg.Pending pending, int status, String comment) {
        Optional<MsrpFrame> report = pending.request().report(RelayIds.next(), status, comment);
        report.ifPresent(frame -> {
            try {
                pending.source().write(frame);
            } catch (IOException _) {
                pending.source().close();
            }
        });
    }

    private void watch() {
        long first = settings.first().toNanos();
        long answer = settings.answer().toNanos();
        long idle = settings.idle().toNanos();
        while (!closed) {
            LockSupport.parkNanos(Math.min(first / 4, Duration.ofSeconds(1).toNanos()));
            long now = System.nanoTime();
            for (RelayLeg leg : Set.copyOf(legs.keySet())) {
                leg.watch(now, answer, first, idle);
                leg.unanswered(now, answer).forEach(one -> report(one, 408, "no answer"));
            }
            table.expire();
        }
    }

    /// Closes every connection.
    @Override
    public void close() {
        closed = true;
        for (ServerSocket socket : listening) {
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("closing", e);
            }
        }
        legs.keySet().forEach(RelayLeg::close);
    }
}
