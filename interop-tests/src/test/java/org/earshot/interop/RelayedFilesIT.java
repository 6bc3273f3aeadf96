package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.app.DomainRelay;
import org.earshot.softphone.file.MsrpEndpoint;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.ua.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files of our phones over our server's relay (RFC 4976), each a process of its own.
class RelayedFilesIT {
    private static final int MEGABYTE = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lab lab;
    private Path downloads;

    @BeforeEach
    void open() {
        lab = Lab.of("relayed-files");
        downloads = lab.file("down");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotPhone phone(EarshotServer server, String name) {
        return EarshotPhone.overTls(
                lab,
                server,
                name,
                "silence",
                "--audio-out",
                "null",
                "--download-dir",
                downloads.toString());
    }

    private List<EarshotPhone> both(EarshotServer server) {
        return EarshotPhone.together(() -> phone(server, "alice"), () -> phone(server, "bob"));
    }

    private Path file(String name, int megabytes) throws IOException {
        byte[] block = new byte[MEGABYTE];
        new Random(megabytes).nextBytes(block);
        Path file = lab.file(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < megabytes; written++) {
                block[0] = (byte) written;
                out.write(block);
            }
        }
        return file;
    }

    private static JsonNode state(EarshotPhone phone, String state) {
        return phone.event("file", 120, event -> event.path("state").asText().equals(state));
    }

    private static void accept(EarshotPhone phone) {
        JsonNode offered =
                phone.event(
                        "file",
                        60,
                        e -> e.path("state").asText().equals("offered") && e.has("from"));
        phone.tell("accept " + offered.path("id").asText());
    }

    private static JsonNode status(EarshotServer server) throws IOException {
        return JSON.readTree(server.admin("status", "--json")).path("msrpRelay");
    }

    /// What it has of memory, in megabytes, as the system sees it.
    private static long memory(EarshotServer server) throws IOException {
        String line =
                Files.readAllLines(
                                Path.of(
                                        "/proc",
                                        Long.toString(server.process().handle().pid()),
                                        "status"))
                        .stream()
                        .filter(l -> l.startsWith("VmRSS:"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
    }

    /// Both ways, with flat memory; and a file goes on when the server was killed.
    @Test
    void filesGoBothWaysOverTheRelayAlsoWhenTheServerIsKilled() throws IOException {
        KillableServer node =
                KillableServer.start(
                        lab, "server-data", "listen.msrp=127.0.0.1:0", "files.way=relay");
        EarshotServer server = node.server().withUser("alice", "pwalice").withUser("bob", "pwbob");
        List<EarshotPhone> both = both(server);
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        Path plan = file("plan.dat", 20);
        alice.tell("send bob " + plan);
        accept(bob);
        there(bob, alice, plan);
        long before = memory(server);
        bob.tell("send alice " + plan);
        accept(alice);
        there(alice, bob, plan);
        Path large = file("large.dat", 60);
        alice.tell("send bob " + large);
        accept(bob);
        there(bob, alice, large);
        long after = memory(server);
        System.out.printf(
                "the server had %d MB after 20 MB, and %d MB after 100 MB%n", before, after);
        assertThat(after - before).isLessThan(40);

        JsonNode relay = status(server);
        assertThat(relay.path("relayedBytes").asLong()).isEqualTo(100L * MEGABYTE);
        assertThat(relay.path("refused").asLong()).isZero();

        assertThat(server.admin("archive", "search", "--kind", "file-answered", "--json"))
                .contains("plan.dat", "\"way\"", server.address("msrp"))
                .doesNotContain("direct");

        Path larger = file("larger.dat", 61);
        alice.tell("send bob " + larger);
        accept(bob);
        JsonNode moving =
                bob.event(
                        "file",
                        60,
                        e ->
                                e.path("name").asText().equals("larger.dat")
                                        && e.path("bytes").asLong() > 6L * MEGABYTE);
        assertThat(moving.path("state").asText()).isEqualTo("progress");
        node.kill();
        node.startAgain();
        there(bob, alice, larger);
        // what was there was not sent once more, but for what was not on the disk yet
        assertThat(status(node.server()).path("relayedBytes").asLong()).isLessThan(61L * MEGABYTE);
    }

    private static void there(EarshotPhone receiver, EarshotPhone sender, Path sent) {
        JsonNode complete = state(receiver, "complete");
        assertThat(complete.path("way").asText()).isEqualTo("relay");
        assertThat(Path.of(complete.path("file").asText())).hasSameBinaryContentAs(sent);
        JsonNode atSender = state(sender, "complete");
        assertThat(atSender.path("way").asText()).isEqualTo("relay");
        assertThat(atSender.path("sha256").asText()).isEqualTo(complete.path("sha256").asText());
    }

    @Test
    void theStraightWayIsTakenWhereThereIsOneAndTheRelayIsForWhoHasThePassword()
            throws IOException {
        EarshotServer server =
                EarshotServer.start(
                                lab,
                                "listen.msrp=127.0.0.1:0",
                                "files.blocked=iso",
                                "files.allowPrograms=true")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        List<EarshotPhone> both = both(server);
        EarshotPhone alice = both.getFirst();
        EarshotPhone bob = both.getLast();
        alice.tell(
                "send bob " + Files.write(lab.file("setup.exe"), new byte[] {'M', 'Z', 0, 0, 1}));
        accept(bob);
        assertThat(state(bob, "complete").path("name").asText()).isEqualTo("setup.exe");
        state(alice, "complete");
        alice.tell("send bob " + file("disc.iso", 1));
        assertThat(state(alice, "blocked").path("reason").asText()).contains(".iso");
        alice.tell("send bob " + file("plan.dat", 1));
        accept(bob);
        assertThat(state(bob, "complete").path("way").asText()).isEqualTo("direct");
        assertThat(state(alice, "complete").path("way").asText()).isEqualTo("direct");
        assertThat(status(server).path("relayedBytes").asLong()).isZero();

        try (MsrpEndpoint endpoint =
                new MsrpEndpoint(
                        MsrpEndpoint.Settings.of(
                                DtlsIdentity.generate(
                                        new SecureRandom(), InstantSource.system().instant())))) {
            assertThat(endpoint.relayed(relay(server, "127.0.0.1", "pwalice")).relay().session())
                    .isNotEmpty();
            assertThatThrownBy(() -> endpoint.relayed(relay(server, "127.0.0.1", "wrong")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not take our password");
            // a name that is not the server's is not trusted
            assertThatThrownBy(() -> endpoint.relayed(relay(server, "example.org", "pwalice")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not name example.org");
        }
        assertThat(status(server).path("refused").asLong()).isEqualTo(1);
    }

    private static DomainRelay relay(EarshotServer server, String domain, String password) {
        return new DomainRelay(
                MsrpUri.parse("msrps://" + server.address("msrp") + ";tcp"),
                Account.of("sip:alice@" + domain, password, server.address("tls"), "tls"),
                TrustedCertificates.fromPem(server.ca()).context());
    }

    /// In network namespaces, which end with the test.
    @Test
    void phonesThatCanNotReachEachOtherSendOverTheRelay() {
        Networks.runIn(lab, NetworkFiles.class, 200);
    }
}
