package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.login.LoginCodes;
import org.earshot.server.ServerMain;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `earshot admin`, as an administrator types it: against a running server, and where none runs. Of each kind some commands are
/// processes of their own; to start one for each would be most of the test.
class AdminIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Lab lab;
    private Path data;
    private int commands;

    /// What a command printed on standard output, and its exit status.
    private record Result(int status, String output) {
        JsonNode json() {
            try {
                return JSON.readTree(output);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + output, e);
            }
        }
    }

    @BeforeEach
    void open() {
        lab = Lab.of("admin");
        data = lab.privateFolder("server-data");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void ofARunningServer() throws IOException {
        EarshotServer server = EarshotServer.start(lab, data);
        Path socket = data.resolve("run").resolve("admin.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");

        accounts();
        devices(server);
        BarePhone alice =
                BarePhone.udp(lab, "alice", "pwalice", server.address("udp")).registered();
        bindings(alice);
        alice.answering("MESSAGE", "200 OK");
        assertThat(alice.message("alice", "a note to myself")).startsWith("SIP/2.0 200");
        archive();

        JsonNode status = well(typed("", "status", "--json")).json();
        assertThat(status.path("domain").asText()).isEqualTo("127.0.0.1");
        assertThat(status.path("listening").path("tls").asText()).isEqualTo(server.address("tls"));
        assertThat(ok("", "calls", "--json").json()).isEmpty();
        assertThat(ok("", "ca", "export").output())
                .isEqualTo(Files.readString(server.ca()).strip());
        assertThat(ok("", "ca", "export", "--json").json().path("certificate").asText())
                .startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void whereNoServerRuns() {
        well(typed("pwalice", "user", "add", "alice", "--password-stdin"));
        assertThat(well(typed("", "user", "list", "--json")).json().findValuesAsText("address"))
                .containsExactly("sip:alice@127.0.0.1");
        assertThat(well(typed("", "archive", "verify", "--json")).json().path("whole").asBoolean())
                .isTrue();
        assertThat(typed("", "status").status()).as("status without a server").isPositive();
    }

    @Test
    void onlyOfficersReadOnceThereIsOne() throws IOException {
        String password = "correct horse";
        EarshotServer server = EarshotServer.start(lab, data);
        ok("pwalice", "user", "add", "alice", "--password-stdin");
        BarePhone alice =
                BarePhone.udp(lab, "alice", "pwalice", server.address("udp")).registered();
        alice.answering("MESSAGE", "200 OK");
        assertThat(alice.message("alice", "a zebrafinch")).startsWith("SIP/2.0 200");

        assertThat(ok("", "archive", "search", "--content").output()).contains("a zebrafinch");
        String[] add = {
            "officer", "add", "olga", "--role", "officer", "--password-stdin", "--json"
        };
        String uri = ok(password, add).json().path("otpauth").asText();
        assertThat(run("", "archive", "search", "--content").status()).isEqualTo(1);
        assertThat(ok("", "archive", "search").output())
                .contains("content-searched", "owner of DATA (uid ", "administration-refused")
                .doesNotContain("zebrafinch");
        add[2] = "eve";
        assertThat(run(password, add).status()).isEqualTo(1);

        Path file = lab.write("password", password);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String[] login = {
            "--as",
            "olga",
            "--password-file",
            file.toString(),
            "--code",
            LoginCodes.of(uri, Instant.now())
        };
        List<String> search = new ArrayList<>(List.of("archive", "search", "--content"));
        search.addAll(List.of(login));
        assertThat(ok("", search.toArray(String[]::new)).output()).contains("a zebrafinch");
        assertThat(run("", search.toArray(String[]::new)).status())
                .as("a code serves once")
                .isEqualTo(1);
        assertThat(ok("", "archive", "search", "--json").json().findValuesAsText("actor"))
                .anyMatch(actor -> actor.startsWith("olga (officer), as system user "));
        assertThat(ok("", "archive", "verify").output()).contains("intact");
    }

    @Test
    void whatIsDoneWithoutAServerIsRecordedToo() {
        assertThat(appoint("olga").status()).isZero();
        ok("pwalice", "user", "add", "alice", "--password-stdin");
        Path ring = lab.write("none", "").resolveSibling("ring.txt");
        ok("secret", "keys", "export", ring.toString());
        assertThat(appoint("eve").status()).isEqualTo(1);
        assertThat(run("", "officer", "remove", "olga").status()).isEqualTo(1);
        List<String> actions = new ArrayList<>();
        ok("", "archive", "search", "--json")
                .json()
                .forEach(event ->
                        actions.add(
                                event.path("kind").asText() + " " + event.path("action").asText()));
        assertThat(actions)
                .containsSubsequence(
                        "administration-begun officer add",
                        "administered officer add",
                        "administration-begun user add",
                        "administered user add",
                        "administration-begun keys export",
                        "administered keys export",
                        "administration-refused officer add",
                        "administration-refused officer remove");
        assertThat(ok("", "archive", "verify").output()).contains("intact");
    }

    /// Whoever can delete rows with the database's own tools does not read what others wrote.
    @Test
    void theOwnerOfDataIsNoOfficerAgainWhenTheTableOfPeopleIsEmptied() throws SQLException {
        assertThat(appoint("olga").status()).isZero();
        String url =
                "jdbc:h2:file:"
                        + data.resolve("earshot")
                        + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;IFEXISTS=TRUE";
        try (Connection connection = DriverManager.getConnection(url, "", "");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM person")).isEqualTo(1);
            statement.execute("SHUTDOWN"); // else this process keeps the file open
        }
        assertThat(run("", "archive", "search", "--content").status()).isEqualTo(1);
        assertThat(appoint("eve").status()).isEqualTo(1);
        assertThat(ok("", "officer", "list").output())
                .contains("an officer was appointed", "backup");
        assertThat(
                        ok("", "archive", "search", "--kind", "administration-refused", "--json")
                                .json()
                                .findValuesAsText("action"))
                .containsExactly("archive search", "officer add");
    }

    @Test
    void whatARulePicksIsReviewed() throws IOException {
        EarshotServer server = EarshotServer.start(lab, data);
        ok("pwalice", "user", "add", "alice", "--password-stdin");
        BarePhone alice =
                BarePhone.udp(lab, "alice", "pwalice", server.address("udp")).registered();
        alice.answering("MESSAGE", "200 OK");
        assertThat(alice.message("alice", "a zebrafinch too early")).startsWith("SIP/2.0 200");
        text("nothing\na zebrafinch\n/ib[a]n \\d+/\n", "lexicon", "add", "r1", "--text-stdin");
        assertThat(text("iban 12\nand more", "lexicon", "test", "r1", "--text-stdin"))
                .contains("/ib[a]n");
        assertThat(alice.message("alice", "A Zebrafinch!")).startsWith("SIP/2.0 200");
        assertThat(alice.message("alice", "and more")).startsWith("SIP/2.0 200");

        JsonNode queue = ok("", "review", "list", "--json").json();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (queue.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            queue = ok("", "review", "list", "--json").json();
        }
        assertThat(queue.findValuesAsText("rules")).hasSize(1);
        String item = queue.path(0).path("item").asText();
        ok("", "review", "take", item);
        assertThat(ok("", "review", "show", item).output()).contains("A Zebrafinch!", "r1 1");
        text(
                "a bird\nno more",
                "review",
                "close",
                item,
                "--disposition",
                "no-issue",
                "--note-stdin");
        assertThat(ok("", "review", "list").output()).contains("closed as no-issue");
        assertThat(ok("", "review", "show", item).output()).contains("a bird", "no more");
        JsonNode status = ok("", "status", "--json").json().path("review");
        assertThat(status.path("closed").asInt()).isEqualTo(1);
        assertThat(status.path("notSearched").asInt(-1)).isZero();
        assertThat(ok("", "archive", "search").output())
                .contains("review-queued", "review-decided", "content-viewed")
                .doesNotContain("ebrafinch", "a bird", "no-issue");
        assertThat(ok("", "archive", "verify").output()).contains("intact");
    }

    private String text(String input, String... command) {
        Result result = run(input, command);
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    void configCheck() {
        Path good = lab.write("good.yaml", "domain: example.org\nlisten:\n  udp: off\n");
        assertThat(ok("", "config", "check", good.toString()).output()).contains("valid");
        assertThat(
                        ok("", "config", "check", good.toString(), "--json")
                                .json()
                                .path("valid")
                                .asBoolean())
                .isTrue();
        Path bad = lab.write("bad.yaml", "domain: example.org\nlisten:\n  uddp: off\n");
        assertThat(run("", "config", "check", bad.toString()).status()).isEqualTo(1);
        Result json = run("", "--json", "config", "check", bad.toString());
        assertThat(json.json().path("valid").asBoolean(true)).isFalse();
        assertThat(json.json().path("error").asText())
                .contains("listen.uddp")
                .contains("listen.udp");
    }

    private void accounts() {
        JsonNode added =
                ok(
                                "pwalice",
                                "user",
                                "add",
                                "alice",
                                "--password-stdin",
                                "--display-name",
                                "Alice",
                                "--json")
                        .json();
        assertThat(added.path("address").asText()).isEqualTo("sip:alice@127.0.0.1");
        // options before the command, and between its words
        well(typed("pwbob", "--json", "user", "add", "--password-stdin", "bob"));
        assertThat(typed("again", "user", "add", "alice", "--password-stdin").status())
                .isEqualTo(1);
        assertThat(ok("", "--json", "user", "list").json().findValuesAsText("address"))
                .containsExactlyInAnyOrder("sip:alice@127.0.0.1", "sip:bob@127.0.0.1");
        ok("other", "user", "passwd", "bob", "--password-stdin", "--json").json();
        ok("", "user", "delete", "bob", "--json").json();
        assertThat(ok("", "user", "list").output()).contains("alice").doesNotContain("bob");
        assertThat(run("pwbob", "user", "add", "bob", "--password-stdin").status())
                .as("a deleted name stays reserved")
                .isEqualTo(1);
        assertThat(run("", "user", "delete", "nobody").status()).isEqualTo(1);
        assertThat(typed("", "no-such-command").status()).isPositive();
    }

    private void devices(EarshotServer server) throws IOException {
        String password =
                ok("", "device", "add", "alice", "desk", "--json").json().path("password").asText();
        BarePhone.udp(lab, "alice", password, server.address("udp")).registered();
    }

    private void bindings(BarePhone alice) {
        String ours = ":" + alice.port();
        assertThat(ok("", "bindings", "--json").json().findValuesAsText("contact"))
                .hasSize(2)
                .anyMatch(contact -> contact.contains(ours));
        assertThat(ok("", "bindings", "sip:alice@127.0.0.1", "--json").json()).hasSize(2);
        assertThat(ok("", "bindings", "alice").output()).contains(ours);
    }

    private void archive() {
        List<JsonNode> events = new ArrayList<>();
        ok("", "archive", "search", "--address", "alice", "--json").json().forEach(events::add);
        assertThat(events)
                .anyMatch(event ->
                        event.path("from").asText().equals("sip:alice@127.0.0.1")
                                && event.path("to").asText().equals("sip:alice@127.0.0.1"));
        assertThat(ok("", "archive", "verify").output()).contains("intact");
        assertThat(ok("", "archive", "verify", "--json").json().path("whole").asBoolean()).isTrue();
    }

    private Result appoint(String name) {
        return run(
                "correct horse", "officer", "add", name, "--role", "officer", "--password-stdin");
    }

    private Result ok(String input, String... command) {
        return well(run(input, command), command);
    }

    private static Result well(Result result, String... command) {
        assertThat(result.status())
                .as("exit status of admin %s: %s", String.join(" ", command), result.output())
                .isZero();
        return result;
    }

    /// Carries out a command, without what a process of its own takes to begin; [#typed] has one.
    private Result run(String input, String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        List<String> words = arguments(command);
        int status =
                ServerMain.admin(
                        words.subList(1, words.size()),
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, false, UTF_8),
                        new PrintStream(errors, false, UTF_8));
        return new Result(status, out.toString(UTF_8).strip());
    }

    /// Has a command carried out by a process of its own, as an administrator types it.
    private Result typed(String input, String... command) {
        ChildProcess process =
                lab.java("admin", Map.of(), "org.earshot.server.ServerMain", arguments(command));
        Optional.of(input).filter(text -> !text.isEmpty()).ifPresent(process::tell);
        String output = String.join("\n", process.allLines(60));
        return new Result(process.exitStatus(), output);
    }

    /// `--data` and `--set` stand before a command and behind it by turns.
    private List<String> arguments(String... command) {
        List<String> where = List.of("--data", data.toString(), "--set", "domain=127.0.0.1");
        List<String> arguments = new ArrayList<>(List.of("admin"));
        boolean before = commands++ % 2 == 0;
        if (before) {
            arguments.addAll(where);
        }
        arguments.addAll(List.of(command));
        if (!before) {
            arguments.addAll(where);
        }
        return arguments;
    }
}
