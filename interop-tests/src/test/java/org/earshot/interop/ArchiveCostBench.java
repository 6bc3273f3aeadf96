package org.earshot.interop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.JdbcRetentionTables;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.Retention;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.earshot.proxy.archive.SearchEntries;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.archive.search.ArchiveIndexer;
import org.earshot.proxy.archive.search.JdbcWordTable;
import org.earshot.proxy.archive.search.RingWordKeys;
import org.earshot.proxy.message.DeviceId;
import org.earshot.proxy.message.JdbcMessageStore;
import org.earshot.proxy.message.Message;
import org.earshot.proxy.message.MessageStore;
import org.earshot.proxy.message.Payload;
import org.earshot.proxy.message.RepeatKey;

/// What the record adds to the time that a message takes: from when the server has read it until it may go on to the phone. With
/// the record that is sealing, chaining, one commit of record and queue, and the synced anchor, while the words of what was
/// written are read for the search; without it the same rows of the queue in a commit as durable. In both the phone's answer
/// is written too, as in a server. Everything else of a message's way is the same in both, and is not measured here.
///
/// `bin/bench archive-cost [SECONDS [RATE [DATABASE]]]`: 60 s of each at 100 messages/s, on `h2,mariadb`, unless told otherwise. The
/// two take turns of 5 s, so that what else goes on on the machine meets both alike. It prints the medians of each
/// pair of turns, and of all.
final class ArchiveCostBench implements AutoCloseable {
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "bench.example");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "bench.example");
    private static final DeviceId PHONE = DeviceId.of(BOB, Optional.of("urn:uuid:bench"));

    private final Database database;
    private final MessageStore store;
    private final Archive archive;
    private final QueueWithoutArchive without;
    private final ArchiveIndexer indexer;
    private final SearchEntries entries;
    private final Random random = new Random(1);
    private volatile boolean reads;

    private ArchiveCostBench(DatabaseConfig config, Path directory) throws Exception {
        InstantSource clock = InstantSource.system();
        KeyRing ring = KeyRing.open(directory.resolve("keys"));
        RingArchiveKeys keys = new RingArchiveKeys(ring, directory.resolve("archive-days"));
        database = Database.open(config, ring);
        store =
                new JdbcMessageStore(
                        database.transactions(),
                        database.groupCommit(),
                        JdbcChangeLog.of(database.dialect(), "bench", clock),
                        ring.box(KeyName.MESSAGE),
                        clock);
        JdbcArchiveTables tables =
                new JdbcArchiveTables(database.transactions(), database.dialect());
        JdbcRetentionTables kept =
                new JdbcRetentionTables(database.transactions(), database.dialect());
        archive =
                ChainedArchive.open(
                        ArchiveConfig.of("bench"),
                        tables,
                        new FileAnchorJournal(directory.resolve("anchors")),
                        keys,
                        new Retention(kept, keys, clock),
                        clock);
        without = new QueueWithoutArchive(database.transactions(), database.dialect());
        entries = new SearchEntries(tables, keys);
        indexer =
                new ArchiveIndexer(
                        new RecordOpener(tables, keys, kept),
                        new JdbcWordTable(database.transactions()),
                        new RingWordKeys(ring, directory.resolve("archive-words")),
                        clock);
    }

    public static void main(String[] arguments) throws Exception {
        Duration each =
                Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 60);
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        List<String> databases =
                List.of((arguments.length > 2 ? arguments[2] : "h2,mariadb").split(","));
        try (Lab lab = Lab.of("bench-cost")) {
            for (String name : databases) {
                Path directory = lab.privateFolder(name);
                if (name.equals("mariadb")) {
                    try (MariaDb server = MariaDb.start();
                            ArchiveCostBench bench =
                                    new ArchiveCostBench(server.newDatabase(), directory)) {
                        bench.run(name, each, rate);
                    }
                } else {
                    try (ArchiveCostBench bench =
                            new ArchiveCostBench(DatabaseConfig.embedded(directory), directory)) {
                        bench.run(name, each, rate);
                    }
                }
            }
        }
    }

    private void run(String name, Duration each, int rate) {
        turn(true, WARM_UP, rate, new Latencies());
        turn(false, WARM_UP, rate, new Latencies());
        System.out.printf(
                Locale.ROOT,
                "%s, %d messages/s%n%-8s %12s %12s %12s%n",
                name,
                rate,
                "turn",
                "with ms",
                "without ms",
                "added ms");
        Latencies allWith = new Latencies();
        Latencies allWithout = new Latencies();
        long turns = Math.max(1, each.dividedBy(TURN));
        for (int i = 1; i <= turns; i++) {
            Latencies with = new Latencies();
            Latencies bare = new Latencies();
            boolean first = i % 2 == 1;
            turn(first, TURN, rate, first ? with : bare);
            turn(!first, TURN, rate, first ? bare : with);
            print(Integer.toString(i), with, bare, 0.5);
            allWith.addAll(with);
            allWithout.addAll(bare);
        }
        print("median", allWith, allWithout, 0.5);
        print("95 %", allWith, allWithout, 0.95);
    }

    private static void print(String label, Latencies with, Latencies without, double quantile) {
        double a = with.milliseconds(quantile);
        double b = without.milliseconds(quantile);
        System.out.printf(Locale.ROOT, "%-8s %12.3f %12.3f %12.3f%n", label, a, b, a - b);
    }

    /// Sends at a steady rate. A delay counts from when the message was due.
    private void turn(boolean recorded, Duration duration, int rate, Latencies delays) {
        List<CompletableFuture<?>> open = new ArrayList<>();
        reads = recorded;
        Thread reading = Thread.ofPlatform().start(this::readWords);
        long begun = System.nanoTime();
        long count = duration.toSeconds() * rate;
        for (long i = 0; i < count; i++) {
            long due = begun + i * 1_000_000_000L / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Message message = message();
            open.add(
                    send(recorded, message)
                            .thenCompose(_ -> {
                                delays.add(System.nanoTime() - due);
                                return answered(recorded, message);
                            }));
        }
        open.forEach(CompletableFuture::join);
        reads = false;
        LockSupport.unpark(reading);
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As a server does: once a second.
    private void readWords() {
        while (reads) {
            entries.catchUp();
            indexer.catchUp();
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
    }

    private CompletableFuture<?> send(boolean recorded, Message message) {
        var companion = store.queue(message, Set.of(PHONE), List.of());
        if (!recorded) {
            return without.submit(companion, true);
        }
        return archive.submit(
                new ArchiveEvent.MessageReceived(
                        message.id(),
                        message.receivedAt(),
                        RetentionClass.MESSAGE,
                        new Sender(
                                message.sender(),
                                Optional.empty(),
                                IdentityProof.DIGEST,
                                Optional.empty()),
                        List.of(message.recipient()),
                        message.payload().callId(),
                        message.payload().messageId(),
                        Map.of("From", "<" + message.sender() + ">;tag=a"),
                        new Content(message.payload().contentType(), message.payload().body())),
                Optional.of(companion));
    }

    private CompletableFuture<?> answered(boolean recorded, Message message) {
        var companion =
                store.settle(
                        new MessageStore.Settlement(
                                message.id(), PHONE, 200, now(), message.kept()));
        if (!recorded) {
            return without.submit(companion, false);
        }
        return archive.submitUnhurried(
                new ArchiveEvent.MessageDelivered(
                        UUID.randomUUID(),
                        now(),
                        RetentionClass.MESSAGE,
                        message.id(),
                        message.payload().callId(),
                        message.payload().messageId(),
                        message.recipient(),
                        "sip:bob@192.0.2.1:5061;transport=tls",
                        Optional.empty(),
                        200),
                companion);
    }

    private Message message() {
        Instant at = now();
        UUID random = UUID.randomUUID();
        // begins with the time, as the server's do (RFC 9562 §5.7)
        UUID id =
                new UUID(
                        at.toEpochMilli() << 16
                                | 0x7000
                                | (random.getMostSignificantBits() & 0xFFF),
                        random.getLeastSignificantBits());
        byte[] repeat = new byte[32];
        this.random.nextBytes(repeat);
        return new Message(
                id,
                Message.Kind.TEXT,
                new RepeatKey(Bytes.of(repeat)),
                ALICE.toString(),
                BOB.toString(),
                Set.of(),
                true,
                at,
                at.plus(Duration.ofDays(30)),
                at.plus(Duration.ofDays(90)),
                Optional.empty(),
                new Payload(
                        id + "@bench",
                        "a",
                        1,
                        70,
                        false,
                        ALICE.toString(),
                        "Alice",
                        Optional.empty(),
                        id.toString(),
                        at,
                        List.of(),
                        "text/plain",
                        Bytes.of(
                                ("a message of some words number " + this.random.nextInt(1 << 20))
                                        .getBytes(StandardCharsets.UTF_8))));
    }

    private static Instant now() {
        return InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        indexer.close();
        archive.close();
        without.close();
        database.close();
    }
}
