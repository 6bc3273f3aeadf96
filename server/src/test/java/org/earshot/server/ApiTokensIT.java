package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.login.LoginCodes;
import org.earshot.server.ConsoleClient.Answer;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that use the administrators' API of a whole server by a token, over real sockets.
class ApiTokensIT {
    private static final String CAROL =
            "{\"name\":\"carol\",\"password\":\"correct horse battery\"}";

    @TempDir private Path temp;

    private MonitoredServer start(String... settings) throws IOException {
        return MonitoredServer.start(temp.resolve("data"), settings);
    }

    private static ConsoleClient loggedIn(MonitoredServer on, String role, String name)
            throws Exception {
        ConsoleClient client = new ConsoleClient(on);
        String otpauth = client.setUp(role, name);
        assertThat(client.logIn(name, otpauth).status()).isEqualTo(200);
        return client;
    }

    private static JsonNode make(ConsoleClient of, String name, String... scopes) throws Exception {
        Answer made =
                of.post(
                        "/tokens",
                        "{\"name\":\"%s\",\"scopes\":[\"%s\"]}"
                                .formatted(name, String.join("\",\"", scopes)));
        assertThat(made.status()).as(made.http().body()).isEqualTo(200);
        return made.body();
    }

    /// A program without cookies.
    private static Answer by(ConsoleClient program, String token, String method, String path)
            throws Exception {
        return by(program, token, method, path, "");
    }

    private static Answer by(
            ConsoleClient program, String token, String method, String path, String body)
            throws Exception {
        return program.ask(method, "/api/v1" + path, body, "Authorization", "Bearer " + token);
    }

