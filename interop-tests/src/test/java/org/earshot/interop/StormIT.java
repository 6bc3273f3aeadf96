package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The server is killed under everybody who is logged in, and starts again: all come back at once, as each would alone, and some never do.
///
/// 200 people who watch 50 others each; `-Dearshot.long=true`: 1,000 with 100. How long others' messages took meanwhile is printed, and is the
/// machine's; that each was taken is what counts.
@Tag("realtime")
class StormIT {
    private static final boolean LONG = Boolean.getBoolean("earshot.long");
    private static final int PEOPLE = LONG ? 1000 : 200;
    private static final int WATCHED = LONG ? 100 : 50;

    /// The first ones stay away.
    private static final int LOST = PEOPLE / 20;

    private static final int CHANGES = 10;
    private static final double SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STAMP = Pattern.compile("stamp-[0-9]+");
    private static final Pattern ENTITY = Pattern.compile("entity=\"sip:(u[0-9]+)@");

    private final Crowd crowd = new Crowd(PEOPLE, WATCHED, this::notified);
    private final Map<Integer, Map<String, Boolean>> views = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> seen = new ConcurrentHashMap<>();
    private final LongAdder notifies = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final LongAdder inVain = new LongAdder();
    private final Map<Integer, LongAdder> written = new ConcurrentHashMap<>();

