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
    /// A server runs for months: what its compiler does in the first minute is not what is measured.
    private static final Duration WARM_UP = Duration.ofSeconds(60);

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
                rate, seconds, WARM_UP.toSeconds(), MessageLoad.PHONES, MessageLoad.PHONES);
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
        for (String name : MessageLoad.names()) {
            server.withUser(name, "pw" + name);
        }
        SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
        return run(
                label,
                server.address("tls"),
                Optional.of(trust),
                server.process().handle(),
                rate,
                seconds);
    }

    private static Result kamailio(Lab lab, int rate, int seconds) throws Exception {
        Kamailio server = Kamailio.start(lab);
        return run(
                "Kamailio, relay only, TCP",
                server.address(),
                Optional.empty(),
                server.process(),
                rate,
                seconds);
    }

    private static Result run(
            String label,
            String address,
            Optional<SSLContext> tls,
            ProcessHandle process,
            int rate,
            int seconds)
            throws IOException {
        try (MessageLoad load = MessageLoad.connect(address, tls)) {
            load.write(rate, WARM_UP);
            Duration before = MessageLoad.cpu(process);
            MessageLoad.Written written = load.write(rate, Duration.ofSeconds(seconds));
            Duration used = MessageLoad.cpu(process).minus(before);
            return new Result(
                    label,
                    written.sent(),
                    written.delays().count(),
                    written.refused(),
                    written.delays(),
                    used.toNanos() / 1e3 / Math.max(1, written.sent()));
        }
    }
}
