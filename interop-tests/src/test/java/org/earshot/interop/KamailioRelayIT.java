package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files between our phones over a relay of another maker.
class KamailioRelayIT {
    private static final int SIZE = 3_000_000;

    /// The most that Kamailio 5.6 passes on, with all headers: the module has a buffer of 14,338 bytes, and another one of 11,240.
    private static final int LARGEST = 11_000;

    /// As Kamailio has it where nothing is set.
    private static final int USUAL = 4096;

    private Lab lab;
    private Path downloads;

    @BeforeEach
    void open() {
        Lab.program("kamailio");
        lab = Lab.of("kamailio-relay");
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
                downloads.resolve(name).toString());
    }

    private static JsonNode state(EarshotPhone phone, String state) {
        return phone.event("file", 120, event -> event.path("state").asText().equals(state));
    }

    private Path file(String name) throws IOException {
        byte[] content = new byte[SIZE];
        new Random(name.hashCode()).nextBytes(content);
        return Files.write(lab.file(name), content);
    }

    private static void sends(EarshotPhone sender, String to, EarshotPhone receiver, Path file) {
        sender.tell("send " + to + " " + file);
        JsonNode offered =
                receiver.event(
                        "file",
                        60,
                        e -> e.path("state").asText().equals("offered") && e.has("from"));
        receiver.tell("accept " + offered.path("id").asText());
        JsonNode complete = state(receiver, "complete");
        assertThat(complete.path("way").asText()).isEqualTo("relay");
        assertThat(Path.of(complete.path("file").asText())).hasSameBinaryContentAs(file);
        assertThat(state(sender, "complete").path("way").asText()).isEqualTo("relay");
    }

    private void filesGoBothWays(int buffer) throws IOException {
        int port = Lab.freePortPair();
        EarshotServer server =
                EarshotServer.start(lab, "files.relay=msrps://127.0.0.1:" + port, "files.way=relay")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        KamailioRelay relay =
                KamailioRelay.start(
                        lab, server.data().resolve("tls").resolve("server.pem"), port, buffer);
        EarshotPhone alice = phone(server, "alice");
        EarshotPhone bob = phone(server, "bob");
        sends(alice, "bob", bob, file("plan.dat"));
        sends(bob, "alice", alice, file("answer.dat"));
        assertThat(relay.log()).contains("logged in: alice").contains("logged in: bob");
    }

    @Test
    void filesGoBothWaysOverTheRelayOfKamailio() throws IOException {
        filesGoBothWays(LARGEST);
    }

    @Test
    void alsoWhereItsBufferIsAsSmallAsKamailioHasIt() throws IOException {
        filesGoBothWays(USUAL);
    }
}
