package org.earshot.interop;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.TrustedCertificates;

/// How long a MESSAGE takes from one phone to another through our server, its archive event committed and anchored, at
/// a steady rate; beside Kamailio, which relays and keeps nothing. Prints a table.
///
/// `bin/bench messages [SECONDS [RATE [ROUNDS [SERVERS]]]]`: 60 s at 500/s, one round, `h2,mariadb,kamailio`, unless told otherwise. The delay runs from the write of
/// the sender's request to the reader that has the whole message, in one JVM. Phones come over TLS (Kamailio: TCP).
final class MessageBench {
    private static final int PHONES = 25; // that write, and as many that read
    private static final long SEED = 1;

    /// A server runs for months: what its compiler does in the first minute is not what is measured.
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private final List<LoadPhone> writers = new ArrayList<>();
    private final Latencies delays = new Latencies();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final LongAdder answered = new LongAdder();

    /// What one server did.
    ///
    /// @param refused how many messages got which answer that was no 2xx
    private record Result(
            String server,
            long sent,
            int arrived,
            Map<String, Integer> refused,
            Latencies delays,
            double cpuMicros) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "%-28s %8d %8d %7s %9.2f %9.2f %9.2f %9.2f %10.0f",
                    server,
                    sent,
                    arrived,
                    refused.isEmpty() ? "0" : refused.toString(),
                    delays.milliseconds(0.5),
                    delays.milliseconds(0.95),
                    delays.milliseconds(0.99),
                    delays.milliseconds(1),
                    cpuMicros);
        }

        String beside(Result peer) {
            return String.format(
                    Locale.ROOT,
                    "%s / %s: median %.2f, p99 %.2f, cpu %.2f",
                    server,
                    peer.server(),
                    delays.milliseconds(0.5) / peer.delays().milliseconds(0.5),
                    delays.milliseconds(0.99) / peer.delays().milliseconds(0.99),
                    cpuMicros / peer.cpuMicros());
        }
    }

    private MessageBench() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
        System.out.printf(
                "MESSAGE, %d/s for %d s after %d s to warm up, %d + %d phones%n",
                rate, seconds, WARM_UP.toSeconds(), PHONES, PHONES);
        System.out.printf(
                "%-28s %8s %8s %7s %9s %9s %9s %9s %10s%n",
                "server",
                "sent",
                "arrived",
                "refused",
                "median ms",
                "p95 ms",
                "p99 ms",
                "max ms",
                "cpu us/msg");
        String only = arguments.length > 3 ? arguments[3] : "h2,mariadb,kamailio";
        for (int round = 0; round < rounds; round++) {
            round(only, rate, seconds);
        }
    }

    private static void round(String only, int rate, int seconds) throws Exception {
        List<Result> results = new ArrayList<>();
        if (only.contains("h2")) {
            try (Lab lab = Lab.of("bench-messages")) {
                results.add(earshot(lab, "Earshot, H2, TLS", rate, seconds));
            }
            System.out.println(results.getLast().row());
        }
        if (only.contains("mariadb")) {
            try (Lab lab = Lab.of("bench-messages");
                    MariaDb database = MariaDb.start()) {
                DatabaseConfig config = database.newDatabase();
                withRoom(database);
                results.add(
                        earshot(
                                lab,
                                "Earshot, MariaDB, TLS",
                                rate,
                                seconds,
                                "database.url=" + config.url(),
                                "database.user=" + config.user()));
            }
            System.out.println(results.getLast().row());
        }
        if (only.contains("kamailio")) {
            Result peer;
            try (Lab lab = Lab.of("bench-messages")) {
                peer = kamailio(lab, rate, seconds);
            }
            System.out.println(peer.row());
            results.forEach(result -> System.out.println(result.beside(peer)));
        }
    }

    /// What tests start has a buffer pool of 64 MB, which two minutes of messages outgrow. Nobody has a server with so little.
    private static void withRoom(MariaDb database) throws SQLException {
        try (Connection connection = database.admin();
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_buffer_pool_size = 512*1024*1024");
        }
    }

    private static Result earshot(Lab lab, String label, int rate, int seconds, String... settings)
            throws Exception {
        EarshotServer server = EarshotServer.start(lab, settings);
        for (int i = 0; i < PHONES; i++) {
            server.withUser("w" + i, "pww" + i).withUser("r" + i, "pwr" + i);
        }
        SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
        return new MessageBench()
                .run(
                        label,
                        server.address("tls"),
                        Optional.of(trust),
                        server.process().handle(),
                        rate,
                        seconds);
    }

    private static Result kamailio(Lab lab, int rate, int seconds) throws Exception {
        Kamailio server = Kamailio.start(lab);
        return new MessageBench()
                .run(
                        "Kamailio, relay only, TCP",
                        server.address(),
                        Optional.empty(),
                        server.process(),
                        rate,
                        seconds);
    }

    private Result run(
            String label,
            String address,
            Optional<SSLContext> tls,
            ProcessHandle process,
            int rate,
            int seconds)
            throws IOException {
        List<LoadPhone> readers = new ArrayList<>();
        boolean[] measuring = {false};
        for (int i = 0; i < PHONES; i++) {
            writers.add(LoadPhone.connect("w" + i, "pww" + i, address, tls, _ -> {}).registered());
            readers.add(
                    LoadPhone.connect(
                                    "r" + i,
                                    "pwr" + i,
                                    address,
                                    tls,
                                    text -> arrived(text, measuring[0]))
                            .registered());
        }
        long warm = pace(rate, WARM_UP);
        settle(warm);
        measuring[0] = true;
        answered.reset();
        refused.clear();
        Duration before = cpu(process);
        long sent = pace(rate, Duration.ofSeconds(seconds));
        settle(sent);
        Duration used = cpu(process).minus(before);
        for (LoadPhone phone : Stream.concat(writers.stream(), readers.stream()).toList()) {
            phone.close();
        }
        return new Result(
                label,
                sent,
                delays.count(),
                Map.copyOf(refused),
                delays,
                used.toNanos() / 1e3 / Math.max(1, sent));
    }

    private void arrived(String text, boolean measuring) {
        long now = System.nanoTime();
        if (measuring) {
            delays.add(now - Long.parseLong(text.substring(0, text.indexOf(' '))));
        }
    }

    /// Sends at a steady rate, and says how many.
    private long pace(int rate, Duration duration) {
        Random random = new Random(SEED);
        long start = System.nanoTime();
        long count = rate * duration.toSeconds();
        for (long i = 0; i < count; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            LoadPhone writer = writers.get(random.nextInt(PHONES));
            var _ =
                    writer.message(
                                    "r" + random.nextInt(PHONES),
                                    System.nanoTime() + " the text of a message")
                            .whenComplete((status, failure) -> {
                                if (failure != null || status / 100 != 2) {
                                    refused.merge(
                                            failure == null ? status.toString() : "no answer",
                                            1,
                                            Integer::sum);
                                }
                                answered.increment();
                            });
        }
        return count;
    }

    /// Waits until every message has its answer, at most some seconds.
    private void settle(long sent) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (answered.sum() < sent && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        answered.reset();
    }

    /// Of a process and its children.
    private static Duration cpu(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
