package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.Test;

/// `kill -9` of server, database and phones at random moments, by seed, while everybody writes to everybody: what got a
/// 2xx arrives, once at our phones, and at another maker's phone with at most one repetition for each crash.
///
/// Ten seeds; `-Dearshot.long=true`: 200.
class MessageChaosIT {
    private static final int SEEDS = Boolean.getBoolean("earshot.long") ? 200 : 10;
    private static final List<String> OURS = List.of("alice", "bob");
    private static final List<Victim> VICTIMS = List.of(Victim.values());
    private static final long SETTLE_SECONDS = 120;

    @Test
    void whatWasAcknowledgedArrivesWhateverIsKilled() throws Exception {
        try (Lab lab = Lab.of("chaos");
                MariaDb database = MariaDb.start()) {
            DatabaseConfig config = database.newDatabase();
            Chaos chaos = new Chaos(lab, database, config);
            for (int seed = 1; seed <= SEEDS; seed++) {
                chaos.run(seed);
            }
            chaos.check();
        }
    }

    /// Who is killed.
    private enum Victim {
        SERVER,
        DATABASE,
        ALICE,
        BOB
    }

    private static final class Chaos {
        private final Lab lab;
        private final MariaDb database;
        private final String[] settings;
        private final Map<String, KillablePhone> phones = new HashMap<>();
        private final BarePhone carol;
        private final Set<String> acknowledgedByDave = ConcurrentHashMap.newKeySet();
        private EarshotServer server;
        private Optional<LoadPhone> dave = Optional.empty();
        private int serverCrashes;

        Chaos(Lab lab, MariaDb database, DatabaseConfig config) throws Exception {
            this.lab = lab;
            this.database = database;
            settings =
                    new String[] {"database.url=" + config.url(), "database.user=" + config.user()};
            server = EarshotServer.start(lab, settings);
            for (String name : List.of("alice", "bob", "carol", "dave")) {
                server.withUser(name, "pw" + name);
            }
            for (String name : OURS) {
                phones.put(name, KillablePhone.start(lab, name, server));
            }
            phones.values().forEach(KillablePhone::awaitRegistered);
            carol = BarePhone.udp(lab, "carol", "pwcarol", server.address("udp")).registered();
            carol.answering("MESSAGE", "200 OK");
        }

        void run(int seed) throws Exception {
            if (seed % 50 == 0) {
                registerCarol(); // for ten minutes each time
            }
            Random random = new Random(seed);
            AtomicBoolean over = new AtomicBoolean();
            Thread load = Thread.ofVirtual().start(() -> write(seed, over));
            int kills = 1 + random.nextInt(2);
            for (int i = 0; i < kills; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(800)));
                kill(VICTIMS.get(random.nextInt(VICTIMS.size())));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            over.set(true);
            load.join();
        }

