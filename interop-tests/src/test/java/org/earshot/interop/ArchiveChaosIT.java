package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import java.util.stream.Stream;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.proxy.archive.ArchiveVerifier;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.VerificationReport;
import org.junit.jupiter.api.Test;

/// Two nodes write one archive, and either is killed at random moments, by seed; some come back with a clock that is an hour
/// behind. What was acknowledged is in exactly one chain, once, and the archive is intact against the anchors of both.
///
/// Three seeds; `-Dearshot.long=true`: 50.
class ArchiveChaosIT {
    private static final int SEEDS = Boolean.getBoolean("earshot.long") ? 50 : 3;
    private static final int READERS = 20; // a thousand wait for each at most
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatWasAcknowledgedIsInOneChainWhicheverNodeIsKilled() throws Exception {
        try (Lab lab = Lab.of("archive-chaos")) {
            DatabaseConfig database = MariaDb.shared().newDatabase();
            Path keys = lab.privateFolder("keys");
            String[] shared = SharedStore.withBus(database, keys);
            List<ChaosNode> nodes =
                    List.of(new ChaosNode(lab, "one", shared), new ChaosNode(lab, "two", shared));
            nodes.getFirst().server.withUser("alice", "pwalice");
            for (int i = 0; i < READERS; i++) {
                nodes.getFirst().server.withUser("reader" + i, "pw");
            }
            int setBack = 0;
            for (int seed = 1; seed <= SEEDS; seed++) {
                Random random = new Random(seed);
                AtomicBoolean over = new AtomicBoolean();
                List<Thread> writers = new ArrayList<>();
                for (ChaosNode node : nodes) {
                    int of = seed;
                    writers.add(Thread.ofVirtual().start(() -> node.write(of, over)));
                }
                pause(200 + random.nextInt(1300));
                boolean back = seed % 3 == 0;
                setBack += back ? 1 : 0;
                nodes.get(random.nextInt(2)).killAndRestart(back);
                pause(300);
                over.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
            }
            check(nodes, setBack);
            verify(nodes, database, keys, lab.privateFolder("anchors"));
        }
    }

    private static void check(List<ChaosNode> nodes, int setBack) throws IOException {
        // first: answers still come
        Set<String> acknowledged = new HashSet<>();
        nodes.forEach(node -> acknowledged.addAll(node.acknowledged));
        Map<String, Integer> recorded = recorded(nodes.getFirst().server);
        System.out.printf(
                "archive chaos: %d seeds, %d of the starts with a clock set back an hour, %d messages acknowledged, %d recorded%n",
                SEEDS, setBack, acknowledged.size(), recorded.size());
        assertThat(acknowledged).hasSizeGreaterThan(SEEDS * 5);
        assertThat(acknowledged)
                .allSatisfy(text -> assertThat(recorded.get(text)).as(text).isEqualTo(1));
        assertThat(recorded.values()).as("nothing twice").containsOnly(1);
        List<Instant> starts = starts(nodes.getFirst().server);
        assertThat(Duration.between(Collections.min(starts), Collections.max(starts)))
                .as("a clock was set back")
                .isGreaterThan(Duration.ofMinutes(50));
    }

    /// Against what both nodes have anchored.
    private static void verify(
            List<ChaosNode> nodes, DatabaseConfig database, Path keys, Path anchors)
            throws IOException {
        Set<String> signers = new HashSet<>();
        for (ChaosNode node : nodes) {
            signers.add(node.fingerprint);
            node.server.stop();
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(node.data.resolve("anchors"))) {
                for (Path file : files) {
                    Files.copy(file, anchors.resolve(file.getFileName()));
                }
            }
        }
        try (Database opened = Database.open(database, KeyRing.open(keys))) {
            VerificationReport report =
                    new ArchiveVerifier(
                                    new JdbcArchiveTables(opened.transactions(), opened.dialect()),
                                    signers,
                                    () -> FileAnchorJournal.read(anchors),
                                    Duration.ZERO)
                            .verify();
            assertThat(report.text()).startsWith("intact");
        }
    }

    /// When chains were opened, by the clocks of their nodes.
    private static List<Instant> starts(EarshotServer server) throws IOException {
        List<Instant> starts = new ArrayList<>();
        JSON.readTree(server.admin("archive", "search", "--kind", "chain-opened", "--json"))
                .forEach(record -> starts.add(Instant.parse(record.path("time").asText())));
        return starts;
    }

    /// How often each text is in the archive.
    private static Map<String, Integer> recorded(EarshotServer server) throws IOException {
        Map<String, Integer> texts = new HashMap<>();
        String page = "latest";
        while (!page.isEmpty()) {
            JsonNode answer =
                    JSON.readTree(
                            server.admin(
                                    "archive",
                                    "search",
                                    "--kind",
                                    "message-received",
                                    "--text",
                                    "--limit",
                                    "1000",
                                    "--page",
                                    page,
                                    "--json"));
            answer.path("records")
                    .forEach(record -> texts.merge(record.path("text").asText(), 1, Integer::sum));
            page = answer.path("next").asText();
        }
        return texts;
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    /// A node, and somebody who writes through it.
    private static final class ChaosNode {
        private final Lab lab;
        private final Path data;
        private final String[] settings;
        private final String fingerprint;
        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        private volatile EarshotServer server;
        private Optional<LoadPhone> phone = Optional.empty();

        ChaosNode(Lab lab, String name, String[] shared) throws IOException {
            this.lab = lab;
            this.data = lab.privateFolder(name);
            server = EarshotServer.start(lab, data, shared);
            settings =
                    Stream.of(shared, server.samePorts())
                            .flatMap(Stream::of)
                            .toArray(String[]::new);
            fingerprint = fingerprint();
        }

        private String fingerprint() throws IOException {
            return JSON.readTree(server.admin("status", "--json")).path("archiveSigner").asText();
        }

        void start(Map<String, String> environment) {
            server = EarshotServer.start(lab, data, environment, settings);
        }

        void killAndRestart(boolean setBack) throws IOException {
            server.kill();
            start(setBack ? hourBehind() : Map.of());
        }

        private static Map<String, String> hourBehind() throws IOException {
            return Map.of(
                    "LD_PRELOAD",
                    FakeTime.library().toString(),
                    "FAKETIME",
                    "-1h",
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1");
        }

        void write(int seed, AtomicBoolean over) {
            Random random = new Random(seed);
            for (int i = 0; !over.get(); i++) {
                String text = "text " + data.getFileName() + " " + seed + " " + i;
                try {
                    if (phone.isEmpty()) {
                        phone =
                                Optional.of(
                                        LoadPhone.connect(
                                                "alice",
                                                "pwalice",
                                                server.address("tls"),
                                                Optional.of(
                                                        TrustedCertificates.fromPem(server.ca())
                                                                .context()),
                                                _ -> {}));
                    }
                    var _ =
                            phone.get()
                                    .message("reader" + random.nextInt(READERS), text)
                                    .thenAccept(status -> {
                                        if (status / 100 == 2) {
                                            acknowledged.add(text);
                                        }
                                    });
                } catch (IOException | RuntimeException e) {
                    phone = Optional.empty(); // the node has just been killed
                }
                pause(25);
            }
        }
    }
}