    @Test
    void everybodyComesBackAndNobodyElseIsShown() throws Exception {
        try (Lab lab = Lab.of("storm")) {
            DatabaseConfig config = MariaDb.shared().newDatabase();
            KillableServer node =
                    KillableServer.start(
                            lab,
                            "server-data",
                            "database.url=" + config.url(),
                            "database.user=" + config.user(),
                            "limits.connectionsPerAddress=" + 3 * PEOPLE);
            crowd.join(node.server());
            node.server().withUser("clerk", "pwclerk").withUser("reader", "pwreader");
            String address = node.server().address("tls");
            SSLContext trust = TrustedCertificates.fromPem(node.server().ca()).context();
            crowd.logIn(address, trust).forEach(lab::closing);
            await("everybody sees everybody", () -> isTrue(0));

            long killed = System.nanoTime();
            node.kill();
            AtomicBoolean over = new AtomicBoolean();
            Latencies meanwhile = new Latencies();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<LoadPhone>> back = new ArrayList<>();
                for (int i = LOST; i < PEOPLE; i++) {
                    int number = i;
                    views.remove(number);
                    back.add(
                            threads.submit(() ->
                                    lab.closing(
                                            comeBack(
                                                    number,
                                                    () -> crowd.logIn(number, address, trust)))));
                }
                Future<?> office =
                        threads.submit(() -> {
                            write(lab, address, trust, meanwhile, over);
                            return null;
                        });
                node.startAgain();
                long ready = System.nanoTime();
                Map<Integer, LoadPhone> phones = new HashMap<>();
                for (int i = LOST; i < PEOPLE; i++) {
                    phones.put(i, back.get(i - LOST).get());
                }
                long all = System.nanoTime();
                over.set(true);
                office.get();
                System.out.printf(
                        "storm: %d of %d phones that watch %d others each were back %.1f s after the kill, %.1f s after the start; %d tries met no server, refused: %s; meanwhile a message took %.1f ms (median), %.1f ms (longest of %d: %s)%n",
                        phones.size(),
                        PEOPLE,
                        WATCHED,
                        (all - killed) / 1e9,
                        (all - ready) / 1e9,
                        inVain.sum(),
                        refused,
                        meanwhile.milliseconds(0.5),
                        meanwhile.milliseconds(1),
                        meanwhile.count(),
                        written);
                assertThat((all - killed) / 1e9).as("seconds").isLessThan(SECONDS);
                assertThat(refused.values().stream().mapToLong(LongAdder::sum).sum())
                        .as("refused: %s", refused)
                        .isLessThanOrEqualTo(PEOPLE / 2);
                assertThat(written.keySet()).as("answers to messages").isSubsetOf(200, 202);
                assertThat(meanwhile.count()).isGreaterThan(3);

                await("everybody sees who is back, and nobody else", () -> isTrue(LOST));
                await("no subscription is left", () -> subscriptions(config) == PEOPLE - LOST);
                assertThat(bindings(node.server()))
                        .as("nobody has a binding of before")
                        .allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
                change(phones);
                System.out.printf("storm: %d NOTIFYs in all%n", notifies.sum());
            }
        }
    }

    /// As our own phone does it: within a second, and later and later where that is in vain.
    private LoadPhone comeBack(int number, Callable<LoadPhone> logIn) throws Exception {
        Random random = new Random(number);
        for (int failures = 0; ; failures++) {
            pause(random.nextInt(Math.min(1000 << Math.min(failures, 6), 60_000)));
            try {
                return logIn.call();
            } catch (Crowd.RefusedException e) {
                refused.computeIfAbsent(e.getMessage(), _ -> new LongAdder()).increment();
            } catch (IOException e) {
                inVain.increment();
            }
        }
    }

    /// One who has nothing to do with all that writes to another one, five times a second.
    private void write(
            Lab lab, String address, SSLContext trust, Latencies delays, AtomicBoolean over)
            throws Exception {
        List<LoadPhone> pair = new ArrayList<>();
        for (String name : List.of("reader", "clerk")) {
            while (pair.size() < (name.equals("reader") ? 1 : 2)) {
                try {
                    pair.add(
                            lab.closing(
                                    LoadPhone.connect(
                                                    name,
                                                    "pw" + name,
                                                    address,
                                                    Optional.of(trust),
                                                    _ -> {})
                                            .registered()));
                } catch (IOException | RuntimeException e) {
                    pause(50); // first of all, to see all of it
                }
            }
        }
        while (!over.get()) {
            long start = System.nanoTime();
            int status = pair.getLast().message("reader", "hello").get(60, TimeUnit.SECONDS);
            written.computeIfAbsent(status, _ -> new LongAdder()).increment();
            delays.add(System.nanoTime() - start);
            pause(200);
        }
    }

    private void notified(int watcher, String body) {
        notifies.increment();
        Map<String, Boolean> view = views.computeIfAbsent(watcher, _ -> new ConcurrentHashMap<>());
        for (String document : body.split("<presence", -1)) {
            Matcher entity = ENTITY.matcher(document);
            if (entity.find() && document.contains("<basic>")) {
                view.put(entity.group(1), document.contains("<basic>open</basic>"));
                Matcher stamp = STAMP.matcher(document);
                if (stamp.find()) {
                    seen.computeIfAbsent(stamp.group(), _ -> new LongAdder()).increment();
                }
            }
        }
    }

    /// Whether each watcher shows of each whom it watches what is true.
    ///
    /// @param first who is there with all who follow
    private boolean isTrue(int first) {
        for (int watcher = first; watcher < PEOPLE; watcher++) {
            Map<String, Boolean> view = views.getOrDefault(watcher, Map.of());
            for (int i = 0; i < WATCHED; i++) {
                int other = crowd.watched(watcher, i);
                // of whom nothing was told nothing is shown
                if (view.getOrDefault(Crowd.name(other), false) != other >= first) {
                    return false;
                }
            }
        }
        return true;
    }

    /// A change reaches each watcher that is there, once.
    private void change(Map<Integer, LoadPhone> phones) throws IOException {
        for (int i = 0; i < CHANGES; i++) {
            int number = PEOPLE - 1 - i * 3;
            String stamp = "stamp-" + i;
            crowd.change(number, phones.get(number), stamp);
            await(stamp, () -> seen.getOrDefault(stamp, new LongAdder()).sum() == WATCHED);
        }
    }

    private static long subscriptions(DatabaseConfig config) {
        String name = config.url().substring(config.url().lastIndexOf('/') + 1);
        try (Connection connection = MariaDb.shared().admin();
                Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery("SELECT COUNT(*) FROM " + name + ".subscription")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Integer> bindings(EarshotServer server) throws IOException {
        Map<String, Integer> count = new HashMap<>();
        for (JsonNode row : JSON.readTree(server.admin("bindings", "--json"))) {
            count.merge(row.path("address").asText(), 1, Integer::sum);
        }
        return count;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            pause(100);
        }
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
