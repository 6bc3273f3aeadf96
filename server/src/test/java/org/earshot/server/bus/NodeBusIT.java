package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseStatus;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.MariaDb;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Change;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Nodes;
import org.earshot.common.event.Topic;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.NodeTls;
import org.earshot.common.stack.SystemTimers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Nodes in one process on one MariaDB.
class NodeBusIT {
    private static final Logger log = LoggerFactory.getLogger(NodeBusIT.class);
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Optional<InetSocketAddress> LOOPBACK =
            Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private static final BusTiming PUSH_ONLY = timing(NEVER);
    private static final BusTiming QUICK = timing(SOON);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final SystemTimers timers = closing(new SystemTimers("timers"));

    private static BusTiming timing(Duration poll) {
        return timing(poll, SOON);
    }

    private static BusTiming timing(Duration poll, Duration beat) {
        return new BusTiming(
                poll, beat, 5, 500, SOON, SOON, Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    private <T extends AutoCloseable> T closing(T part) {
        open.add(part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private Database database() {
        return closing(Database.open(TestDatabases.config(Dialect.MYSQL), TestDatabases.KEY_RING));
    }

    /// A node, and what it hears of calls.
    private final class Member {
        final String name;
        final Database database;
        final NodeBus bus;
        final JdbcChangeLog changeLog;
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<String> missed = new LinkedBlockingQueue<>();
        final BlockingQueue<String> nodes = new LinkedBlockingQueue<>();

        Member(
                String name,
                Database database,
                Optional<InetSocketAddress> listen,
                BusTiming timing,
                KeyRing keys)
                throws IOException {
            this.name = name;
            this.database = database;
            bus =
                    closing(
                            NodeBus.open(
                                    listen,
                                    database.transactions(),
                                    new NodeTls(keys, CLOCK),
                                    name,
                                    "both",
                                    timers,
                                    timing,
                                    List.of()));
            changeLog = new JdbcChangeLog(name, CLOCK);
            bus.changes().subscribe(Topic.CALLS, change -> heard.add(change.subject()));
            bus.changes().whenMissed(() -> missed.add("everything"));
            bus.nodes()
                    .subscribe(
                            new Nodes.Listener() {
                                @Override
                                public void onGone(String node) {
                                    nodes.add(node + " gone");
                                }

                                @Override
                                public void onReturned() {
                                    nodes.add("returned");
                                }
                            });
        }

        void change(String subject) {
            Change change = new Change(Topic.CALLS, subject);
            database.transactions()
                    .run(connection -> {
                        changeLog.record(connection, change);
                        return null;
                    });
            bus.changes().announce(change);
        }

        Map<String, Object> sees(Member other) {
            return bus.status().stream()
                    .filter(node -> node.get("name").equals(other.name))
                    .findFirst()
                    .orElse(Map.of());
        }

        void awaitPushTo(Member other) {
            await("the connection", () -> "connected".equals(sees(other).get("push")));
        }

        InetSocketAddress address() {
            String text = (String) sees(this).get("bus");
            return new Node(name, "both", text).socketAddress().orElseThrow();
        }
    }

    private Member member(String name, Database database, BusTiming timing) throws IOException {
        return new Member(name, database, LOOPBACK, timing, TestDatabases.KEY_RING);
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String one = queue.poll(30, TimeUnit.SECONDS);
        assertThat(one).as("heard in time").isNotNull();
        return one;
    }

    @Test
    void whereANodeIsAndTakesSipIsKnownToTheOthers() throws Exception {
        Database database = database();
        Member a = member("a", database, PUSH_ONLY);
        assertThat(a.bus.isAnotherNode(InetAddress.getLoopbackAddress())).as("itself").isFalse();
        InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.2");
        Member b =
                new Member(
                        "b",
                        database,
                        Optional.of(new InetSocketAddress(elsewhere, 0)),
                        PUSH_ONLY,
                        TestDatabases.KEY_RING);
        assertThat(b.bus.nodes().sip("a")).isEmpty();
        assertThat(b.bus.nodes().sip("nobody")).isEmpty();
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 5061);
        a.bus.takesSip(Optional.of(address));
        assertThat(b.bus.nodes().sip("a")).contains(address);
        assertThat(a.bus.warnings()).isEmpty();
        await("the list", () -> !"off".equals(b.sees(a).getOrDefault("sip", "off")));
        b.bus.takesSip(Optional.empty());
        assertThat(b.bus.warnings()).singleElement().asString().contains("listen.tls");
        assertThat(a.bus.nodes().sip("b")).isEmpty();
        // by the list, and by its connection, which comes from another address than it listens at
        await("the list", () -> a.bus.isAnotherNode(elsewhere));
        await("b's link", () -> a.bus.isAnotherNode(InetAddress.getLoopbackAddress()));
        assertThat(a.bus.isAnotherNode(InetAddress.ofLiteral("127.0.0.3"))).isFalse();
        b.bus.close();
        await("its end", () -> !a.bus.isAnotherNode(elsewhere));
        await("its link's", () -> !a.bus.isAnotherNode(InetAddress.getLoopbackAddress()));
    }

    @Test
    void aChangeIsPushed() throws Exception {
        Database database = database();
        Member a = member("a", database, PUSH_ONLY);
        Member b = member("b", database, PUSH_ONLY);
        a.awaitPushTo(b);
        b.awaitPushTo(a);
        assertThat(a.bus.counts()).isEqualTo(new NodeBus.Counts(2, 1, 0, 0));
        long[] micros = new long[200];
        for (int i = 0; i < micros.length; i++) {
            String subject = "s" + i;
            Change change = new Change(Topic.CALLS, subject);
            long start = System.nanoTime();
            (i % 2 == 0 ? a : b).bus.changes().announce(change);
            assertThat(next((i % 2 == 0 ? b : a).heard)).isEqualTo(subject);
            micros[i] = (System.nanoTime() - start) / 1000;
            assertThat(next((i % 2 == 0 ? a : b).heard)).isEqualTo(subject); // and here
        }
        Arrays.sort(micros);
        log.warn(
                "a push takes {} us (median), {} us (95 of 100), {} us (longest)",
                micros[micros.length / 2],
                micros[micros.length * 95 / 100],
                micros[micros.length - 1]);
        a.change("committed");
        assertThat(next(b.heard)).isEqualTo("committed");
    }

    @Test
    void whoHasJustComeHearsAtOnce() throws Exception {
        Database database = database();
        BusTiming never = timing(NEVER, NEVER);
        Member a = member("a", database, never);
        Member b = member("b", database, never);
        a.change("one"); // before anybody is connected to b, perhaps
        assertThat(next(b.heard)).isEqualTo("one");
        a.awaitPushTo(b);
    }

    @Test
    void withoutPushesAPollTells() throws Exception {
        Database database = database();
        Member a = new Member("a", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
        Member b = new Member("b", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
        long start = System.nanoTime();
        a.change("one");
        assertThat(next(b.heard)).isEqualTo("one");
        log.warn(
                "with a poll each {} ms a change took {} ms",
                SOON.toMillis(),
                (System.nanoTime() - start) / 1_000_000);
        await("the row", () -> a.sees(b).containsKey("bus"));
        assertThat(a.sees(b)).containsEntry("bus", "off").containsEntry("push", "off");
    }

    @Test
    void oneThatListensNowherePushesToOneThatDoes() throws Exception {
        Database database = database();
        Member a = new Member("a", database, Optional.empty(), PUSH_ONLY, TestDatabases.KEY_RING);
        Member b = member("b", database, PUSH_ONLY);
        a.awaitPushTo(b);
        a.change("one");
        assertThat(next(b.heard)).isEqualTo("one");
    }

    @Test
    void aTransactionThatCommitsLateIsHeardToo() throws Exception {
        Database database = database();
        Member a = new Member("a", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
        Member b = new Member("b", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
        database.transactions()
                .run(connection -> {
                    a.changeLog.record(connection, new Change(Topic.CALLS, "slow"));
                    a.change("quick"); // on another connection, with a higher number
                    try {
                        assertThat(next(b.heard)).isEqualTo("quick");
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return null;
                });
        assertThat(next(b.heard)).isEqualTo("slow");
    }

    @Test
    void aBacklogIsNotToldOneByOne() throws Exception {
        Database database = database();
        Member a = new Member("a", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
        Member b = new Member("b", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
        database.transactions()
                .run(connection -> {
                    for (int i = 0; i < 2000; i++) {
                        a.changeLog.record(connection, new Change(Topic.CALLS, "s" + i));
                    }
                    return null;
                });
        assertThat(next(b.missed)).isEqualTo("everything");
    }

    @Test
    void anotherKeyRingIsRefused(@TempDir Path temp) throws Exception {
        Database database = database();
        Member a = member("a", database, QUICK);
        Member stranger =
                new Member("x", database, LOOPBACK, QUICK, KeyRing.open(temp.resolve("keys")));
        await("they are listed", () -> a.sees(stranger).containsKey("push"));
        // both were tried, and the log says why; what goes by the database is not hindered
        stranger.change("one");
        assertThat(next(a.heard)).isEqualTo("one");
        assertThat(a.sees(stranger)).containsEntry("push", "not connected");
        assertThat(stranger.sees(a)).containsEntry("push", "not connected");
        await("both are counted", () -> a.bus.counts().refused() > 0);
        assertThat(a.bus.counts().nodes()).isEqualTo(2);
        assertThat(a.bus.counts().connected()).isZero();
        a.change("nobody there");
        assertThat(a.bus.counts().dropped()).isPositive();
    }

    @Test
    void neitherEndTakesTheOtherRing(@TempDir Path temp) throws Exception {
        NodeTls ours = new NodeTls(TestDatabases.KEY_RING, CLOCK);
        NodeTls other = new NodeTls(KeyRing.open(temp.resolve("keys")), CLOCK);
        assertRefused(ours, other);
        assertRefused(other, ours);
    }

    private void assertRefused(NodeTls listens, NodeTls connects) throws Exception {
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        BusListener listener =
                closing(
                        BusListener.open(
                                LOOPBACK.orElseThrow(),
                                "b",
                                listens,
                                heard::add,
                                _ -> {},
                                QUICK,
                                timers,
                                task -> Thread.ofVirtual().start(task)));
        Node b = new Node("b", "both", "127.0.0.1:" + listener.address().getPort());
        PeerLink link =
                closing(
                        new PeerLink(
                                "a",
                                b,
                                listener.address(),
                                connects,
                                QUICK,
                                timers,
                                task -> Thread.ofVirtual().start(task)));
        link.start();
        await("two attempts", () -> listener.refused() >= 2);
        assertThat(link.isConnected()).isFalse();
        link.offer(new BusFrame.Heard(new Change(Topic.CALLS, "secret")).encoded());
        await("another attempt", () -> listener.refused() >= 4);
        assertThat(link.isConnected()).isFalse();
        assertThat(heard).isEmpty();
        await("nothing is left open", () -> listener.connections() <= 1);
    }

    @Test
    void garbageEndsOneConnectionOnly() throws Exception {
        Database database = database();
        Member a = member("a", database, PUSH_ONLY);
        Member b = member("b", database, PUSH_ONLY);
        a.awaitPushTo(b);
        Random random = new Random(3);
        byte[] garbage = new byte[4000];
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(b.address().getAddress(), b.address().getPort())) {
                random.nextBytes(garbage);
                socket.getOutputStream().write(garbage);
                awaitEnd(socket.getInputStream());
            }
        }
        NodeTls tls = new NodeTls(TestDatabases.KEY_RING, CLOCK);
        byte[] hello = new BusFrame.Hello(BusFrame.VERSION, "y", "b").encoded();
        byte[] toAnother = new BusFrame.Hello(BusFrame.VERSION, "y", "z").encoded();
        byte[] newer = new BusFrame.Hello(BusFrame.VERSION + 1, "y", "b").encoded();
        for (byte[] first : List.of(garbage, toAnother, newer, hello)) {
            try (Socket plain = new Socket(b.address().getAddress(), b.address().getPort());
                    SSLSocket socket = tls.client(plain)) {
                socket.getOutputStream().write(first);
                if (Arrays.equals(first, hello)) {
                    assertThat(BusFrame.read(socket.getInputStream()))
                            .isEqualTo(new BusFrame.Hello(BusFrame.VERSION, "b", "y"));
                    socket.getOutputStream().write(garbage);
                }
                awaitEnd(socket.getInputStream());
            }
        }
        assertThat(a.sees(b)).containsEntry("push", "connected");
        a.change("still");
        assertThat(next(b.heard)).isEqualTo("still");
    }

    private static void awaitEnd(InputStream in) {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            log.debug("ended", e);
        }
    }

    @Test
    void oneThatHasDiedCostsNothing() throws Exception {
        Database database = database();
        Member a = member("a", database, PUSH_ONLY);
        // listed, and its port answers nobody
        Node dead = new Node("dead", "both", "127.0.0.1:1");
        new JdbcNodeTable(database.transactions()).beat(dead);
        await("it is seen", () -> a.bus.status().size() == 2);
        PeerLink link =
                closing(
                        new PeerLink(
                                "a",
                                dead,
                                dead.socketAddress().orElseThrow(),
                                new NodeTls(TestDatabases.KEY_RING, CLOCK),
                                PUSH_ONLY,
                                timers,
                                task -> Thread.ofVirtual().start(task)));
        link.start();
        for (int i = 0; i < 100_000; i++) {
            link.offer(new BusFrame.Ping().encoded());
        }
        assertThat(link.waiting()).isZero();
        assertThat(link.dropped()).isEqualTo(100_000);
        a.change("dropped");
        long dropped = a.bus.counts().dropped();
        assertThat(next(a.nodes)).isEqualTo("dead gone");
        assertThat(a.bus.nodes().isLive("dead")).isFalse();
        // of nodes that are gone too: a count does not shrink
        assertThat(a.bus.counts().dropped()).isGreaterThanOrEqualTo(Math.max(1, dropped));
    }

    @Test
    void oneThatTakesNothingMoreHoldsNobodyUp() throws Exception {
        NodeTls tls = new NodeTls(TestDatabases.KEY_RING, CLOCK);
        try (var listening = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setReceiveBufferSize(4096);
            Node peer = new Node("p", "both", "127.0.0.1:" + listening.getLocalPort());
            PeerLink link =
                    closing(
                            new PeerLink(
                                    "a",
                                    peer,
                                    peer.socketAddress().orElseThrow(),
                                    tls,
                                    PUSH_ONLY,
                                    timers,
                                    task -> Thread.ofVirtual().start(task)));
            link.start();
            try (Socket accepted = listening.accept()) {
                SSLSocket socket = tls.server(accepted);
                assertThat(BusFrame.read(socket.getInputStream()))
                        .isInstanceOf(BusFrame.Hello.class);
                socket.getOutputStream()
                        .write(new BusFrame.Hello(BusFrame.VERSION, "p", "a").encoded());
                await("the connection", link::isConnected);
                byte[] frame =
                        new BusFrame.Heard(new Change(Topic.CALLS, "x".repeat(500))).encoded();
                while (link.dropped() == 0) { // what the sockets hold, and what waits
                    link.offer(frame);
                }
                assertThat(link.waiting()).isLessThanOrEqualTo(4096);
            }
            await("its end is noticed", () -> !link.isConnected() && link.waiting() == 0);
        }
    }

    @Test
    void whoRestartsIsConnectedAgain() throws Exception {
        Database database = database();
        Member a = member("a", database, PUSH_ONLY);
        Member b = member("b", database, PUSH_ONLY);
        a.awaitPushTo(b);
        InetSocketAddress address = b.address();
        b.bus.close();
        assertThat(next(a.nodes)).isEqualTo("b gone");
        Member again =
                new Member("b2", database, Optional.of(address), PUSH_ONLY, TestDatabases.KEY_RING);
        a.awaitPushTo(again);
        a.change("one");
        assertThat(next(again.heard)).isEqualTo("one");
        assertThat(b.heard).isEmpty();
    }

    @Test
    void whoIsTakenForGoneNoticesAndIsListedAgain() throws Exception {
        Database database = database();
        Member a = member("a", database, PUSH_ONLY);
        database.transactions()
                .run(connection -> {
                    try (Statement delete = connection.createStatement()) {
                        return delete.executeUpdate("DELETE FROM node WHERE name = 'a'");
                    }
                });
        assertThat(next(a.nodes)).isEqualTo("returned");
        assertThat(a.bus.nodes().isLive("a")).isTrue();
    }

    @Test
    void theDatabaseGoesAndComesBack() throws Exception {
        try (MariaDb server = MariaDb.start()) {
            Database database = Database.open(server.newDatabase(), TestDatabases.KEY_RING);
            Member a = member("a", database, QUICK);
            Member b = new Member("b", database, Optional.empty(), QUICK, TestDatabases.KEY_RING);
            b.awaitPushTo(a);
            a.change("before");
            assertThat(next(b.heard)).isEqualTo("before");
            server.kill();
            // what is announced still arrives
            b.bus.changes().announce(new Change(Topic.CALLS, "meanwhile"));
            await("the push", () -> a.heard.contains("meanwhile"));
            assertThat(b.bus.nodes().isLive("never seen")).isTrue();
            await(
                    "the end is noticed",
                    () -> database.status().state() == DatabaseStatus.State.UNREACHABLE);
            server.launch();
            b.heard.clear();
            a.change("after");
            await("the poll", () -> b.heard.contains("after"));
            assertThat(a.nodes).doesNotContain("b gone");
            a.bus.close();
            b.bus.close();
            database.close();
        }
    }

    @Test
    void rowsOfMoreThanAnHourAgoGo() throws Exception {
        Database database = database();
        JdbcChangeLog old = new JdbcChangeLog("a", () -> CLOCK.instant().minusSeconds(3700));
        JdbcChangeLog young = new JdbcChangeLog("a", CLOCK);
        database.transactions()
                .run(connection -> {
                    for (int i = 0; i < 1100; i++) {
                        old.record(connection, new Change(Topic.CALLS, "s" + i));
                    }
                    young.record(connection, new Change(Topic.CALLS, "young"));
                    old.record(connection, new Change(Topic.CALLS, "newest"));
                    return null;
                });
        JdbcChangeTable table = new JdbcChangeTable(database.transactions());
        ChangeReader reader =
                new ChangeReader(
                        "b", table, new org.earshot.common.event.LocalChanges(Runnable::run), 5000);
        reader.poll();
        reader.removeOld();
        assertThat(table.after(0, 10))
                .extracting(ChangeTable.Row::subject)
                .containsExactly("young", "newest");
    }

    @Test
    void theRemovalWaitsForNoOpenTransactionAndHoldsNoneUp() throws Exception {
        Database database = database();
        JdbcChangeLog old = new JdbcChangeLog("a", () -> CLOCK.instant().minusSeconds(3700));
        JdbcChangeLog young = new JdbcChangeLog("a", CLOCK);
        database.transactions()
                .run(connection -> {
                    old.record(connection, new Change(Topic.CALLS, "old"));
                    return null;
                });
        JdbcChangeTable table = new JdbcChangeTable(database.transactions());
        database.transactions()
                .run(connection -> {
                    young.record(connection, new Change(Topic.CALLS, "open"));
                    assertThat(table.removeOld(Long.MAX_VALUE, 500)).isEqualTo(1);
                    young.record(connection, new Change(Topic.CALLS, "open too"));
                    return null;
                });
        assertThat(table.after(0, 10)).hasSize(2);
    }
}
