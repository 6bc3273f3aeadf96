package org.earshot.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
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
    private static final int AT_ONCE = 40;
    private static final int CHANGES = 60;
    private static final Pattern STAMP = Pattern.compile("stamp-([0-9]+)");

    private final int people;
    private final int watched;
    private final List<LoadPhone> phones = new ArrayList<>();
    private final Latencies delays = new Latencies();
    private final LongAdder notifies = new LongAdder();

    private PresenceBench(int people, int watched) {
        this.people = people;
        this.watched = watched;
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
        all.add("limits.connectionsPerAddress=" + 2 * people);
        EarshotServer server = EarshotServer.start(lab, all.toArray(String[]::new));
        for (int i = 0; i < people; i++) {
            server.withUser("u" + i, "pwu" + i + "-long");
        }
        SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
        ProcessHandle process = server.process().handle();
        Duration before = cpu(process);
        long start = System.nanoTime();
        logIn(server.address("tls"), trust);
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

    private void logIn(String address, SSLContext trust) throws Exception {
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<LoadPhone>> logins = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < people; i++) {
                int number = i;
                places.acquire();
                logins.add(
                        threads.submit(() -> {
                            try {
                                return logIn(number, address, trust);
                            } finally {
                                places.release();
                            }
                        }));
            }
        }
        for (Future<LoadPhone> login : logins) {
            phones.add(login.get());
        }
    }

    private LoadPhone logIn(int number, String address, SSLContext trust) throws IOException {
        LoadPhone phone =
                LoadPhone.connect(
                                "u" + number,
                                "pwu" + number + "-long",
                                address,
                                Optional.of(trust),
                                _ -> {},
                                this::notified)
                        .registered();
        expect(phone.publish(pidf(number, "hello")).orTimeout(30, TimeUnit.SECONDS).join());
        expect(phone.watch(others(number)).orTimeout(30, TimeUnit.SECONDS).join());
        return phone;
    }

    private static void expect(int status) {
        if (status != 200) {
            throw new IllegalStateException("answered " + status);
        }
    }

    private static String pidf(int number, String note) {
        return "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:u"
                + number
                + "@127.0.0.1\"><tuple id=\"t1\"><status><basic>open</basic></status><note>"
                + note
                + "</note></tuple></presence>";
    }

    private String others(int number) {
        StringBuilder list =
                new StringBuilder(
                        "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (int i = 1; i <= watched; i++) {
            list.append("<entry uri=\"sip:u")
                    .append((number + i) % people)
                    .append("@127.0.0.1\"/>");
        }
        return list.append("</list></resource-lists>").toString();
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
    private void change() {
        for (int i = 0; i < CHANGES; i++) {
            int number = i * (watched + 1) % people;
            expect(
                    phones.get(number)
                            .publish(pidf(number, "stamp-" + System.nanoTime()))
                            .orTimeout(30, TimeUnit.SECONDS)
                            .join());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
        settle();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