    private static String admin(MonitoredServer on, String... command) throws IOException {
        AdminAnswer answer =
                AdminClient.ask(on.data(), new AdminRequest(List.of(command), "")).orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    @Test
    void onMariaDbItIsTheSame() throws Exception {
        try (MariaDb database = MariaDb.start()) {
            doesWhatItsTokenIsFor(
                    "database.url=" + database.newDatabase().url(),
                    "database.user=root",
                    "bus.listen=off");
        }
    }

    @Test
    void aProgramDoesWhatItsTokenIsForAndNothingElse() throws Exception {
        doesWhatItsTokenIsFor();
    }

    private void doesWhatItsTokenIsFor(String... settings) throws Exception {
        try (MonitoredServer on = start(settings);
                ConsoleClient adam = loggedIn(on, "administrator", "adam");
                ConsoleClient program = new ConsoleClient(on)) {
            JsonNode made = make(adam, "nightly import", "people:read", "people:write");
            String token = made.path("token").asText();
            assertThat(token).matches("earshot_[A-Za-z0-9_-]{43}");
            assertThat(
                            Duration.between(
                                    Instant.parse(made.path("createdAt").asText()),
                                    Instant.parse(made.path("expiresAt").asText())))
                    .isEqualTo(Duration.ofDays(90));

            // no cookie is made, and no other proof asked for
            Answer accounts = by(program, token, "GET", "/accounts");
            assertThat(accounts.status()).as(accounts.http().body()).isEqualTo(200);
            assertThat(accounts.body()).hasSize(2);
            assertThat(accounts.http().headers().map()).doesNotContainKey("set-cookie");
            assertThat(by(program, token, "POST", "/accounts", CAROL).status()).isEqualTo(200);
            Answer imported =
                    by(
                            program,
                            token,
                            "POST",
                            "/accounts/import",
                            "{\"csv\":\"name\\ndave\\n\",\"dryRun\":false}");
            assertThat(imported.body().path("good").asInt())
                    .as(imported.http().body())
                    .isEqualTo(1);

            for (String path : List.of("/bindings", "/configuration", "/tokens", "/audit")) {
                Answer refused = by(program, token, "GET", path);
                assertThat(refused.status()).as(path).isEqualTo(403);
                assertThat(refused.body().path("detail").asText()).contains("nightly import");
            }
            // powers come from people
            Answer more =
                    by(
                            program,
                            token,
                            "POST",
                            "/tokens",
                            "{\"name\":\"more\",\"scopes\":[\"people:read\"]}");
            assertThat(more.status()).isEqualTo(403);
            assertThat(more.body().path("detail").asText()).contains("no token is enough");
            assertThat(by(program, token, "GET", "/session").status()).isEqualTo(401);
            assertThat(by(program, token, "GET", "/live").status()).isEqualTo(403);

            JsonNode listed = adam.get("/tokens").body().path(0);
            assertThat(listed.path("lastUsedFrom").asText()).isEqualTo("127.0.0.1");
            assertThat(listed.path("lastUsedAt").asText()).isNotEmpty();
            assertThat(listed.has("token")).isFalse();
            assertThat(admin(on, "token", "list"))
                    .contains("\"nightly import\" of adam  for people:read people:write")
                    .doesNotContain(token);

            String id = made.path("id").asText();
            String record = admin(on, "archive", "search", "--kind", "administered");
            assertThat(record)
                    .contains(
                            "token add",
                            "adam (administrator), by the token \"nightly import\" ("
                                    + id
                                    + ") from 127.0.0.1")
                    .doesNotContain(token);
            assertThat(admin(on, "archive", "search", "--kind", "administration-refused"))
                    .contains("is not for live:read");

            assertThat(adam.ask("DELETE", "/api/v1/tokens/" + id, "").status()).isEqualTo(200);
            Answer revoked = by(program, token, "GET", "/accounts");
            assertThat(revoked.status()).isEqualTo(401);
            assertThat(revoked.http().headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
            assertThat(adam.get("/tokens").body().path(0).path("state").asText())
                    .isEqualTo("revoked");
            assertThat(adam.ask("DELETE", "/api/v1/tokens/" + id, "").status()).isEqualTo(422);
            assertThat(admin(on, "archive", "search", "--kind", "administered"))
                    .contains("token revoke");
        }
    }

    @Test
    void aTokenReadsNoMoreThanItsOwnerAndDiesWithTheRole() throws Exception {
        try (MonitoredServer on = start();
                UdpPhone phone = new UdpPhone(on.server());
                ConsoleClient adam = loggedIn(on, "administrator", "adam");
                ConsoleClient olga = new ConsoleClient(on);
                ConsoleClient program = new ConsoleClient(on)) {
            String ofAdam =
                    make(adam, "of adam", "archive:read", "live:read").path("token").asText();
            Answer much =
                    adam.post(
                            "/tokens",
                            "{\"name\":\"much\",\"scopes\":[\"content:read\",\"live:read\"]}");
            assertThat(much.status()).isEqualTo(422);
            assertThat(much.body().path("detail").asText())
                    .isEqualTo("adam (administrator) may not do what content:read is for");
            assertThat(
                            adam.post("/tokens", "{\"name\":\"x\",\"scopes\":[\"fly\"]}")
                                    .body()
                                    .path("detail")
                                    .asText())
                    .contains("there is no scope \"fly\"");

            admin(on, "console-link");
            String otpauth = olga.setUp("officer", "olga");
            olga.logIn("olga", otpauth);
            String ofOlga =
                    make(olga, "discovery", "archive:read", "content:read").path("token").asText();
            String ofFacts = make(olga, "facts", "archive:read").path("token").asText();
            phone.ask("MESSAGE", "bob", "Content-Type: text/plain", "the zebrafinch contract");
            String search = "{\"page\":\"latest\",\"kind\":\"message-received\"%s}";
            JsonNode found =
                    by(
                                    program,
                                    ofOlga,
                                    "POST",
                                    "/archive/search",
                                    search.formatted(",\"text\":true"))
                            .body();
            assertThat(found.at("/records/0/text").asText()).isEqualTo("the zebrafinch contract");
            for (String token : List.of(ofAdam, ofFacts)) {
                assertThat(
                                by(program, token, "POST", "/archive/search", search.formatted(""))
                                        .status())
                        .isEqualTo(200);
                assertThat(
                                by(
                                                program,
                                                token,
                                                "POST",
                                                "/archive/search",
                                                search.formatted(",\"text\":true"))
                                        .status())
                        .isEqualTo(403);
                assertThat(
                                by(program, token, "POST", "/archive/export", "{\"content\":true}")
                                        .status())
                        .isEqualTo(403);
            }
            assertThat(by(program, ofAdam, "GET", "/calls").status()).isEqualTo(200);
            assertThat(olga.ask("DELETE", "/api/v1/people/adam", "").status()).isEqualTo(200);
            assertThat(by(program, ofAdam, "GET", "/calls").status()).isEqualTo(401);
            assertThat(olga.get("/tokens").body().toString()).contains("orphaned");
        }
    }

    @Test
    void anAuditorHasTokensOfHisOwn() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient olga = loggedIn(on, "officer", "olga");
                ConsoleClient ada = new ConsoleClient(on)) {
            Answer made =
                    olga.post(
                            "/people",
                            "{\"name\":\"ada\",\"role\":\"auditor\",\"password\":\"%s\"}"
                                    .formatted(ConsoleClient.PASSWORD));
            ada.logIn("ada", made.body().path("otpauth").asText());
            String ofOlga = make(olga, "of olga", "people:write").path("id").asText();
            String ofAda = make(ada, "of ada", "archive:read").path("id").asText();
            assertThat(ada.ask("DELETE", "/api/v1/tokens/" + ofOlga, "").status()).isEqualTo(422);
            assertThat(ada.ask("DELETE", "/api/v1/tokens/" + ofAda, "").status()).isEqualTo(200);
            assertThat(
                            ada.post("/tokens", "{\"name\":\"x\",\"scopes\":[\"people:write\"]}")
                                    .status())
                    .isEqualTo(422);
            assertThat(ada.get("/session").body().path("scopes").toString())
                    .contains("archive:read")
                    .doesNotContain("write", "content");
        }
    }

    private static final List<String> COMMAND =
            List.of("token", "add", "ci", "--scope", "live:read", "--days", "7");

