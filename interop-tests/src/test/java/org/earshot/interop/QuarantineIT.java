package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.softphone.app.DigestSignIn;
import org.earshot.softphone.file.StoreClient;
import org.earshot.softphone.file.StoreRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Files that policy refuses and that are held back (docs/decisions/0054), for groups, over the server's sudden end, and on two nodes; our phones and servers are processes
/// of their own.
@Tag("realtime")
class QuarantineIT {
    private static final int PATIENCE_SECONDS = 120;
    private static final String WHY = "it is a program (Windows)";
    private static final int FILES = 4;

    private final ObjectMapper json = new ObjectMapper();
    private Lab lab;
    private StallingLink link;
    private EarshotServer server;
    private Path data;

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("quarantine");
        link = StallingLink.open(lab);
        data = lab.privateFolder("server-data");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotServer serve(Path where, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("https.listen=127.0.0.1:0");
        settings.add("https.url=https://127.0.0.1:" + link.port());
        settings.add("files.way=store");
        settings.add("files.quarantine.keep=7d");
        EarshotServer started = EarshotServer.start(lab, where, settings.toArray(String[]::new));
        link.leadTo(started.address("https"));
        return started;
    }

    private void again() {
        server.kill();
        server = serve(data, server.samePorts());
    }

    private EarshotPhone phone(String name, EarshotServer at) {
        return EarshotPhone.overTls(
                lab,
                at,
                name,
                "silence",
                "--audio-out",
                "null",
                "--blocked-files",
                "none",
                "--download-dir",
                lab.file(name + "-down").toString());
    }

    /// A program that only its first bytes betray.
    private Path program(String name) throws IOException {
        byte[] content = Arrays.copyOf(new byte[] {'M', 'Z', (byte) 0x90, 0}, 300_000);
        content[299_999] = (byte) name.hashCode(); // no two are the same
        return Files.write(lab.file(name), content);
    }

    private static JsonNode file(EarshotPhone phone, String state) {
        return phone.event(
                "file", PATIENCE_SECONDS, event -> event.path("state").asText().equals(state));
    }

    private static Predicate<JsonNode> says(String words) {
        return event -> event.path("text").asText().contains(words);
    }

    private static JsonNode message(EarshotPhone phone, String words) {
        return phone.event("message", PATIENCE_SECONDS, says(words));
    }

    private JsonNode held(EarshotServer at) throws IOException {
        return json.readTree(at.admin("file", "quarantine", "list", "--json"));
    }

    private StoreClient client(String name) {
        return lab.closing(
                new StoreClient(
                        TrustedCertificates.fromPem(server.ca()).context(),
                        new DigestSignIn(name, "127.0.0.1", "pw" + name)));
    }

    private static URI url(JsonNode message) {
        String text = message.path("text").asText();
        return URI.create(text.substring(text.indexOf("https://")));
    }

    @Test
    void whatIsForAGroupIsForItsMembersWhenItIsReleased() throws Exception {
        server = serve(data);
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            server.withUser(name, "pw" + name);
        }
        server.admin("group", "add", "team", "--display-name", "Team", "--owner", "alice");
        server.admin("group", "member", "add", "team", "bob");
        server.admin("group", "member", "add", "team", "carol");
        EarshotPhone alice = phone("alice", server);
        EarshotPhone bob = phone("bob", server);
        EarshotPhone carol = phone("carol", server);
        Path plan = program("plan.dat");
        alice.tell("send sip:team@127.0.0.1 " + plan);
        assertThat(file(alice, "blocked").path("reason").asText()).startsWith(WHY + "; it is held");
        message(bob, "from alice@127.0.0.1 to you is held back: " + WHY);
        message(carol, "from alice@127.0.0.1 to you is held back: " + WHY);

