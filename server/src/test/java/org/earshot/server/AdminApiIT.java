package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.earshot.server.ConsoleClient.Answer;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The administrators' API of a whole server, by real HTTP.
class AdminApiIT {
    @TempDir private Path temp;

    private MonitoredServer start(String... settings) throws IOException {
        return MonitoredServer.start(temp.resolve("data"), settings);
    }

    private static AdminAnswer admin(MonitoredServer on, String... command) throws IOException {
        return AdminClient.ask(on.data(), new AdminRequest(List.of(command), "")).orElseThrow();
    }

    private static ConsoleClient loggedIn(MonitoredServer on, String role) throws Exception {
        ConsoleClient client = new ConsoleClient(on);
        String otpauth = client.setUp(role, "olga");
        assertThat(client.logIn("olga", otpauth).status()).isEqualTo(200);
        return client;
    }

    @Test
    void theFirstAdministratorComesByALinkThatOnlyTheOwnerOfDataCanRead() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient client = new ConsoleClient(on)) {
            Path link = on.data().resolve("console-link");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(link)).startsWith(client.base() + "/#setup=");
            Answer wrong =
                    client.post(
                            "/setup",
                            "{\"token\":\"guessed\",\"role\":\"administrator\",\"name\":\"eve\",\"password\":\"a password of mine\"}");
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.body().path("detail").asText()).contains("serves no more");

            String otpauth = client.setUp("administrator", "adam");
            Answer session = client.logIn("adam", otpauth);
            assertThat(session.status()).as(session.http().body()).isEqualTo(200);
            assertThat(session.body().path("role").asText()).isEqualTo("administrator");
            String cookie = session.http().headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("; Path=/; HttpOnly; SameSite=Strict");
            // it has served
            assertThat(link).doesNotExist();

            assertThat(admin(on, "archive", "search", "--kind", "administered").output())
                    .contains(
                            "owner of DATA, by the link to the console from 127.0.0.1",
                            "adam (administrator), by the console from 127.0.0.1");
            String another = admin(on, "console-link").output().strip();
            assertThat(another).startsWith(client.base() + "/#setup=");
            client.setUp("officer", "olga");
            // from the first officer on only officers say who else there is
            assertThat(admin(on, "console-link").errors()).contains("by officers only");
            Answer more =
                    client.post(
                            "/setup",
                            "{\"token\":\"%s\",\"role\":\"officer\",\"name\":\"otto\",\"password\":\"a password of mine\"}"
                                    .formatted(another.replaceFirst(".*=", "")));
            assertThat(more.status()).isEqualTo(403);
        }
    }

    @Test
    void aServerWhereSomebodyHasARoleMakesNoLink() throws Exception {
        try (MonitoredServer on = start()) {
            AdminClient.ask(
                    on.data(),
                    new AdminRequest(
                            List.of("officer", "add", "olga", "--role=officer", "--password-stdin"),
                            "a password of mine"));
        }
        Path data = temp.resolve("data");
        Files.deleteIfExists(data.resolve("console-link"));
        try (Server again =
                Server.start(
                        org.earshot.server.config.ConfigFiles.read(
                                java.util.Optional.empty(),
                                java.util.Optional.of(data),
                                List.of(
                                        "listen.udp=127.0.0.1:0",
                                        "listen.tcp=off",
                                        "listen.tls=off",
                                        "console.listen=127.0.0.1:0"),
                                java.util.Map.of()),
                        ServerMain.Role.BOTH,
                        java.time.InstantSource.system())) {
            assertThat(again.ready()).contains(" console=");
            assertThat(data.resolve("console-link")).doesNotExist();
        }
    }

    @Test
    void whoHasNotLoggedInOrDoesNotShowTheTokenIsRefused() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient client = new ConsoleClient(on)) {
            Answer none = client.get("/accounts");
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.http().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            String otpauth = client.setUp("administrator", "adam");
            Answer wrong = client.logIn("adam", "not the password", "000000");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.body().path("detail").asText()).contains("wrong");
            assertThat(client.logIn("adam", otpauth).status()).isEqualTo(200);
            assertThat(client.get("/accounts").body()).hasSize(2);
            String carol = "{\"name\":\"carol\",\"password\":\"correct horse battery\"}";
            // another site's page sends the cookie, and can't read the token
            Answer forged =
                    client.ask("POST", "/api/v1/accounts", carol, "X-Earshot-CSRF", "guessed");
            assertThat(forged.status()).isEqualTo(403);
            Answer elsewhere =
                    client.ask("POST", "/api/v1/accounts", carol, "Origin", "https://evil.example");
            assertThat(elsewhere.status()).isEqualTo(403);
            assertThat(
                            client.ask(
                                            "GET",
                                            "/api/v1/accounts",
                                            "",
                                            "Sec-Fetch-Site",
                                            "cross-site")
                                    .status())
                    .isEqualTo(403);
            assertThat(
                            client.ask(
                                            "POST",
                                            "/api/v1/accounts",
                                            carol,
                                            "Content-Type",
                                            "text/plain")
                                    .status())
                    .isEqualTo(415);
            assertThat(client.get("/accounts").body()).hasSize(2);
            assertThat(client.post("/accounts", carol).status()).isEqualTo(200);
            assertThat(client.ask("DELETE", "/api/v1/session", "").status()).isEqualTo(204);
            assertThat(client.get("/accounts").status()).isEqualTo(401);
            assertThat(admin(on, "archive", "search", "--kind", "administration-refused").output())
                    .contains("login as adam refused");
        }
    }

    @Test
    void everyAnswerTellsBrowsersToTrustNothingOfElsewhere() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient client = new ConsoleClient(on)) {
            for (String path : List.of("/api/v1/session", "/api/v1/openapi.json", "/api/v1/none")) {
                Answer answer = client.ask("GET", path, "");
                assertThat(answer.http().headers().firstValue("Content-Security-Policy").orElse(""))
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(answer.http().headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
                assertThat(answer.http().headers().firstValue("Cache-Control"))
                        .contains("no-store");
            }
        }
    }

    @Test
    void aSessionEndsWhenNothingIsDoneInIt() throws Exception {
        try (MonitoredServer on = start("console.sessionIdle=1s");
                ConsoleClient client = loggedIn(on, "officer")) {
            // what a page asks by itself does not keep it
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int status = 200;
            while (status == 200 && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                status =
                        client.ask("GET", "/api/v1/session", "", "X-Earshot-Automatic", "1")
                                .status();
            }
            assertThat(status).isEqualTo(401);
        }
    }

    @Test
    void aSessionEndsWithTheRole() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = new ConsoleClient(on);
                ConsoleClient olga = new ConsoleClient(on)) {
            String ofAdam = adam.setUp("administrator", "adam");
            String ofOlga = olga.setUp("officer", "olga");
            assertThat(adam.logIn("adam", ofAdam).status()).isEqualTo(200);
            assertThat(olga.logIn("olga", ofOlga).status()).isEqualTo(200);
            assertThat(adam.get("/status").status()).isEqualTo(200);
            assertThat(olga.ask("DELETE", "/api/v1/people/adam", "").status()).isEqualTo(200);
            assertThat(adam.get("/status").status()).isEqualTo(401);
        }
    }

    @Test
    void anAdministratorDoesNotReadAndAnAuditorChangesNothing() throws Exception {
        try (MonitoredServer on = start();
                UdpPhone phone = new UdpPhone(on.server());
                ConsoleClient adam = new ConsoleClient(on);
                ConsoleClient olga = new ConsoleClient(on);
                ConsoleClient ada = new ConsoleClient(on)) {
            String ofAdam = adam.setUp("administrator", "adam");
            String ofOlga = olga.setUp("officer", "olga");
            adam.logIn("adam", ofAdam);
            olga.logIn("olga", ofOlga);
            Answer made =
                    olga.post(
                            "/people",
                            "{\"name\":\"ada\",\"role\":\"auditor\",\"password\":\"%s\"}"
                                    .formatted(ConsoleClient.PASSWORD));
            ada.logIn("ada", made.body().path("otpauth").asText());
            phone.ask("MESSAGE", "bob", "Content-Type: text/plain", "the zebrafinch contract");

            String search = "{\"page\":\"latest\",\"kind\":\"message-received\"%s}";
            assertThat(adam.post("/archive/search", search.formatted("")).body().path("records"))
                    .hasSize(1);
            Answer words =
                    adam.post("/archive/search", search.formatted(",\"words\":\"zebrafinch\""));
            assertThat(words.status()).isEqualTo(403);
            assertThat(words.body().path("detail").asText()).contains("officers only");
            JsonNode found =
                    olga.post("/archive/search", search.formatted(",\"text\":true"))
                            .body()
                            .path("records");
            assertThat(found.path(0).path("text").asText()).isEqualTo("the zebrafinch contract");
            String record = found.path(0).path("record").asText();
            assertThat(
                            olga.post("/archive/read", "{\"record\":\"" + record + "\"}")
                                    .body()
                                    .path("content")
                                    .asText())
                    .isEqualTo("the zebrafinch contract");
            assertThat(adam.post("/archive/read", "{\"record\":\"" + record + "\"}").status())
                    .isEqualTo(403);
            assertThat(
                            adam.ask("GET", "/api/v1/archive/record?record=" + record, "")
                                    .body()
                                    .path("hasContent")
                                    .asBoolean())
                    .isTrue();

            Answer hold =
                    olga.post(
                            "/holds",
                            "{\"name\":\"case-7\",\"people\":[\"alice\"],\"reason\":\"a case\"}");
            assertThat(hold.status()).as(hold.http().body()).isEqualTo(200);
            assertThat(ada.get("/holds").body().path(0).path("name").asText()).isEqualTo("case-7");
            assertThat(
                            ada.post(
                                            "/accounts",
                                            "{\"name\":\"carol\",\"password\":\"correct horse battery\"}")
                                    .status())
                    .isEqualTo(403);
            Answer verified = ada.post("/archive/verify", "");
            assertThat(verified.body().path("verdict").asText()).isNotEmpty();
            JsonNode audit = ada.get("/audit?page=latest&kind=administered").body();
            assertThat(audit.toString())
                    .contains("olga (officer), by the console from 127.0.0.1", "hold add");
        }
    }

    @Test
    void anExportIsADownloadThatLeavesNothingBehind() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient olga = loggedIn(on, "officer")) {
            Answer exported = olga.post("/archive/export", "{\"content\":true}");
            assertThat(exported.status()).as(exported.http().body()).isEqualTo(200);
            assertThat(exported.http().body()).startsWith("PK");
            assertThat(exported.http().headers().firstValue("X-Earshot-Manifest").orElse(""))
                    .hasSize(64);
            Answer person = olga.post("/accounts/export", "{\"name\":\"alice\",\"content\":true}");
            assertThat(person.status()).as(person.http().body()).isEqualTo(200);
            assertThat(person.http().body()).startsWith("PK").contains("archive/manifest.json");
            assertThat(olga.post("/accounts/export", "{}").status()).isEqualTo(400);
            assertThat(olga.post("/accounts/export", "{\"name\":\"nobody\"}").status())
                    .isEqualTo(422);
            try (var left = Files.list(on.data().resolve("exports"))) {
                assertThat(left).isEmpty();
            }
            assertThat(olga.post("/archive/export", "{\"nonsense\":true}").status()).isEqualTo(400);
            String ground = "{\"ground\":\"has left\"}";
            assertThat(olga.post("/accounts/alice/anonymise", ground).status()).isEqualTo(422);
            assertThat(olga.post("/accounts/alice/close", "{}").status()).isEqualTo(200);
            assertThat(olga.post("/accounts/alice/anonymise", "{}").status()).isEqualTo(400);
            Answer anonymised = olga.post("/accounts/alice/anonymise", ground);
            assertThat(anonymised.body().path("pseudonym").asText())
                    .as(anonymised.http().body())
                    .startsWith("sip:left-");
        }
    }

    @Test
    void aTableOfAccountsIsTriedAndThenMade() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "administrator")) {
            String body =
                    "{\"csv\":\"name,displayName,password\\ncarol,Carol,\\nalice,Alice,\\nd d,,\\ndave,\\\"D, Ave\\\",correct horse battery\\n\",\"dryRun\":%s}";
            JsonNode dry = adam.post("/accounts/import", body.formatted("true")).body();
            assertThat(dry.path("good").asInt()).isEqualTo(2);
            assertThat(dry.path("lines").path(1).path("problem").asText()).contains("already");
            assertThat(dry.path("lines").path(2).path("line").asInt()).isEqualTo(4);
            assertThat(adam.get("/accounts").body()).hasSize(2);
            JsonNode made = adam.post("/accounts/import", body.formatted("false")).body();
            assertThat(made.path("good").asInt()).isEqualTo(2);
            assertThat(made.path("lines").path(0).path("password").asText()).hasSize(22);
            JsonNode accounts = adam.get("/accounts?search=d%2C").body();
            assertThat(accounts).hasSize(1);
            assertThat(accounts.path(0).path("displayName").asText()).isEqualTo("D, Ave");
            assertThat(adam.get("/accounts?limit=2&after=sip:bob@localhost").body()).hasSize(2);
        }
    }

    @Test
    void nothingThatSomebodySendsIsAnOptionOrAFile() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "administrator")) {
            for (String name : List.of("--md5", "@/etc/passwd", "-h", "--help", "--")) {
                Answer answer =
                        adam.post(
                                "/accounts",
                                "{\"name\":\""
                                        + name
                                        + "\",\"password\":\"correct horse battery\"}");
                assertThat(answer.status()).as(name).isEqualTo(422);
                assertThat(answer.http().body()).doesNotContain("root:");
            }
            Answer shown =
                    adam.post(
                            "/accounts",
                            "{\"name\":\"zoe\",\"displayName\":\"--as <script>alert(1)</script>\",\"password\":\"correct horse battery\"}");
            assertThat(shown.body().path("displayName").asText())
                    .isEqualTo("--as <script>alert(1)</script>");
            assertThat(adam.post("/accounts", "{\"nam\":\"x\"}").status()).isEqualTo(400);
            assertThat(adam.post("/accounts", "{\"name\":7}").status()).isEqualTo(400);
            assertThat(adam.post("/accounts", "[]").status()).isEqualTo(400);
            assertThat(adam.post("/accounts", "{").status()).isEqualTo(400);
        }
    }

    @Test
    void aPhoneIsSeenAndItsBindingEnded() throws Exception {
        try (MonitoredServer on = start();
                UdpPhone phone = new UdpPhone(on.server());
                ConsoleClient adam = loggedIn(on, "administrator")) {
            String registered =
                    phone.ask(
                            "REGISTER",
                            "alice",
                            "Expires: 600\nUser-Agent: x/1 (<img src=x onerror=alert(1)>)",
                            "");
            assertThat(registered).contains(" 200 OK");
            JsonNode bindings = adam.get("/bindings").body();
            assertThat(bindings).hasSize(1);
            assertThat(bindings.path(0).path("userAgent").asText())
                    .contains("<img src=x onerror=alert(1)>");
            String contact = bindings.path(0).path("contact").asText();
            Answer ended =
                    adam.post(
                            "/bindings/end",
                            "{\"address\":\"alice\",\"contact\":\"" + contact + "\"}");
            assertThat(ended.status()).as(ended.http().body()).isEqualTo(200);
            assertThat(adam.get("/bindings").body()).isEmpty();
            assertThat(
                            adam.post(
                                            "/bindings/end",
                                            "{\"address\":\"alice\",\"contact\":\"sip:x\"}")
                                    .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void settingsAreShownWithoutSecrets() throws Exception {
        try (MonitoredServer on = start();
                ConsoleClient adam = loggedIn(on, "administrator")) {
            JsonNode settings = adam.get("/configuration").body();
            assertThat(settings.path("domain").asText()).isEqualTo("localhost");
            assertThat(settings.path("console.sessionIdle").asText()).isEqualTo("20m");
            assertThat(settings.has("listen.udp")).isTrue();
        }
    }

    @Test
    void whatGoesOnComesAsEventsAndEndsWithTheServer() throws Exception {
        MonitoredServer on = start();
        try (UdpPhone phone = new UdpPhone(on.server());
                ConsoleClient adam = loggedIn(on, "administrator");
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), on.console().getPort())) {
            phone.ask("REGISTER", "alice", "Expires: 600", "");
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: "
                                            + adam.cookie()
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            assertThat(line).contains(" 200 ");
            while (!line.startsWith("data: ")) {
                line = lines.readLine();
            }
            assertThat(line)
                    .contains(
                            "\"usersOnline\":1",
                            "\"callsLive\":0",
                            "\"memoryUsed\":",
                            "\"certificateDays\":",
                            "\"alarms\":[]");
            on.close();
            while (line != null) {
                line = lines.readLine();
            }
        } finally {
            on.close();
        }
    }
}
