package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.earshot.common.login.LoginCodes;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.oidc.FakeProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Logging in to the console by an identity provider, over real HTTP and HTTPS. One server for all tests: who has a role is known by a slow hash.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private FakeProvider provider;
    private MonitoredServer server;
    private String olga; // the secret of her codes

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        provider = FakeProvider.start(folder);
        server = start("data", provider);
        for (String name : List.of("adam", "nora", "niels", "ulla")) {
            admin("officer", "add", name, "--role=administrator", "--password-stdin");
        }
        olga =
                admin("officer", "add", "olga", "--role=officer", "--password-stdin")
                        .output()
                        .strip();
    }

    @BeforeEach
    void speakTruth() {
        provider.says(_ -> {});
    }

    private MonitoredServer start(String data, FakeProvider by) throws IOException {
        Path secret = folder.resolve(data + ".secret");
        Files.createFile(
                secret,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, FakeProvider.SECRET + "\n");
        return MonitoredServer.start(
                folder.resolve(data),
                "console.oidc.issuer=" + by.issuer(),
                "console.oidc.clientId=" + FakeProvider.CLIENT,
                "console.oidc.clientSecretFile=" + secret,
                "console.oidc.url=https://console.example.org",
                "console.oidc.label=Example ID",
                "console.oidc.trusted=" + by.trusted());
    }

    private AdminAnswer admin(String... command) throws IOException {
        AdminAnswer answer =
                AdminClient.ask(
                                server.data(),
                                new AdminRequest(List.of(command), ConsoleClient.PASSWORD))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer;
    }

    @AfterAll
    void stop() {
        server.close();
        provider.close();
    }

    /// A browser; it keeps cookies, and follows nothing by itself.
    private static final class Browser implements AutoCloseable {
        private final HttpClient http = HttpClient.newHttpClient();
        private String oidc = "";
        private String session = "";

        private final MonitoredServer at;

        Browser(MonitoredServer at) {
            this.at = at;
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + at.console().getPort()
                                                            + path))
                                    .header("Cookie", oidc + "; " + session)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String pair = cookie.substring(0, cookie.indexOf(';'));
                if (pair.startsWith("earshot-oidc")) {
                    oidc = pair;
                    assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
                } else {
                    session = pair;
                    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
                }
            }
            return answer;
        }

        URI begin() throws IOException, InterruptedException {
            HttpResponse<String> answer = get("/api/v1/session/oidc");
            assertThat(answer.statusCode()).isEqualTo(302);
            return URI.create(answer.headers().firstValue("Location").orElseThrow());
        }

        /// Comes back from the provider; where it is sent then.
        String end(URI back) throws IOException, InterruptedException {
            assertThat(back.toString()).startsWith("https://console.example.org/api/v1/");
            HttpResponse<String> answer = get(back.getRawPath() + "?" + back.getRawQuery());
            assertThat(answer.statusCode()).isEqualTo(302);
            return answer.headers().firstValue("Location").orElseThrow();
        }

        JsonNode session() throws IOException, InterruptedException {
            return JSON.readTree(get("/api/v1/session").body());
        }

        @Override
        public void close() {
            http.close();
        }
    }

    /// At providers names are given to others.
    @Test
    void whoGetsANameThatSomebodyElseHadIsNotThatPerson() throws Exception {
        try (Browser browser = new Browser(server);
                Browser other = new Browser(server)) {
            for (int i = 0; i < 2; i++) {
                assertThat(browser.end(provider.logIn(browser.begin(), "nora"))).endsWith("/");
            }
            assertThat(browser.get("/api/v1/audit").body())
                    .containsOnlyOnce("first login as subject subject of nora");
            provider.says(claims -> claims.setSubject("another"));
            assertThat(other.end(provider.logIn(other.begin(), "nora")))
                    .endsWith("/#login=another");
            assertThat(other.get("/api/v1/session").statusCode()).isEqualTo(401);
            assertThat(browser.get("/api/v1/audit?kind=administration-refused").body())
                    .contains("nora is somebody else at the provider");

            // and whoever was somebody here is nobody else by another name
            provider.says(claims -> claims.setSubject("subject of nora"));
            assertThat(other.end(provider.logIn(other.begin(), "niels")))
                    .endsWith("/#login=another");

            assertThat(
                            JSON.readTree(admin("officer", "list", "--json").output())
                                    .findValues("subject"))
                    .extracting(JsonNode::textValue)
                    .contains("subject of nora")
                    .doesNotContain("another");
        }
    }

    @Test
    void anOfficerUntiesAName() throws Exception {
        try (Browser browser = new Browser(server)) {
            assertThat(browser.end(provider.logIn(browser.begin(), "ulla"))).endsWith("/");
            provider.says(claims -> claims.setSubject("made anew"));
            assertThat(browser.end(provider.logIn(browser.begin(), "ulla")))
                    .endsWith("/#login=another");
            AdminAnswer refused =
                    AdminClient.ask(
                                    server.data(),
                                    new AdminRequest(List.of("officer", "untie", "ulla"), ""))
                            .orElseThrow();
            assertThat(refused.errors()).contains("by officers only");
            AdminAnswer untied =
                    AdminClient.ask(
                                    server.data(),
                                    new AdminRequest(
                                            List.of("officer", "untie", "ulla"),
                                            "",
                                            "",
                                            new AdminRequest.Login(
                                                    "olga",
                                                    ConsoleClient.PASSWORD,
                                                    LoginCodes.of(olga, Instant.now())),
                                            AdminRequest.Stage.NONE))
                            .orElseThrow();
            assertThat(untied.status()).as(untied.errors()).isZero();
            assertThat(browser.end(provider.logIn(browser.begin(), "ulla"))).endsWith("/");
            provider.says(_ -> {});
            assertThat(browser.end(provider.logIn(browser.begin(), "ulla")))
                    .endsWith("/#login=another");
        }
    }

    @Test
    void whoTheProviderNamesAndHasARoleIsInAndThatIsRecorded() throws Exception {
        try (Browser browser = new Browser(server)) {
            assertThat(browser.get("/api/v1/session/ways").body()).contains("Example ID");
            URI there = browser.begin();
            assertThat(there.toString())
                    .startsWith(provider.issuer() + "/login?")
                    .contains("code_challenge_method=S256")
                    .doesNotContain("s3cret");
            assertThat(browser.end(provider.logIn(there, "adam"))).endsWith("/");
            assertThat(browser.session().path("name").asText()).isEqualTo("adam");
            assertThat(browser.session().path("role").asText()).isEqualTo("administrator");
            assertThat(browser.get("/api/v1/accounts").statusCode()).isEqualTo(200);
            assertThat(browser.get("/api/v1/audit").body())
                    .contains("console login")
                    .contains("adam (administrator)")
                    .contains("by " + provider.issuer());
        }
    }

    @Test
    void theDomainMayStandBehindTheName() throws Exception {
        try (Browser browser = new Browser(server)) {
            assertThat(browser.end(provider.logIn(browser.begin(), "adam@localhost")))
                    .endsWith("/");
            assertThat(browser.session().path("name").asText()).isEqualTo("adam");
        }
    }

    @Test
    void whoHasNoRoleThatLogsInSoIsNotInAndThatIsRecorded() throws Exception {
        try (Browser browser = new Browser(server)) {
            for (String name :
                    List.of("olga", "alice", "nobody", "adam@elsewhere.example", "x\n' OR 1=1")) {
                assertThat(browser.end(provider.logIn(browser.begin(), name)))
                        .as(name)
                        .endsWith("/#login=unknown");
            }
            assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
            assertThat(browser.end(provider.logIn(browser.begin(), "adam"))).endsWith("/");
            assertThat(browser.get("/api/v1/audit?kind=administration-refused").body())
                    .contains("login as olga refused");
        }
    }

    @Test
    void anotherBrowserAndASecondTimeAreRefused() throws Exception {
        try (Browser browser = new Browser(server);
                Browser other = new Browser(server)) {
            URI there = browser.begin();
            URI back = provider.logIn(there, "adam");
            other.begin();
            assertThat(other.end(back)).endsWith("/#login=again");
            assertThat(other.get("/api/v1/session").statusCode()).isEqualTo(401);
            assertThat(browser.end(back)).endsWith("/");
            assertThat(browser.end(back)).endsWith("/#login=again");
            String stolen = back.toString().replaceFirst("state=.*", "state=x");
            assertThat(other.end(URI.create(stolen))).endsWith("/#login=again");
        }
    }

    @Test
    void whatIsNotBelievedIsSaid() throws Exception {
        try (Browser browser = new Browser(server)) {
            provider.says(claims -> claims.setStringClaim("nonce", "another"));
            assertThat(browser.end(provider.logIn(browser.begin(), "adam")))
                    .endsWith("/#login=failed");
            provider.says(claims -> claims.setAudience("another"));
            assertThat(browser.end(provider.logIn(browser.begin(), "adam")))
                    .endsWith("/#login=failed");
            provider.says(_ -> {});
            URI back = provider.logIn(browser.begin(), "adam");
            String error = back.toString().replaceFirst("code=[^&]*", "error=access_denied");
            assertThat(browser.end(URI.create(error))).endsWith("/#login=refused");
            URI wrong =
                    URI.create(
                            provider.logIn(browser.begin(), "adam")
                                    .toString()
                                    .replaceFirst("code=[^&]*", "code=wrong"));
            assertThat(browser.end(wrong)).endsWith("/#login=failed");
            assertThat(browser.get("/api/v1/session").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aProviderThatChangesItsKeysGoesOn() throws Exception {
        try (Browser browser = new Browser(server)) {
            assertThat(browser.end(provider.logIn(browser.begin(), "adam"))).endsWith("/");
            provider.changeKey();
            assertThat(browser.end(provider.logIn(browser.begin(), "adam"))).endsWith("/");
        }
    }

    @Test
    void aProviderThatIsAwayLeavesTheOtherWay() throws Exception {
        FakeProvider gone = FakeProvider.start(Files.createDirectory(folder.resolve("gone")));
        try (MonitoredServer alone = start("alone", gone);
                Browser browser = new Browser(alone)) {
            gone.close();
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = browser.get("/api/v1/session/oidc");
                assertThat(answer.headers().firstValue("Location").orElseThrow())
                        .endsWith("/#login=unavailable");
            }
            assertThat(browser.get("/").statusCode()).isEqualTo(200);
        }
    }
}