        JsonNode held = held(server);
        assertThat(held.get(0).path("recipients").get(0).asText()).isEqualTo("sip:team@127.0.0.1");
        server.admin("group", "member", "remove", "team", "carol"); // who left meanwhile
        server.admin("file", "quarantine", "release", held.get(0).path("id").asText());
        JsonNode text = message(bob, "plan.dat (");
        assertThat(text.toString()).contains("sip:alice@127.0.0.1", "team@127.0.0.1");
        bob.tell("accept " + file(bob, "offered").path("id").asText());
        assertThat(Path.of(file(bob, "complete").path("file").asText()))
                .hasSameBinaryContentAs(plan);
        for (String name : List.of("carol", "dave")) {
            assertThatThrownBy(() -> client(name).look(url(text)))
                    .as(name)
                    .isInstanceOfSatisfying(
                            StoreRefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(404));
        }
        server.admin("group", "member", "add", "team", "dave"); // who came later
        assertThat(client("dave").look(url(text)).size()).isEqualTo(300_000);
    }

    /// At moments of a dice: around the refusal, and around the release. `-Dearshot.seed=N` takes others.
    @Test
    void aServerThatDiesHoldsAndReleasesAllTheSame() throws Exception {
        long seed = Long.getLong("earshot.seed", 20261129);
        Random dice = new Random(seed);
        server = serve(data).withUser("alice", "pwalice").withUser("bob", "pwbob");
        EarshotPhone alice = phone("alice", server);
        EarshotPhone bob = phone("bob", server);
        for (int i = 0; i < FILES; i++) {
            String name = "plan" + i + ".dat";
            alice.tell("send bob " + program(name));
            alice.event("file", PATIENCE_SECONDS, e -> e.path("bytes").asLong() == 300_000);
            pause(dice);
            again();
            assertThat(
                            alice.event(
                                            "file",
                                            PATIENCE_SECONDS,
                                            e ->
                                                    e.path("name").asText().equals(name)
                                                            && e.path("state")
                                                                    .asText()
                                                                    .equals("blocked"))
                                    .path("reason")
                                    .asText())
                    .as("seed " + seed)
                    .startsWith(WHY + "; it is held back");
            message(bob, name);
        }
        JsonNode held = held(server);
        assertThat(held).as("seed " + seed).hasSize(FILES);
        String record = server.admin("archive", "search", "--kind", "file-held", "--json");
        List<String> seen = new ArrayList<>();
        for (JsonNode file : held) {
            String id = file.path("id").asText();
            assertThat(record).contains(file.path("name").asText());
            EarshotServer dying = server;
            Thread releasing =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    var _ =
                                            AdminClient.ask(
                                                    dying.data(),
                                                    new AdminRequest(
                                                            List.of(
                                                                    "file",
                                                                    "quarantine",
                                                                    "release",
                                                                    id),
                                                            ""));
                                } catch (RuntimeException _) {
                                    // it died while it was asked
                                }
                            });
            pause(dice);
            again();
            releasing.join();
            boolean still = server.admin("file", "quarantine", "list", "--json").contains(id);
            System.out.println(id + (still ? " is still held" : " is released"));
            if (still) {
                server.admin("file", "quarantine", "release", id);
            }
            seen.add(url(message(bob, file.path("name").asText() + " (")).toString());
            bob.tell("accept " + file(bob, "offered").path("id").asText());
            assertThat(Path.of(file(bob, "complete").path("file").asText()))
                    .hasSameBinaryContentAs(lab.file(file.path("name").asText()));
        }
        assertThat(seen).doesNotHaveDuplicates();
        alice.tell("message bob the end");
        List<String> texts = new ArrayList<>();
        bob.event(
                "message",
                PATIENCE_SECONDS,
                event -> {
                    texts.add(event.path("text").asText());
                    return event.path("text").asText().equals("the end");
                });
        assertThat(texts).as("nothing is told twice").containsExactly("the end");
        assertThat(server.admin("archive", "verify")).contains("intact");
        assertThat(server.admin("file", "quarantine", "list")).contains("nothing is held back");
    }

    private static void pause(Random dice) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dice.nextInt(400)));
    }

    /// The node that held it is gone when it is released at the other one.
    @Test
    void whatOneNodeHoldsTheOtherReleases() throws Exception {
        String[] shared =
                SharedStore.and(
                        SharedStore.withBus(lab), "files.dir=" + lab.privateFolder("files"));
        server = serve(data, shared).withUser("alice", "pwalice").withUser("bob", "pwbob");
        EarshotServer there = serve(lab.privateFolder("there"), shared);
        link.leadTo(server.address("https"));
        EarshotPhone alice = phone("alice", server);
        EarshotPhone bob = phone("bob", there);
        Path plan = program("plan.dat");
        alice.tell("send bob " + plan);
        assertThat(file(alice, "blocked").path("reason").asText()).startsWith(WHY + "; it is held");
        message(bob, "is held back");
        String id = held(there).get(0).path("id").asText();
        server.kill();
        link.leadTo(there.address("https"));
        there.admin("file", "quarantine", "release", id);
        message(bob, "plan.dat (");
        bob.tell("accept " + file(bob, "offered").path("id").asText());
        assertThat(Path.of(file(bob, "complete").path("file").asText()))
                .hasSameBinaryContentAs(plan);
        assertThat(there.admin("file", "quarantine", "list")).contains("nothing is held back");
        assertThat(there.admin("archive", "search", "--kind", "file-released", "--json"))
                .containsOnlyOnce("plan.dat");
    }
}