    /// A token of a new administrator.
    private static AdminAnswer byCommand(MonitoredServer on, String name) throws IOException {
        AdminAnswer appointed =
                AdminClient.ask(
                                on.data(),
                                new AdminRequest(
                                        List.of(
                                                "officer",
                                                "add",
                                                name,
                                                "--role=administrator",
                                                "--password-stdin"),
                                        ConsoleClient.PASSWORD))
                        .orElseThrow();
        AdminRequest.Login login =
                new AdminRequest.Login(
                        name,
                        ConsoleClient.PASSWORD,
                        LoginCodes.of(
                                appointed.output().strip(), InstantSource.system().instant()));
        AdminAnswer made =
                AdminClient.ask(
                                on.data(),
                                new AdminRequest(COMMAND, "", "", login, AdminRequest.Stage.NONE))
                        .orElseThrow();
        assertThat(made.status()).as(made.errors()).isZero();
        return made;
    }

    @Test
    void aTokenIsMadeByCommandOfWhoeverIsLoggedIn() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient program = new ConsoleClient(on)) {
            AdminAnswer nobodys =
                    AdminClient.ask(on.data(), new AdminRequest(COMMAND, "")).orElseThrow();
            assertThat(nobodys.status()).isEqualTo(1);
            assertThat(nobodys.errors()).contains("log in with --as NAME");
            AdminAnswer made = byCommand(on, "adam");
            String token = made.output().strip();
            assertThat(by(program, token, "GET", "/status").status()).isEqualTo(200);
            String id = admin(on, "token", "list").split(" ", 2)[0];
            // in an emergency nobody looks for a login
            assertThat(admin(on, "token", "revoke", id)).startsWith("revoked " + id);
            assertThat(by(program, token, "GET", "/status").status()).isEqualTo(401);
        }
    }

    @Test
    void whoGuessesIsStoppedAndProgramsAtWorkBehindTheSameAddressAreNot() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "administrator", "adam");
                ConsoleClient program = new ConsoleClient(on)) {
            String token = make(adam, "ci", "live:read").path("token").asText();
            String unused = make(adam, "new", "live:read").path("token").asText();
            assertThat(by(program, token, "GET", "/status").status()).isEqualTo(200);
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String guess = "earshot_" + "%043d".formatted(i);
                Answer answer = by(program, guess, "GET", "/status");
                statuses.add(answer.status());
                if (answer.status() == 429) {
                    assertThat(answer.http().headers().firstValue("Retry-After")).isPresent();
                    break;
                }
            }
            assertThat(statuses).containsOnly(401, 429).endsWith(429);
            assertThat(statuses.size()).isBetween(29, 40);
            assertThat(by(program, token, "GET", "/status").status()).isEqualTo(200);
            assertThat(by(program, unused, "GET", "/status").status())
                    .as("also one that was never seen here")
                    .isEqualTo(200);
            // a session is not asked for where a token is shown, also a wrong one
            assertThat(by(adam, "nonsense", "GET", "/status").status()).isIn(401, 429);
            assertThat(adam.get("/status").status()).isEqualTo(200);
        }
    }

    @Test
    void credentialsOfAnotherSchemeAreNotForUs() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "administrator", "adam");
                ConsoleClient nobody = new ConsoleClient(on)) {
            // such as a browser sends to a proxy in front, with every request
            String basic = "Basic b2ZmaWNlOnNlY3JldA==";
            String path = "/api/v1/status";
            assertThat(adam.ask("GET", path, "", "Authorization", basic).status()).isEqualTo(200);
            assertThat(nobody.ask("GET", path, "", "Authorization", basic).status()).isEqualTo(401);
            assertThat(adam.ask("GET", path, "", "Authorization", "Bearer").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void overTlsItIsTheSame() throws Exception {
        Optional<InetAddress> other = MonitoringIT.otherAddress();
        assumeTrue(other.isPresent(), "SKIPPED: this machine has loopback addresses alone");
        Path file = Files.writeString(temp.resolve("token"), "0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (MonitoredServer on =
                start(
                        "console.listen=" + other.get().getHostAddress() + ":0",
                        "console.tokenFile=" + file)) {
            String token = byCommand(on, "adam").output().strip();
            SSLContext tls = TrustedCertificates.fromPem(on.data().resolve("ca.pem")).context();
            MonitoredServer.Answer answer =
                    MonitoredServer.get(
                            on.console(),
                            tls,
                            "/api/v1/status",
                            "Authorization: bearer " + token + "\r\n");
            assertThat(answer.status()).as(answer.head()).isEqualTo(200);
            assertThat(answer.head().toLowerCase(Locale.ROOT)).doesNotContain("set-cookie");
            MonitoredServer.Answer without =
                    MonitoredServer.get(on.console(), tls, "/api/v1/status", "");
            assertThat(without.status()).isEqualTo(401);
            // that one is for what programs read of /metrics
            MonitoredServer.Answer confused =
                    MonitoredServer.get(
                            on.console(),
                            tls,
                            "/metrics",
                            "Authorization: Bearer " + token + "\r\n");
            assertThat(confused.status()).isEqualTo(401);
        }
    }
}
