package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.earshot.common.db.MariaDb;

/// Everybody writes to everybody while servers, database and phones are killed at random moments, by seed; then what came is held against what
/// got a 2xx. Our phones are spread over the nodes, and so are those of others.
final class MessageChaos {
    private static final long SETTLE_SECONDS = 120;
    private static final String WRITER = "dave";

    /// Texts for one seed: on a slow machine a kill takes long, and what waits for a device may not become too much.
    private static final int MOST_TEXTS = 300;

    private final Optional<MariaDb> database;
    private final List<KillableServer> nodes;
    private final Map<KillablePhone, KillableServer> phones = new HashMap<>();
    private final List<KillablePhone> ours = new ArrayList<>();
    private final Map<StrangersPhone, KillableServer> strangers = new HashMap<>();
    private final List<StrangersPhone> others = new ArrayList<>();
    private final StrangersWriter dave = new StrangersWriter(WRITER);
    private final List<Crash> crashes = new ArrayList<>();
    private int seeds;

    /// Something ended.
    ///
    /// @param before how much had come to phones of others then
    private record Crash(int seed, Map<StrangersPhone, Integer> before) {}

    /// @param database empty where the only node has an embedded one
    /// @param nodes on that database, of one domain
    MessageChaos(Lab lab, Optional<MariaDb> database, List<KillableServer> nodes)
            throws IOException {
        this.database = database;
        this.nodes = nodes;
        EarshotServer first = nodes.getFirst().server();
        for (String name : List.of("alice", "bob", "carol", "erin", WRITER)) {
            first.withUser(name, "pw" + name);
        }
        add(KillablePhone.start(lab, "alice", "alice-desk", first), 0);
        add(KillablePhone.start(lab, "alice", "alice-mobile", node(1).server()), 1);
        add(KillablePhone.start(lab, "bob", "bob-phone", node(1).server()), 1);
        ours.forEach(KillablePhone::awaitRegistered);
        add(new StrangersPhone(lab, "carol", false), 0);
        add(new StrangersPhone(lab, "erin", true), 1);
    }

    private KillableServer node(int number) {
        return nodes.get(number % nodes.size());
    }

    private void add(KillablePhone phone, int node) {
        ours.add(phone);
        phones.put(phone, node(node));
    }

    private void add(StrangersPhone phone, int node) throws IOException {
        others.add(phone);
        strangers.put(phone, node(node));
        phone.come(node(node).server());
    }

    void run(int seed) throws Exception {
        seeds++;
        if (seeds % 50 == 0) {
            others.forEach(StrangersPhone::refresh); // for ten minutes each time
        }
        Random random = new Random(seed);
        AtomicBoolean over = new AtomicBoolean();
        Thread load = Thread.ofVirtual().start(() -> write(seed, over));
        int kills = 1 + random.nextInt(2);
        for (int i = 0; i < kills; i++) {
            pause(200 + random.nextInt(800));
            kill(seed, random);
        }
        pause(300);
        over.set(true);
        load.join();
    }

    private void kill(int seed, Random random) throws Exception {
        switch (random.nextInt(nodes.size() > 1 ? 10 : 8)) {
            case 0, 1 -> {
                if (database.isPresent()) {
                    crash(seed);
                    killDatabase();
                } else {
                    killNode(seed, random);
                }
            }
            case 2, 3 -> killPhone(ours.get(random.nextInt(ours.size())), random);
            case 4 -> {
                crash(seed);
                come(others.getLast(), node(random.nextInt(nodes.size())));
            }
            case 5 -> killEverything(seed);
            default -> killNode(seed, random);
        }
    }

    private void killDatabase() {
        database.ifPresent(MariaDb::kill);
        database.ifPresent(MariaDb::launch);
    }

    /// Its next life may be at another node.
    private void killPhone(KillablePhone phone, Random random) throws Exception {
        KillableServer next = node(random.nextInt(nodes.size()));
        phone.killAndRestart(next.server());
        phones.put(phone, next);
    }

