package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.server.ConsoleClient.Answer;
import org.earshot.server.ldap.TestDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the administrators' API answers, each request of it, against what it says of itself: the status is described, and what is in the answer fits the schema.
class AdminApiAnswersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HTTPS = Pattern.compile(" https=127\\.0\\.0\\.1:([0-9]+)");
    private static final String PASSWORD = "correct horse battery";
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final String FILE =
            """
            domain: localhost
            https:
              listen: 127.0.0.1:0
            security:
              trusted: [127.0.0.0/8]
            archive:
              newOfficersWait: 0s
            trunks:
              - name: gateway
                host: 127.0.0.1
                port: 9
                number: "+4930123450"
                keepAlive: 0s
            dialplan:
              country: "49"
              rules:
                - name: country
                  pattern: "+49*"
                  trunks: [gateway]
              numbers:
                - number: "+4930123417"
                  to: [alice]
            files:
              way: store
              quarantine:
                keep: 7d
            """;

    @TempDir private Path temp;
    private MonitoredServer on;
    private ConsoleClient client;
    private DescribedApi api;

    /// A request whose answer has to be good, and as it is described.
    private JsonNode ask(String method, String path, String... fields) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            body.set(fields[i], JSON.readTree(fields[i + 1]));
        }
        Answer answer =
                client.ask(method, "/api/v1" + path, method.equals("GET") ? "" : body.toString());
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.http().body())
                .isBetween(200, 204);
        fits(method, path, answer);
        return answer.body();
    }

    private void fits(String method, String path, Answer answer) {
        boolean json =
                answer.http().headers().firstValue("Content-Type").orElse("").contains("json");
        api.fits(
                method,
                path,
                answer.status(),
                json ? Optional.of(answer.body()) : Optional.empty());
    }

    private JsonNode get(String path) throws Exception {
        return ask("GET", path);
    }

    private static String text(String plain) throws IOException {
        return JSON.writeValueAsString(plain);
    }

    private JsonNode filled(String path) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        JsonNode found = get(path);
        while (found.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            found = get(path);
        }
        assertThat(found).as(path).isNotEmpty();
        return found;
    }

    private void start(TestDirectory directory) throws Exception {
        StringBuilder ldap = new StringBuilder("ldap:\n");
        for (String setting : directory.settings()) {
            ldap.append("  ")
                    .append(setting.substring("ldap.".length()).replaceFirst("=", ": \""))
                    .append("\"\n");
        }
        Path file = Files.writeString(temp.resolve("earshot.yaml"), FILE + ldap);
        on = MonitoredServer.startFrom(file, temp.resolve("data"));
        client = new ConsoleClient(on);
        String otpauth = client.setUp("officer", "olga");
        assertThat(client.logIn("olga", otpauth).status()).isEqualTo(200);
        api = new DescribedApi(client.get("/openapi.json").body());
    }

    @Test
    void everyAnswerIsAsTheDescriptionSays() throws Exception {
        try (TestDirectory directory = TestDirectory.start(temp.resolve("directory"))) {
            directory.add("dora", "Dora", "Summer2026!");
            start(directory);
            try (UdpPhone phone = new UdpPhone(on.server())) {
                happenings(phone);
                people();
                directory();
                phones();
                groups();
                files();
                record();
                supervision();
                security();
                server();
                ends();
            } finally {
                client.close();
                on.close();
            }
        }
        TreeSet<String> left = new TreeSet<>(api.operations());
        left.removeAll(api.tried());
        assertThat(left)
                .as("what needs a provider, a ban, or has no end is seen elsewhere")
                .containsExactlyInAnyOrder(
                        "GET /live",
                        "GET /session/oidc",
                        "GET /session/oidc/callback",
                        "POST /bans/lift",
                        "POST /people/{name}/untie");
    }

    private void happenings(UdpPhone phone) throws Exception {
        assertThat(phone.ask("REGISTER", "alice", "Expires: 600\nUser-Agent: x/1", ""))
                .contains(" 200 OK");
        assertThat(phone.ask("MESSAGE", "bob", "Content-Type: text/plain", "it waits"))
                .contains(" 202 ");
        assertThat(phone.ask("INVITE", "nobody", "Content-Type: application/sdp", "v=0\r\n"))
                .contains(" 404 ");
        try (ConsoleClient eve = new ConsoleClient(on)) {
            assertThat(eve.logIn("eve", "no password", "000000").status()).isEqualTo(401);
        }
        ask("POST", "/lexicon", "rule", text("deal"), "lines", text("secret deal"));
        for (String number : List.of("one", "two")) {
            String written = "a secret deal, number " + number;
            assertThat(phone.ask("MESSAGE", "bob", "Content-Type: text/plain", written))
                    .contains(" 202 ");
        }
    }

    private void people() throws Exception {
        get("/accounts?search=ali&limit=1");
        ask("POST", "/accounts", "name", text("carol"), "password", text(PASSWORD));
        ask("PUT", "/accounts/carol/password", "password", text(PASSWORD + "!"));
        ask("POST", "/accounts/carol/reset-link");
        ask("POST", "/accounts/carol/devices", "label", text("desk"));
        ask("POST", "/accounts/carol/phone-files", "label", text("hall"), "phone", text("baresip"));
        get("/accounts/alice/devices");
        ask("POST", "/accounts/alice/history-release");
        ask("PUT", "/accounts/alice/blocked/bob");
        ask("DELETE", "/accounts/alice/blocked/bob");
        ask("PUT", "/accounts/alice/contacts/carol", "displayName", text("Carol"));
        filled("/accounts/alice/contacts");
        ask("DELETE", "/accounts/alice/contacts/carol");
        ask("POST", "/accounts/alice/watchers/bob/block", "polite", "true");
        ask("POST", "/accounts/alice/watchers/bob/allow");
        filled("/accounts/alice/watchers");
        ask("DELETE", "/accounts/alice/watchers/bob");
        ask("POST", "/accounts/carol/close");
        filled("/closed-accounts");
        ask("POST", "/accounts/carol/open");
        ask("POST", "/accounts/carol/close");
        ask("POST", "/accounts/carol/anonymise", "ground", text("article 17"));
        ask("POST", "/accounts/import", "csv", text("name\ndave\n\"\"\n"), "dryRun", "false");
        ask("DELETE", "/accounts/dave");
        ask("POST", "/accounts/export", "name", text("alice"), "content", "true");
        String invited = ask("POST", "/invitations", "name", text("erin")).path("id").asText();
        filled("/invitations");
        ask("DELETE", "/invitations/" + invited);
    }

    private void directory() throws Exception {
        ask("POST", "/ldap/test");
        ask("POST", "/ldap/check");
        ask("POST", "/ldap/sync");
        get("/ldap");
    }

    private void phones() throws Exception {
        String contact = filled("/bindings").path(0).path("contact").asText();
        ask("POST", "/bindings/end", "address", text("alice"), "contact", text(contact));
        get("/calls");
        String call = filled("/calls/past").path(0).path("id").asText();
        get("/calls/past/" + call);
        get("/quality");
        get("/paused");
        filled("/messages/waiting");
    }

    private void groups() throws Exception {
        ask("POST", "/groups", "name", text("team"), "owners", "[\"alice\"]");
        filled("/groups");
        get("/groups/team");
        ask("PATCH", "/groups/team", "displayName", text("The Team"), "moderated", "true");
        ask("PUT", "/groups/team/members/bob", "owner", "true");
        ask("DELETE", "/groups/team/members/bob");
        ask("POST", "/groups/team/release");
        ask("DELETE", "/groups/team");
    }

    private URI https(String path) {
        Matcher port = HTTPS.matcher(on.server().ready());
        assertThat(port.find()).as(on.server().ready()).isTrue();
        return URI.create("https://127.0.0.1:" + port.group(1) + path);
    }

    private HttpResponse<byte[]> upload(FilePhone phone, byte[] content) throws Exception {
        byte[] wish =
                JSON.writeValueAsBytes(
                        Map.of(
                                "name",
                                "list.txt",
                                "size",
                                content.length,
                                "sha256",
                                ServedFiles.sha256(content),
                                "recipients",
                                List.of("sip:bob@localhost")));
        HttpResponse<byte[]> begun =
                phone.ask("POST", https("/files"), wish, "Content-Type", "application/json");
        assertThat(begun.statusCode()).as(FilePhone.text(begun)).isEqualTo(201);
        String url = JSON.readTree(begun.body()).path("url").asText();
        return phone.ask(
                "PATCH", https(URI.create(url).getRawPath()), content, "Upload-Offset", "0");
    }

    private void files() throws Exception {
        FilePhone alice =
                new FilePhone(
                        on.data().resolve("ca.pem"), "alice", PASSWORD, DigestAlgorithm.SHA_256);
        assertThat(upload(alice, "words".getBytes(UTF_8)).statusCode()).isEqualTo(204);
        for (int i = 0; i < 2; i++) {
            // a program (Windows) by its first bytes
            byte[] program = new byte[5000];
            program[0] = 'M';
            program[1] = 'Z';
            program[2] = (byte) 0x90;
            program[10] = (byte) i;
            assertThat(upload(alice, program).statusCode()).isEqualTo(403);
        }
        String file = filled("/files").path(0).path("id").asText();
        get("/files/" + file);
        ask("DELETE", "/files/" + file);
        JsonNode held = filled("/quarantine");
        assertThat(held).hasSize(2);
        String first = held.path(0).path("id").asText();
        get("/quarantine/" + first);
        ask("POST", "/quarantine/fetch", "id", text(first));
        ask("POST", "/quarantine/" + first + "/release");
        ask("DELETE", "/quarantine/" + held.path(1).path("id").asText());
    }

    private void record() throws Exception {
        JsonNode found =
                ask(
                        "POST",
                        "/archive/search",
                        "page",
                        text("latest"),
                        "kind",
                        text("message-received"),
                        "text",
                        "true",
                        "context",
                        "1");
        String record = found.path("records").path(0).path("record").asText();
        get("/archive/record?record=" + record);
        ask("POST", "/archive/read", "record", text(record));
        ask("POST", "/archive/verify");
        ask("POST", "/archive/export", "content", "true");
        get("/audit?page=latest&kind=administered&limit=5");
        ask("POST", "/holds", "name", text("case-7"), "people", "[\"alice\"]", "reason", text("c"));
        filled("/holds");
        ask("POST", "/holds/case-7/lift");
        ask("PUT", "/retention/message", "period", text("10y"));
        get("/retention");
    }

    private void supervision() throws Exception {
        get("/lexicon");
        get("/lexicon/deal");
        ask("PATCH", "/lexicon/deal", "severity", text("high"), "fourEyes", "true");
        JsonNode tested = ask("POST", "/lexicon/deal/test", "text", text("no secret deal"));
        assertThat(tested.path("lines").toString()).contains("secret deal");
        JsonNode items = filled("/reviews");
        while (items.size() < 2) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            items = get("/reviews");
        }
        String item = items.path(0).path("item").asText();
        ask("POST", "/reviews/" + item + "/read");
        ask("POST", "/reviews/" + item + "/take");
        JsonNode appointed =
                ask(
                        "POST",
                        "/people",
                        "name",
                        text("otto"),
                        "role",
                        text("officer"),
                        "password",
                        text(ConsoleClient.PASSWORD));
        assertThat(appointed.path("qr")).isNotEmpty();
        String other = items.path(1).path("item").asText();
        ask("POST", "/reviews/" + other + "/assign", "officer", text("otto"));
        ask(
                "POST",
                "/reviews/" + item + "/close",
                "disposition",
                text("no-issue"),
                "note",
                text("a note"));
        ask("POST", "/reviews/verify");
        ask("POST", "/recusals", "officer", text("otto"), "address", text("bob"));
        get("/recusals");
        ask("DELETE", "/lexicon/deal");
    }

    private void security() throws Exception {
        filled("/failed-logins");
        get("/bans");
        String token =
                ask("POST", "/tokens", "name", text("import"), "scopes", "[\"people:read\"]")
                        .path("id")
                        .asText();
        filled("/tokens");
        ask("DELETE", "/tokens/" + token);
        filled("/people");
        ask("PUT", "/people/otto/password", "password", text(ConsoleClient.PASSWORD + "!"));
        ask("DELETE", "/people/otto");
    }

    private void server() throws Exception {
        get("/status");
        get("/certificate-authority");
        get("/certificate-authority/fingerprint");
        ask("POST", "/keys/nonce/rotate");
        filled("/trunks");
        get("/dialplan");
        get("/dialplan/test/03012345?from=alice");
        get("/configuration");
        String now = get("/configuration/file").path("text").asText();
        get("/configuration/waiting");
        String next = now.replace("port: 9", "port: 10") + "registrar:\n  minExpires: 2m\n";
        JsonNode tried = ask("POST", "/configuration/try", "text", text(next));
        assertThat(tried.path("changes").findValuesAsText("key"))
                .containsExactly("registrar.minExpires", "trunks[gateway].port");
        ask("POST", "/configuration/try", "text", text(now + "nonsense: 3\n"));
        ask("POST", "/configuration", "text", text(next));
        filled("/configuration/versions");
        ask("POST", "/configuration/versions/1/rollback");
    }

    private void ends() throws Exception {
        get("/openapi.json");
        get("/session");
        get("/session/ways");
        // seen as good answers when they were asked for
        String another =
                on.data().resolve("console-link").toFile().exists() ? "there" : "it has served";
        assertThat(another).isEqualTo("it has served");
        api.fits("POST", "/setup", 200, Optional.empty());
        Answer out = client.ask("DELETE", "/api/v1/session", "");
        fits("DELETE", "/session", out);
        String refused = "{\"name\":\"olga\",\"password\":\"x\",\"code\":\"000000\"}";
        fits("POST", "/session", client.post("/session", refused));
        api.fits("POST", "/session", 200, Optional.empty());
    }

    /// Nobody, somebody without the token of their session, and what makes no sense: in every request.
    @Test
    void whatIsRefusedSaysWhyInTheSameForm() throws Exception {
        try (TestDirectory directory = TestDirectory.start(temp.resolve("directory"))) {
            start(directory);
            try (ConsoleClient nobody = new ConsoleClient(on)) {
                for (String operation : api.operations()) {
                    String method = operation.substring(0, operation.indexOf(' '));
                    String path =
                            operation
                                    .substring(operation.indexOf(' ') + 1)
                                    .replaceAll("\\{[a-z]+}", "7x");
                    if (path.startsWith("/session/") || path.equals("/openapi.json")) {
                        continue;
                    }
                    refused(method, path, nobody.ask(method, "/api/v1" + path, ""));
                    if (!path.equals("/live")) {
                        refused(
                                method,
                                path,
                                client.ask(
                                        method,
                                        "/api/v1" + path,
                                        method.equals("GET") ? "" : "[]",
                                        "Origin",
                                        "https://evil.example"));
                    }
                    if (!method.equals("GET") && !path.equals("/session")) {
                        refused(method, path, client.ask(method, "/api/v1" + path, "[1]"));
                        refused(
                                method,
                                path,
                                client.ask(
                                        method, "/api/v1" + path, "{}", "Content-Type", "text/x"));
                    }
                }
                for (String path : List.of("/none", "/accounts/alice/none")) {
                    Answer none = client.get(path);
                    assertThat(none.status()).isEqualTo(404);
                    assertThat(none.body().path("detail").asText()).contains("openapi.json");
                }
                Answer wrong = client.ask("PUT", "/api/v1/accounts", "{}");
                assertThat(wrong.status()).isEqualTo(405);
                assertThat(wrong.body().path("title").asText()).isEqualTo("Method Not Allowed");
                Answer large = client.post("/accounts", " ".repeat((1 << 20) + 1));
                refused("POST", "/accounts", large);
                assertThat(large.status()).isEqualTo(413);
            } finally {
                client.close();
                on.close();
            }
        }
    }

    private void refused(String method, String path, Answer answer) {
        assertThat(answer.status()).as(method + " " + path).isBetween(400, 499);
        fits(method, path, answer);
        assertThat(answer.body().path("status").asInt()).isEqualTo(answer.status());
    }
}
