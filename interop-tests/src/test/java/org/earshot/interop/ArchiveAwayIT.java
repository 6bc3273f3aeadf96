package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the phones of a server get whose database is killed, and what the record has of that afterwards.
class ArchiveAwayIT {
    private Lab lab;
    private MariaDb mariaDb;
    private DatabaseConfig database;
    private EarshotServer server;
    private BarePhone alice;
    private BarePhone bob;

    @BeforeEach
    void open() {
        lab = Lab.of("archive-away");
        mariaDb = MariaDb.start();
        database = mariaDb.newDatabase();
    }

    @AfterEach
    void close() {
        lab.close();
        mariaDb.close();
    }

    private void serve(String... more) throws Exception {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "database.url=" + database.url(),
                                        "database.user=" + database.user()),
                                Stream.of(more))
                        .toArray(String[]::new);
        server = EarshotServer.start(lab, lab.privateFolder("server-data"), all);
    }

    private void phones() throws Exception {
        server.withUser("alice", "pwalice").withUser("bob", "pwbob");
        alice = BarePhone.udp(lab, "alice", "pwalice", server.address("udp")).registered();
        bob = BarePhone.udp(lab, "bob", "pwbob", server.address("udp"));
        bob.answering("MESSAGE", "200 OK");
        bob.registered();
        assertThat(alice.message("bob", "before")).startsWith("SIP/2.0 200");
        bob.request("MESSAGE", "before");
    }

    private void await(String words, String... command) {
        Instant deadline = Instant.now().plusSeconds(60);
        String said = server.admin(command);
        while (!said.contains(words)) {
            assertThat(Instant.now()).as(said).isBefore(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            said = server.admin(command);
        }
    }

    @Test
    void callsGoOnAndMessagesAreRefusedAndTheRecordSaysWhatHappened() throws Exception {
        serve();
        phones();
        mariaDb.kill();
        assertThat(alice.message("bob", "meanwhile")).startsWith("SIP/2.0 503").contains("Retry-");
        bob.answering("INVITE", "486 Busy Here");
        assertThat(alice.invite("bob", BarePhone.SDP)).startsWith("SIP/2.0 486");
        await("events wait on this machine", "status");
        mariaDb.launch();
        bob.request("INVITE");
        await("database: ready", "status");
        await(
                "sip:alice@127.0.0.1 to sip:bob@127.0.0.1",
                "archive",
                "search",
                "--kind",
                "call-refused");
        await("meanwhile", "archive", "search", "--kind", "message-refused", "--text");
        await("record-gap", "archive", "search", "--kind", "record-gap");
        assertThat(server.admin("archive", "verify")).contains("intact");
    }

    @Test
    void policyHasThemRelayedAndNeitherWordsNorFactsAreLostInAKill() throws Exception {
        serve("archive.whileAway=relay");
        phones();
        Path waiting = server.data().resolve("archive-waiting");
        mariaDb.kill();
        // what lasts a moment only is no reason
        assertThat(alice.message("bob", "a rarity meanwhile")).startsWith("SIP/2.0 503");
        String answer = "SIP/2.0 503";
        Instant deadline = Instant.now().plusSeconds(60);
        while (answer.startsWith("SIP/2.0 503")) {
            assertThat(Instant.now()).isBefore(deadline);
            answer = alice.message("bob", "a rarity meanwhile");
        }
        assertThat(answer).startsWith("SIP/2.0 200");
        bob.request("MESSAGE", "a rarity meanwhile");
        assertThat(waiting).exists();
        assertThat(Files.readString(waiting, StandardCharsets.ISO_8859_1))
                .doesNotContain("rarity", "alice");
        server.kill();
        mariaDb.launch();
        serve("archive.whileAway=relay");
        await("record-gap", "archive", "search", "--kind", "record-gap");
        assertThat(waiting).doesNotExist();
        assertThat(server.admin("archive", "search", "--person", "bob", "--text"))
                .contains("a rarity meanwhile");
        assertThat(server.admin("archive", "verify")).contains("intact");
    }
}
