package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.earshot.server.ConsoleClient.Answer;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configuration of a whole server, changed while it runs.
class ConfigurationIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST =
            """
            # ours
            domain: localhost
            security:
              trusted: [127.0.0.0/8]
            """;

    @TempDir private Path temp;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = temp.resolve("earshot.yaml");
        Files.writeString(file, FIRST);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private MonitoredServer start() throws IOException {
        return MonitoredServer.startFrom(file, temp.resolve("data"));
    }

    private static String body(String text, String... more) {
        var object = JSON.createObjectNode().put("text", text);
        for (int i = 0; i < more.length; i += 2) {
            object.put(more[i], more[i + 1]);
        }
        return object.toString();
    }

    private static AdminAnswer admin(MonitoredServer on, String... command) throws IOException {
        return AdminClient.ask(on.data(), new AdminRequest(List.of(command), "")).orElseThrow();
    }

    private static ConsoleClient loggedIn(MonitoredServer on, String name, String role)
            throws Exception {
        ConsoleClient client = new ConsoleClient(on);
        String otpauth = client.setUp(role, name);
        assertThat(client.logIn(name, otpauth).status()).isEqualTo(200);
        return client;
    }

    @Test
    void aFileIsTriedAppliedAndRolledBack() throws Exception {
        try (MonitoredServer on = start();
                UdpPhone phone = new UdpPhone(on.server());
                ConsoleClient adam = loggedIn(on, "adam", "administrator")) {
            JsonNode there = adam.get("/configuration/file").body();
            assertThat(there.path("text").asText()).isEqualTo(FIRST);
            assertThat(there.path("overridden").toString()).contains("listen.udp", "data");

            String wrong = FIRST + "registrar:\n  minExpires: soon\n  maxContact: 3\n";
            JsonNode tried = adam.post("/configuration/try", body(wrong)).body();
            assertThat(tried.path("valid").asBoolean()).isFalse();
            assertThat(tried.path("problems")).hasSize(2);
            assertThat(tried.path("problems").toString())
                    .contains("\"line\":6", "\"line\":7", "did you mean registrar.maxContacts?");
            Answer refused = adam.post("/configuration", body(wrong));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().path("detail").asText()).contains("line 6: registrar.minExp");
            assertThat(Files.readString(file)).isEqualTo(FIRST);

            String next =
                    FIRST
                            + "registrar:\n  minExpires: 50m\nlimits:\n  connections: 500\nconsole:\n  sessionIdle: 7m\n";
            JsonNode changes = adam.post("/configuration/try", body(next)).body().path("changes");
            assertThat(changes).hasSize(3);
            assertThat(changes.path(0).toString())
                    .isEqualTo(
                            "{\"key\":\"console.sessionIdle\",\"running\":\"20m\",\"proposed\":\"7m\",\"restart\":false}");
            assertThat(changes.path(1).path("restart").asBoolean()).isTrue();
            assertThat(phone.ask("REGISTER", "alice", "Expires: 600", "")).contains(" 200 OK");

            Answer applied =
                    adam.post("/configuration", body(next, "base", there.path("sha256").asText()));
            assertThat(applied.status()).as(applied.http().body()).isEqualTo(200);
            assertThat(applied.body().path("version").asInt()).isEqualTo(2);
            assertThat(Files.readString(file)).isEqualTo(next);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r-----");
            // at once for what can be, and the rest waits
            assertThat(phone.ask("REGISTER", "bob", "Expires: 600", "")).contains(" 423 ");
            JsonNode settings = adam.get("/configuration").body();
            assertThat(settings.path("registrar.minExpires").asText()).isEqualTo("50m");
            assertThat(settings.path("limits.connections").asText()).isEqualTo("20000");
            assertThat(adam.get("/session").body().path("idleSeconds").asInt()).isEqualTo(420);
            JsonNode waiting = adam.get("/configuration/waiting").body().path("changes");
            assertThat(waiting).hasSize(1);
            assertThat(waiting.path(0).path("key").asText()).isEqualTo("limits.connections");

            Answer late =
                    adam.post("/configuration", body(FIRST, "base", there.path("sha256").asText()));
            assertThat(late.status()).isEqualTo(422);
            assertThat(late.body().path("detail").asText()).contains("changed since you read it");

            JsonNode versions = adam.get("/configuration/versions").body();
            assertThat(versions).hasSize(2);
            assertThat(versions.path(0).path("by").asText()).contains("adam (administrator)");
            assertThat(versions.path(1).path("how").asText()).isEqualTo("found");
            assertThat(adam.get("/configuration/file?version=1").body().path("text").asText())
                    .isEqualTo(FIRST);
            Answer back = adam.post("/configuration/versions/1/rollback", "");
            assertThat(back.status()).as(back.http().body()).isEqualTo(200);
            assertThat(Files.readString(file)).isEqualTo(FIRST);
            assertThat(phone.ask("REGISTER", "bob", "Expires: 600", "")).contains(" 200 OK");
            assertThat(adam.post("/configuration/versions/9/rollback", "").status()).isEqualTo(422);
            assertThat(admin(on, "config", "history").output())
                    .contains("rolled back to 1 by adam");
            assertThat(admin(on, "archive", "search", "--kind", "administered").output())
                    .contains("config apply", "registrar.minExpires: 50m", "config rollback");
            try (var left = Files.list(temp)) {
                assertThat(left.filter(one -> one.toString().endsWith(".new"))).isEmpty();
            }
        }
    }

    @Test
    void whatTheRecordGetsIsForOfficersAndFilesAreForTheMachine() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "adam", "administrator");
                ConsoleClient olga = loggedIn2(on)) {
            String open = FIRST + "people:\n  signUp: open\n";
            Answer refused = adam.post("/configuration", body(open));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().path("detail").asText())
                    .contains("people.signUp", "for officers");
            assertThat(olga.post("/configuration", body(open)).status()).isEqualTo(200);
            Answer elsewhere =
                    olga.post("/configuration", body(open + "keys:\n  dir: " + temp + "\n"));
            assertThat(elsewhere.status()).isEqualTo(422);
            assertThat(elsewhere.body().path("detail").asText()).contains("on the machine only");
            // that it holds now is in the record too
            long end = System.nanoTime() + 20_000_000_000L;
            String configured = "";
            while (!configured.contains("people.signUp: open") && System.nanoTime() < end) {
                Thread.onSpinWait();
                configured = admin(on, "archive", "search", "--kind", "configured").output();
            }
            assertThat(configured).contains("people.signUp: open");
        }
    }

    private static ConsoleClient loggedIn2(MonitoredServer on) throws Exception {
        ConsoleClient olga = new ConsoleClient(on);
        // the first one's login has ended the link
        assertThat(admin(on, "console-link").status()).isZero();
        String otpauth = olga.setUp("officer", "olga");
        assertThat(olga.logIn("olga", otpauth).status()).isEqualTo(200);
        return olga;
    }

    @Test
    void aSecretInAnAddressIsNeverShownAndStaysWhenTheFileIsApplied() throws Exception {
        String secret = FIRST + "# see turn:host?password=hunter2-hunter2\n";
        Files.writeString(file, secret);
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "adam", "administrator")) {
            String shown = adam.get("/configuration/file").body().path("text").asText();
            assertThat(shown).doesNotContain("hunter2").contains("(not shown)");
            Answer applied =
                    adam.post("/configuration", body(shown + "registrar:\n  minExpires: 2m\n"));
            assertThat(applied.status()).as(applied.http().body()).isEqualTo(200);
            assertThat(Files.readString(file)).startsWith(secret).contains("minExpires: 2m");
        }
    }

    @Test
    void aServerWithoutAFileSaysSo() throws Exception {
        try (MonitoredServer on = MonitoredServer.start(temp.resolve("other"))) {
            assertThat(admin(on, "config", "text").errors()).contains("without --config");
            assertThat(admin(on, "config", "apply", "--text-stdin").errors())
                    .contains("without --config");
        }
    }
}
