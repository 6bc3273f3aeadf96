package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` of the sender, of the receiver and of the server at moments that a dice chooses, while a file goes straight from phone to phone or
/// over the relay. It goes on by itself and becomes whole, and what has the file's name is never half of it. The seed is printed;
/// `-Dearshot.seed=N` takes another, `-Dearshot.long=true` many.
@Tag("realtime")
class RandomKillsIT {
    private static final int SIZE = 60_000_000;
    private static final int PATIENCE_SECONDS = 120;
    private static final int ROUNDS = Boolean.getBoolean("earshot.long") ? 12 : 1;

    private enum Victim {
        SENDER,
        RECEIVER,
        SERVER
    }

    /// Who dies, and how many bytes the receiver has said then; all of them: when it says that the file is whole.
    private record Kill(Victim victim, long bytes) {}

    private Lab lab;
    private KillableServer node;
    private Path plan; // of this round
    private Path downloads;
    private final Map<String, EarshotPhone> phones = new HashMap<>();

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("random-kills");
        downloads = lab.file("down");
        byte[] content = new byte[SIZE];
        new Random(SIZE).nextBytes(content);
        plan = Files.write(lab.file("plan.dat"), content);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /// Each dies once, in any order, each later in the file than the one before; in many rounds also before the first byte and after the last.
    private static List<Kill> kills(Random dice, int round) {
        List<Victim> order = new ArrayList<>(List.of(Victim.values()));
        Collections.shuffle(order, dice);
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            int part = SIZE / order.size();
            long bytes = (long) i * part + dice.nextInt(part);
            kills.add(new Kill(order.get(i), i == 0 && round % 3 == 1 ? 0 : bytes));
        }
        if (round % 3 == 2) {
            kills.set(2, new Kill(order.get(2), SIZE));
        }
        return kills;
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "relay"})
    void whoeverDiesTheFileBecomesWhole(String way) throws IOException {
        long first = Long.getLong("earshot.seed", 20261129);
        String[] settings =
                way.equals("relay")
                        ? new String[] {"listen.msrp=127.0.0.1:0", "files.way=relay"}
                        : new String[0];
        node = KillableServer.start(lab, "server-data", settings);
        node.server().withUser("alice", "pwalice").withUser("bob", "pwbob");
        start("alice");
        start("bob");
        for (int round = 0; round < ROUNDS; round++) {
            long seed = first + round;
            List<Kill> kills = kills(new Random(seed), round);
            System.out.printf("%s, seed %d: %s%n", way, seed, kills);
            round(way, "seed " + seed, kills);
        }
    }

    private void start(String name) {
        phones.put(
                name,
                EarshotPhone.overTls(
                        lab,
                        node.server(),
                        name,
                        "silence",
                        "--audio-out",
                        "null",
                        "--data",
                        lab.privateFolder(name + "-data").toString(),
                        "--download-dir",
                        downloads.toString()));
    }

    private void round(String way, String seed, List<Kill> kills) throws IOException {
        // a phone that was killed in the round before may have said more of that than was read
        plan = Files.move(plan, plan.resolveSibling(seed.replace(' ', '-') + ".dat"));
        bothAreLoggedIn(seed);
        phones.get("alice").tell("send bob " + plan);
        JsonNode offered = bob("offered", e -> state(e, "offered") && e.has("from"));
        phones.get("bob").tell("accept " + offered.path("id").asText());
        boolean mayHaveSaidSo = false; // before it died
        for (Kill kill : kills) {
            long bytes = kill.bytes();
            JsonNode seen =
                    bob(
                            "at " + kill,
                            e -> state(e, "complete") || (bytes < SIZE && hasCome(e, bytes)));
            List<JsonNode> lastWords = kill(kill.victim());
            System.out.printf("%s killed at %s%n", kill.victim(), seen);
            noHalfFile(seed);
            startAgain(kill.victim());
            if (state(seen, "complete")) {
                mayHaveSaidSo = kill.victim() == Victim.SENDER;
                break;
            }
            if (kill.victim() == Victim.RECEIVER && !arrived().isEmpty()) {
                break; // it became whole before the kill came, and nobody will say so
            }
            if (kill.victim() == Victim.SENDER
                    && lastWords.stream().anyMatch(e -> isOfThisRound(e) && state(e, "complete"))) {
                mayHaveSaidSo = true; // the kill came after the end: on a busy machine it is late
                break;
            }
        }
        System.out.println(way + ": " + whole(seed));
        if (!mayHaveSaidSo) {
            senderIsThrough();
        }
        noHalfFile(seed);
        assertThat(arrived()).as(seed).containsExactly(downloads.resolve(plan.getFileName()));
        assertThat(files(lab.file("bob-data").resolve("partial"))).as(seed).isEmpty();
        Files.delete(downloads.resolve(plan.getFileName()));
    }

    /// Where the server died last, the phones may not be back yet: who is not there is offered nothing.
    private void bothAreLoggedIn(String seed) {
        phones.get("alice").tell("message bob before " + seed);
        phones.get("bob")
                .event(
                        "message",
                        PATIENCE_SECONDS,
                        e -> e.path("text").asText().equals("before " + seed));
    }

    private JsonNode bob(String what, Predicate<JsonNode> condition) {
        return phones.get("bob")
                .event(
                        "file",
                        PATIENCE_SECONDS,
                        e -> {
                            if (!isOfThisRound(e)) {
                                return false;
                            }
                            assertThat(e.path("state").asText())
                                    .as(what + ": " + e)
                                    .isIn("offered", "progress", "complete");
                            return condition.test(e);
                        });
    }

    private boolean isOfThisRound(JsonNode event) {
        return plan.endsWith(event.path("name").asText());
    }

    private static boolean hasCome(JsonNode event, long bytes) {
        return state(event, "progress")
                && !event.has("reason")
                && event.path("bytes").asLong() >= bytes;
    }

    private static boolean state(JsonNode event, String state) {
        return event.path("state").asText().equals(state);
    }

    /// @return what it had said, and nobody had read yet
    private List<JsonNode> kill(Victim victim) {
        if (victim == Victim.SERVER) {
            node.kill();
            return List.of();
        }
        EarshotPhone phone = phones.get(name(victim));
        phone.process().handle().destroyForcibly();
        return phone.endAndRest();
    }

    private static String name(Victim victim) {
        return victim == Victim.SENDER ? "alice" : "bob";
    }

    private void startAgain(Victim victim) {
        if (victim == Victim.SERVER) {
            node.startAgain();
        } else {
            start(name(victim));
        }
    }

    /// Waits for the whole file. Its name is given to it in one step, and a receiver that dies right afterwards may never say so.
    private Path whole(String seed) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (arrived().isEmpty()) {
            assertThat(System.nanoTime()).as(seed + ": nothing arrives").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return arrived().getFirst();
    }

    /// The sender hears it, be it by being told that the receiver has the file already.
    private void senderIsThrough() {
        phones.get("alice")
                .event("file", PATIENCE_SECONDS, e -> isOfThisRound(e) && state(e, "complete"));
    }

    private void noHalfFile(String seed) throws IOException {
        for (Path file : arrived()) {
            assertThat(file).as(seed).hasSameBinaryContentAs(plan);
        }
    }

    /// What has a file's name, as against copies that are being made.
    private List<Path> arrived() throws IOException {
        return files(downloads).stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