    /// Where there is another one, phones of others may go there at once.
    private void killNode(int seed, Random random) throws IOException {
        int number = random.nextInt(nodes.size());
        KillableServer node = node(number);
        crash(seed);
        node.kill();
        boolean away = nodes.size() > 1 && random.nextBoolean();
        for (StrangersPhone phone : away ? others : List.<StrangersPhone>of()) {
            if (phone.isMobile() && strangers.get(phone).equals(node)) {
                come(phone, node(number + 1));
            }
        }
        node.startAgain();
        comeBack(node);
    }

    private void comeBack(KillableServer node) throws IOException {
        for (StrangersPhone phone : others) {
            if (strangers.get(phone).equals(node)) {
                come(phone, node);
            }
        }
    }

    private void come(StrangersPhone phone, KillableServer node) throws IOException {
        phone.come(node.server());
        strangers.put(phone, node);
    }

    /// As when a building loses its power.
    private void killEverything(int seed) throws IOException {
        nodes.forEach(_ -> crash(seed));
        crash(seed);
        nodes.forEach(KillableServer::kill);
        killDatabase();
        for (KillableServer node : nodes) {
            node.startAgain();
        }
        for (KillableServer node : nodes) {
            comeBack(node);
        }
    }

    private void crash(int seed) {
        crashes.add(
                new Crash(
                        seed,
                        others.stream()
                                .collect(
                                        Collectors.toMap(
                                                phone -> phone,
                                                phone -> phone.messages().size()))));
    }

    /// Everybody writes to everybody, about 20 texts a second, until it is over.
    private void write(int seed, AtomicBoolean over) {
        Random random = new Random(seed + 1_000_000L);
        List<String> readers = List.of("alice", "bob", "carol", "erin");
        for (int i = 0; i < MOST_TEXTS && !over.get(); i++) {
            String to = readers.get(random.nextInt(readers.size()));
            String text = to + "-" + seed + "-" + i;
            if (random.nextInt(3) == 0) {
                dave.write(node(random.nextInt(nodes.size())), to, text);
            } else {
                KillablePhone from = ours.get(random.nextInt(ours.size()));
                if (!from.account().equals(to)) {
                    from.write(to, text);
                }
            }
            pause(50);
        }
    }

    void check() throws Exception {
        others.forEach(StrangersPhone::refresh);
        awaitArrivals();
        for (KillablePhone phone : ours) {
            phone.kill();
        }
        int acknowledged = progress().acknowledged();
        System.out.printf(
                "chaos: %d nodes, %d seeds, %d crashes, %d messages acknowledged%n",
                nodes.size(), seeds, crashes.size(), acknowledged);
        assertThat(acknowledged).isGreaterThan(seeds * 5);
        for (KillablePhone phone : ours) {
            checkOurs(phone, false, phone.received(), expected(phone, false));
            checkOurs(phone, true, phone.copies(), expected(phone, true));
        }
        for (StrangersPhone phone : others) {
            checkStranger(phone);
        }
    }

