package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.common.db.MariaDb;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole server in this process, on loopback and free ports.
class ServerIT {
    @TempDir private Path temp;
    private Path data;

    @BeforeEach
    void folder() {
        data = temp.resolve("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", ""})
    void aSecondServerOnTheSameFolderSaysSoAndLeavesTheFirstItsSocket(String url) throws Exception {
        String store = "database.url=" + url;
        try (Server first = start(ServerMain.Role.BOTH, store)) {
            assertThat(first.ready()).startsWith("ready ");
            assertThatThrownBy(() -> start(ServerMain.Role.BOTH, store))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
            assertThat(admin("status").status()).isZero();
        }
    }

    @Test
    void inMemoryNothingOfAnEarlierStartIsHeldAgainstTheArchive() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Server server = start(ServerMain.Role.BOTH, "database.url=memory")) {
                assertThat(server).isNotNull();
                assertThat(admin("archive", "verify").output()).doesNotContain("missing");
                assertThat(admin("archive", "verify").status()).isZero();
            }
        }
        assertThat(data.resolve("anchors")).doesNotExist();
    }

    @Test
    void theRelayForFilesIsServedWhereItIsSetAndCounts() throws Exception {
        try (Server server = start(ServerMain.Role.BOTH, "listen.msrp=127.0.0.1:0")) {
            assertThat(server.ready()).contains(" msrp=127.0.0.1:");
            assertThat(admin("status").output()).contains("msrpRelay").contains("relayedBytes");
        }
        try (Server server = start(ServerMain.Role.BOTH)) {
            assertThat(server.ready()).doesNotContain("msrp");
            assertThat(admin("status").output()).doesNotContain("msrpRelay");
        }
    }

    @Test
    void theRelayForFilesSaysWhereItCantListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> start(ServerMain.Role.BOTH, "listen.msrp=" + address))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("listen.msrp")
                    .hasMessageContaining(address);
        }
    }

    @Test
    void aRegistrarThatDeliversNothingBeginsNoChain() throws Exception {
        try (Server server = start(ServerMain.Role.REGISTRAR)) {
            assertThat(server).isNotNull();
            assertThat(admin("archive", "verify").status()).isZero();
        }
        assertThat(chains()).isEmpty();
    }

    @Test
    void aServerThatCantListenBeginsNoChain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            start(
                                    ServerMain.Role.BOTH,
                                    "listen.tcp=127.0.0.1:" + taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("listen.tcp: 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("another program");
        }
        assertThat(chains()).isEmpty();
    }

    @Test
    void nodesOfOneKeyRingSignAsThemselves() throws Exception {
        String shared = "keys.dir=" + temp.resolve("shared");
        String first;
        try (Server server = start(ServerMain.Role.BOTH, shared)) {
            assertThat(server).isNotNull();
            first = signer();
        }
        data = temp.resolve("other");
        try (Server server = start(ServerMain.Role.BOTH, shared)) {
            assertThat(server).isNotNull();
            assertThat(signer()).isNotEqualTo(first);
        }
    }

    @Test
    void aKeyIsRotatedWhileTheServerRuns() throws Exception {
        try (Server server = start(ServerMain.Role.BOTH)) {
            assertThat(server).isNotNull();
            assertThat(admin("keys", "rotate", "credential").output()).contains("credential.2");
            assertThat(admin("keys", "rotate", "archive-sign").status()).isEqualTo(1);
            assertThat(admin("keys", "rotate", "nothing").errors()).contains("credential");
        }
    }

    @Test
    void aDamagedAnchorFileStopsTheStartAndOneThatIsGoneIsARecordedLoss() throws Exception {
        start(ServerMain.Role.BOTH).close();
        Path file = chains().getFirst();
        Files.writeString(file, "begin\nhead 1 ab 5\n");
        assertThatThrownBy(() -> start(ServerMain.Role.BOTH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("line 2");
        Files.delete(file);
        try (Server server = start(ServerMain.Role.BOTH)) {
            assertThat(server).isNotNull();
            // the archive opens its chain beside the start, and records the loss then
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (admin("archive", "verify").status() == 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(admin("archive", "verify").status()).isEqualTo(1);
            assertThat(admin("archive", "verify").output()).contains("anchor file is missing");
        }
    }

    @Test
    void aCopyOfTheAnchorsThatIsOlderThanTheArchiveLeavesTheRestUnproven() throws Exception {
        start(ServerMain.Role.BOTH).close();
        Path copy = Files.createDirectory(temp.resolve("custodian"));
        Path file = chains().getFirst();
        Files.copy(file, copy.resolve(file.getFileName().toString()));
        String[] against = {"archive", "verify", "--json", "--against", "custodian"};
        try (Server server = start(ServerMain.Role.BOTH)) {
            assertThat(server).isNotNull();
            // the archive opens its chain beside the start
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (from(temp, against).status() == 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(from(temp, against).status()).isEqualTo(1);
            assertThat(from(temp, against).output())
                    .contains("\"verdict\" : \"unproven\"")
                    .contains("unproven after ");
            assertThat(admin("archive", "verify").status()).isZero();
            assertThat(
                            admin(
                                            "archive",
                                            "verify",
                                            "--trust",
                                            signer().replaceAll(".*\"([0-9a-f]{64})\".*", "$1"))
                                    .status())
                    .isZero();
            assertThat(admin("archive", "verify", "--trust", "0".repeat(64)).output())
                    .contains("not signed by a trusted key");
            Path dump = temp.resolve("archive.dump");
            assertThat(from(temp, "archive", "dump", "archive.dump").errors()).isEmpty();
            assertThat(Files.readString(dump)).contains("chain-opened").contains("{\"end\": ");
        }
    }

    private AdminAnswer from(Path directory, String... command) {
        return AdminClient.ask(data, new AdminRequest(List.of(command), "", directory.toString()))
                .orElseThrow();
    }

    @Test
    void nodesOfOneDatabaseListEachOther() throws Exception {
        List<String> settings =
                List.of(
                        "database.url=" + MariaDb.shared().newDatabase().url(),
                        "database.user=root",
                        "keys.dir=" + temp.resolve("shared"));
        try (Server first = start(ServerMain.Role.REGISTRAR, with(settings, "127.0.0.1:0"))) {
            assertThat(first).isNotNull();
            data = temp.resolve("other");
            try (Server second = start(ServerMain.Role.PROXY, with(settings, ""))) {
                assertThat(second).isNotNull();
                assertThat(admin("status").output())
                        .contains("role=registrar")
                        .contains("role=proxy")
                        .contains("bus=127.0.0.1:")
                        .contains("push=this node")
                        .contains("bus.listen is not set");
                assertThat(admin("status", "--json").output()).contains("heartbeatSeconds");
            }
        }
    }

    private static String[] with(List<String> settings, String bus) {
        List<String> all = new ArrayList<>(settings);
        all.add("bus.listen=" + bus);
        return all.toArray(String[]::new);
    }

    @Test
    void aServerAloneListsNoNodes() throws Exception {
        try (Server server = start(ServerMain.Role.BOTH)) {
            assertThat(server).isNotNull();
            assertThat(admin("status").output()).contains("nodes: []", "recordsBehind=");
        }
    }

    @Test
    void noWordOfARuleStandsInAnyFile() throws Exception {
        try (Server server = start(ServerMain.Role.BOTH)) {
            assertThat(server).isNotNull();
            AdminAnswer answer =
                    AdminClient.ask(
                                    data,
                                    new AdminRequest(
                                            List.of("lexicon", "add", "r1", "--text-stdin"),
                                            "zebrafinch pact"))
                            .orElseThrow();
            assertThat(answer.status()).as(answer.errors()).isZero();
            assertThat(admin("lexicon", "show", "r1").output()).contains("zebrafinch pact");
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("zebrafinch");
            }
        }
    }

    private String signer() {
        return admin("status", "--json")
                .output()
                .lines()
                .filter(line -> line.contains("archiveSigner"))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> chains() throws IOException {
        Path anchors = data.resolve("anchors");
        if (!Files.exists(anchors)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(anchors)) {
            return files.toList();
        }
    }

    private AdminAnswer admin(String... command) {
        return AdminClient.ask(data, new AdminRequest(List.of(command), "")).orElseThrow();
    }

    private Server start(ServerMain.Role role, String... settings) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=127.0.0.1:0",
                                "listen.tls=off",
                                "console.listen=off"));
        all.addAll(List.of(settings));
        ServerConfig config = ConfigFiles.read(Optional.empty(), Optional.of(data), all, Map.of());
        return Server.start(config, role, InstantSource.system());
    }
}