        /// Once the database is back, too: what waits for her comes then.
        private void registerCarol() {
            String answer = carol.register();
            while (answer.startsWith("SIP/2.0 503")) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                answer = carol.register();
            }
            assertThat(answer).startsWith("SIP/2.0 200");
        }

        private void kill(Victim victim) {
            switch (victim) {
                case SERVER -> {
                    serverCrashes++;
                    server.kill();
                    server =
                            EarshotServer.start(
                                    lab,
                                    server.data(),
                                    Stream.of(settings, server.samePorts())
                                            .flatMap(Stream::of)
                                            .toArray(String[]::new));
                }
                case DATABASE -> {
                    serverCrashes++;
                    database.kill();
                    database.launch();
                }
                case ALICE -> phones.get("alice").killAndRestart();
                case BOB -> phones.get("bob").killAndRestart();
            }
        }

        /// Everybody writes to everybody, about 40 texts a second, until it is over.
        private void write(int seed, AtomicBoolean over) {
            Random random = new Random(seed + 1_000_000L);
            for (int i = 0; !over.get(); i++) {
                String to = List.of("alice", "bob", "carol").get(random.nextInt(3));
                String text = to + "-" + seed + "-" + i;
                if (random.nextInt(3) == 0) {
                    writeAsDave(to, text);
                } else {
                    String from = OURS.get(random.nextInt(OURS.size()));
                    if (!from.equals(to)) {
                        phones.get(from).write(to, text);
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
            }
        }

        /// A phone of another make, which writes once, and shows a failure where no answer comes.
        private void writeAsDave(String to, String text) {
            try {
                if (dave.isEmpty()) {
                    dave =
                            Optional.of(
                                    LoadPhone.connect(
                                            "dave",
                                            "pwdave",
                                            server.address("tls"),
                                            Optional.of(
                                                    TrustedCertificates.fromPem(server.ca())
                                                            .context()),
                                            _ -> {}));
                }
                var _ =
                        dave.get()
                                .message(to, text)
                                .whenComplete((status, failure) -> {
                                    if (failure == null && status / 100 == 2) {
                                        acknowledgedByDave.add(text);
                                    }
                                });
            } catch (java.io.IOException | RuntimeException e) {
                dave = Optional.empty(); // the server has just been killed
            }
        }

        void check() throws Exception {
            registerCarol();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
            // one that a phone kept, and was killed before it said so, is found in its store
            while (missing().size() > SEEDS && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
            awaitQuiet();
            Set<String> missing = missing();
            int acknowledged = acknowledged().size();
            System.out.printf(
                    "chaos: %d seeds, %d crashes of server or database, %d messages acknowledged%n",
                    SEEDS, serverCrashes, acknowledged);
            assertThat(acknowledged).isGreaterThan(SEEDS * 5);
            for (String name : OURS) {
                KillablePhone phone = phones.get(name);
                assertThat(doubled(phone.received())).as("shown twice at " + name).isEmpty();
                List<String> kept = phone.kept();
                assertThat(doubled(kept)).as("kept twice at " + name).isEmpty();
                kept.forEach(missing::remove);
            }
            assertThat(missing).as("acknowledged and not received").isEmpty();
            checkCarol();
        }

        /// Until nothing has come for some seconds, or nothing is missing.
        private void awaitQuiet() {
            long quiet = TimeUnit.SECONDS.toNanos(15);
            int before = missing().size();
            long since = System.nanoTime();
            while (before > 0 && System.nanoTime() - since < quiet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                int now = missing().size();
                if (now != before) {
                    before = now;
                    since = System.nanoTime();
                }
            }
        }

        private Set<String> acknowledged() {
            Set<String> all = new HashSet<>(acknowledgedByDave);
            phones.values().forEach(phone -> all.addAll(phone.sent()));
            return all;
        }

        private Set<String> missing() {
            Set<String> missing = acknowledged();
            phones.values().forEach(phone -> phone.received().forEach(missing::remove));
            carolsTexts().forEach(missing::remove);
            return missing;
        }

        private List<String> messagesToCarol() {
            return carol.everything().stream()
                    .filter(message -> message.startsWith("MESSAGE "))
                    .toList();
        }

        private List<String> carolsTexts() {
            return messagesToCarol().stream().map(BarePhone::body).toList();
        }

        private void checkCarol() {
            Map<String, List<String>> byText =
                    messagesToCarol().stream().collect(Collectors.groupingBy(BarePhone::body));
            byText.forEach((text, copies) -> {
                assertThat(
                                copies.stream()
                                        .map(copy -> BarePhone.lines(copy, "Call-ID"))
                                        .collect(Collectors.toSet()))
                        .as("Call-IDs of " + text)
                        .hasSize(1);
                // a repetition of the transaction has the branch of the first
                assertThat(
                                copies.stream()
                                        .map(copy -> BarePhone.lines(copy, "Via").getFirst())
                                        .collect(Collectors.toSet()))
                        .as("copies of " + text)
                        .hasSizeLessThanOrEqualTo(1 + serverCrashes);
            });
        }

        private static List<String> doubled(List<String> texts) {
            return new ArrayList<>(new HashSet<>(texts))
                    .stream().filter(text -> Collections.frequency(texts, text) > 1).toList();
        }
    }
}
