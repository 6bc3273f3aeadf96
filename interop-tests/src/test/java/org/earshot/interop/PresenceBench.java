package org.earshot.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.TrustedCertificates;

/// How long it takes until people who come to work are all logged in, each over TLS with digest: REGISTER, PUBLISH, and a
/// SUBSCRIBE to a list of others; and then how late a change is seen by those who watch. Prints a table.
///
/// `bin/bench presence [PEOPLE [WATCHED]]`: 1,000 people with 100 others each, unless told otherwise. The delay runs from the write of the PUBLISH to the reader that has
/// the whole NOTIFY, in one JVM.
final class PresenceBench {
    private static final int CHANGES = 60;
    private static final Pattern STAMP = Pattern.compile("stamp-([0-9]+)");

    private final Crowd crowd;
    private final List<LoadPhone> phones = new ArrayList<>();
    private final Latencies delays = new Latencies();
    private final LongAdder notifies = new LongAdder();

    private PresenceBench(int people, int watched) {
        crowd = new Crowd(people, watched, (_, body) -> notified(body));
    }

    public static void main(String[] arguments) throws Exception {
        int people = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int watched = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        System.out.printf("%d people who log in and watch %d others each%n", people, watched);
        System.out.printf(
                "%-14s %9s %9s %9s %9s %9s %9s %9s %9s%n",
                "server",
                "login s",
                "NOTIFYs",
                "cpu s",
                "changes",
                "seen",
                "median ms",
                "p99 ms",
                "max ms");
        try (Lab lab = Lab.of("bench-presence")) {
            new PresenceBench(people, watched).run("H2", lab);
        }
        try (Lab lab = Lab.of("bench-presence");
                MariaDb database = MariaDb.start()) {
            DatabaseConfig config = database.newDatabase();
            new PresenceBench(people, watched)
                    .run(
                            "MariaDB",
                            lab,
                            "database.url=" + config.url(),
                            "database.user=" + config.user());
        }
    }

    private void run(String label, Lab lab, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("limits.connectionsPerAddress=" + 2 * crowd.people());
        EarshotServer server = EarshotServer.start(lab, all.toArray(String[]::new));
        crowd.join(server);
        SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
        ProcessHandle process = server.process().handle();
        Duration before = cpu(process);
        long start = System.nanoTime();
        phones.addAll(crowd.logIn(server.address("tls"), trust));
        double seconds = (System.nanoTime() - start) / 1e9;
        settle();
        long told = notifies.sum();
        double used = cpu(process).minus(before).toMillis() / 1e3;
        change();
        System.out.printf(
                Locale.ROOT,
                "%-14s %9.1f %9d %9.1f %9d %9d %9.2f %9.2f %9.2f%n",
                label,
                seconds,
                told,
                used,
                CHANGES,
                delays.count(),
                delays.milliseconds(0.5),
                delays.milliseconds(0.99),
                delays.milliseconds(1));
        for (LoadPhone phone : phones) {
            phone.close();
        }
        server.stop();
    }

    private void notified(String body) {
        long now = System.nanoTime();
        notifies.increment();
        Matcher stamp = STAMP.matcher(body);
        while (stamp.find()) {
            delays.add(now - Long.parseLong(stamp.group(1)));
        }
    }

    /// Waits until nobody is told anything for some seconds.
    private void settle() {
        long before = -1;
        while (before != notifies.sum()) {
            before = notifies.sum();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(6));
        }
    }

    /// People who are far from each other, so that it is quiet for each watcher for some seconds.
    private void change() throws IOException {
        for (int i = 0; i < CHANGES; i++) {
            int number = i * (crowd.watched() + 1) % crowd.people();
            crowd.change(number, phones.get(number), "stamp-" + System.nanoTime());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
        settle();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