    /// Until all that was written is answered and has come, or nothing happens for longer than a device that does not answer rests.
    private void awaitArrivals() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        long since = System.nanoTime();
        Progress before = progress();
        while (System.nanoTime() < end) {
            pause(200);
            Progress now = progress();
            if (!now.equals(before)) {
                before = now;
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(now.patience())) {
                return;
            }
        }
    }

    /// @param unanswered texts of our phones; one that was killed when it got the answer does not know
    /// @param missing texts that were acknowledged, at devices where they have to come
    private record Progress(int acknowledged, int unanswered, int missing) {
        /// Seconds without a change after which there will be none.
        int patience() {
            return missing > 0 ? 65 : unanswered > 0 ? 8 : 1;
        }
    }

    private Progress progress() {
        return new Progress(
                writers().values().stream().mapToInt(List::size).sum(),
                ours.stream().mapToInt(KillablePhone::unanswered).sum(),
                missing());
    }

    private int missing() {
        int missing = 0;
        for (KillablePhone phone : ours) {
            missing += absent(expected(phone, false), phone.received()).size();
            missing += absent(expected(phone, true), phone.copies()).size();
        }
        for (StrangersPhone phone : others) {
            missing += absent(to(phone.account()), phone.texts()).size();
        }
        return missing;
    }

    private static Set<String> absent(Map<String, List<String>> expected, List<String> came) {
        Set<String> absent = new HashSet<>();
        expected.values().forEach(absent::addAll);
        came.forEach(absent::remove);
        return absent;
    }

    /// What was acknowledged, by the device that wrote it.
    private Map<String, List<KillablePhone.Acknowledged>> writers() {
        Map<String, List<KillablePhone.Acknowledged>> all = new HashMap<>();
        all.put(WRITER, dave.acknowledged());
        ours.forEach(phone -> all.put(phone.device(), phone.sent()));
        return all;
    }

    /// The texts to somebody that were acknowledged, by writer, in their order.
    private Map<String, List<String>> to(String account) {
        Map<String, List<String>> texts = new HashMap<>();
        writers().forEach((writer, all) -> texts.put(writer, to(account, all)));
        return texts;
    }

    private static List<String> to(String account, List<KillablePhone.Acknowledged> all) {
        return all.stream()
                .filter(one -> one.to().equals(account))
                .map(KillablePhone.Acknowledged::text)
                .toList();
    }

    /// What one of our phones has to show: what others wrote to its account, or, as copies, what the account's other phones wrote to somebody.
    private Map<String, List<String>> expected(KillablePhone phone, boolean copies) {
        if (!copies) {
            return to(phone.account());
        }
        Map<String, List<String>> texts = new HashMap<>();
        for (KillablePhone other : ours) {
            if (!other.equals(phone) && other.account().equals(phone.account())) {
                for (String to : List.of("bob", "carol", "erin")) {
                    texts.put(other.device() + " to " + to, to(to, other.sent()));
                }
            }
        }
        return texts;
    }

    private static void checkOurs(
            KillablePhone phone,
            boolean copies,
            List<String> shown,
            Map<String, List<String>> expected)
            throws Exception {
        String what = phone.device() + (copies ? " (copies)" : "");
        List<String> kept = phone.kept(copies);
        assertThat(Arrivals.doubled(shown)).as("shown twice at " + what).isEmpty();
        assertThat(Arrivals.doubled(kept)).as("kept twice at " + what).isEmpty();
        assertThat(absent(expected, kept)).as("acknowledged and not at " + what).isEmpty();
        expected.forEach((writer, texts) -> {
            String order = "order of %s at %s".formatted(writer, what);
            assertThat(Arrivals.outOfOrder(shown, texts)).as(order).isEmpty();
            assertThat(Arrivals.outOfOrder(kept, texts)).as(order + ", kept").isEmpty();
        });
    }

    private void checkStranger(StrangersPhone phone) {
        List<String> messages = phone.messages();
        List<String> texts = phone.texts();
        Map<String, List<String>> expected = to(phone.account());
        assertThat(absent(expected, texts))
                .as("acknowledged and not at " + phone.account())
                .isEmpty();
        expected.forEach((writer, written) ->
                assertThat(Arrivals.outOfOrder(texts, written))
                        .as("order of %s at %s", writer, phone.account())
                        .isEmpty());
        Map<String, Set<String>> callIds = new HashMap<>();
        messages.forEach(message ->
                callIds.computeIfAbsent(BarePhone.body(message), _ -> new HashSet<>())
                        .addAll(BarePhone.lines(message, "Call-ID")));
        assertThat(callIds.values()).as("Call-IDs of one message").allMatch(all -> all.size() == 1);
        for (String text : Arrivals.doubled(texts)) {
            long copies = texts.stream().filter(text::equals).count();
            assertThat(copies - 1)
                    .as("repetitions of %s at %s", text, phone.account())
                    .isLessThanOrEqualTo(crashes(phone, text, texts.lastIndexOf(text)));
        }
    }

    /// How often something ended between the run before that of a text, whose end may still be felt, and its last copy.
    private long crashes(StrangersPhone phone, String text, int last) {
        int seed = Integer.parseInt(text.split("-", -1)[1]);
        return crashes.stream()
                .filter(crash -> crash.seed() >= seed - 2)
                .filter(crash -> crash.before().get(phone) <= last)
                .count();
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
