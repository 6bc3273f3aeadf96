package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.earshot.common.auth.DigestAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups in the account API of a whole server, over HTTPS on a free port.
class PeopleGroupsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temp;
    private ServedFiles on;
    private FilePhone alice;
    private FilePhone bob;
    private FilePhone carol;

    @BeforeEach
    void start() throws IOException {
        on = ServedFiles.start(temp.resolve("data"));
        alice = phone("alice");
        bob = phone("bob");
        carol = phone("carol");
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private FilePhone phone(String name) {
        return on.phone(name, DigestAlgorithm.SHA_256);
    }

    private HttpResponse<byte[]> ask(
            FilePhone phone, String method, String path, Map<String, ?> fields) throws Exception {
        return phone.ask(
                method,
                on.uri(path),
                JSON.writeValueAsString(fields).getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    private JsonNode read(FilePhone phone, String path) throws Exception {
        HttpResponse<byte[]> answer = phone.get(on.uri(path));
        assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void is(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(status);
    }

    private JsonNode make(FilePhone phone, String name, String... members) throws Exception {
        HttpResponse<byte[]> answer =
                ask(
                        phone,
                        "POST",
                        "/groups",
                        Map.of("displayName", name, "members", List.of(members)));
        is(201, answer);
        return JSON.readTree(answer.body());
    }

    private List<String> members(FilePhone phone, String group) throws Exception {
        List<String> members = new ArrayList<>();
        for (JsonNode member : read(phone, "/groups/" + group).get("members")) {
            members.add(
                    member.get("address").textValue()
                            + (member.get("owner").booleanValue() ? " owner" : ""));
        }
        return members;
    }

    @Test
    void aGroupIsMadeAndItsMembersSeeIt() throws Exception {
        JsonNode made = make(alice, "Büro & Team", "bob", "sip:BOB@localhost");
        assertThat(made.get("address").textValue()).isEqualTo("sip:buero-team@localhost");
        assertThat(made.get("owner").booleanValue()).isTrue();
        assertThat(members(bob, "buero-team"))
                .containsExactly("sip:alice@localhost owner", "sip:bob@localhost");
        JsonNode list = read(bob, "/groups");
        assertThat(list.get("mayMake").booleanValue()).isTrue();
        JsonNode one = list.get("groups").get(0);
        assertThat(one.get("displayName").textValue()).isEqualTo("Büro & Team");
        assertThat(one.get("owner").booleanValue()).isFalse();
        assertThat(one.get("moderated").booleanValue()).isFalse();
        assertThat(one.get("open").booleanValue()).isFalse();
        assertThat(one.get("members").intValue()).isEqualTo(2);
        assertThat(read(carol, "/groups").get("groups")).isEmpty();
        // the next one of that name
        assertThat(make(bob, "Büro, Team!").get("address").textValue())
                .isEqualTo("sip:buero-team-2@localhost");
        // the same as the administrator's command shows
        assertThat(on.admin("group", "show", "buero-team")).contains("sip:alice@localhost (owner)");
        String recorded = on.facts("administered");
        assertThat(recorded)
                .contains("group add", "sip:alice@localhost, from 127.0.0.1", "sip:bob@localhost");
        assertThat(on.admin("archive", "verify")).contains("intact");
    }

    @Test
    void whoIsNotInAGroupLearnsNothingOfIt() throws Exception {
        make(alice, "Board", "bob");
        for (String path : List.of("/groups/board", "/groups/nothing", "/groups/a%20b")) {
            HttpResponse<byte[]> answer = carol.get(on.uri(path));
            is(404, answer);
            assertThat(FilePhone.text(answer)).isEqualTo("you are in no such group\n");
        }
        is(404, ask(carol, "POST", "/groups/board/members", Map.of("members", List.of("carol"))));
        is(404, ask(carol, "PUT", "/groups/board/members/carol", Map.of("owner", true)));
        is(404, ask(carol, "PUT", "/groups/board/display-name", Map.of("displayName", "x")));
        is(404, ask(carol, "POST", "/groups/board/leave", Map.of()));
        is(404, ask(carol, "DELETE", "/groups/board/members/bob", Map.of()));
        assertThat(members(alice, "board")).hasSize(2);
    }

    @Test
    void ownersChangeTheirGroupAndOthersLeaveIt() throws Exception {
        make(alice, "Board", "bob");
        is(403, ask(bob, "POST", "/groups/board/members", Map.of("members", List.of("carol"))));
        is(403, ask(bob, "POST", "/groups/board/members", Map.of("members", List.of())));
        is(403, ask(bob, "PUT", "/groups/board/display-name", Map.of("displayName", "x")));
        is(403, ask(bob, "DELETE", "/groups/board/members/alice", Map.of()));
        is(204, ask(alice, "POST", "/groups/board/members", Map.of("members", List.of("carol"))));
        assertThat(members(carol, "board")).hasSize(3);
        is(409, ask(alice, "POST", "/groups/board/leave", Map.of()));
        is(204, ask(alice, "PUT", "/groups/board/members/bob", Map.of("owner", true)));
        is(409, ask(alice, "DELETE", "/groups/board/members/bob", Map.of()));
        is(204, ask(bob, "PUT", "/groups/board/display-name", Map.of("displayName", " Ours ")));
        assertThat(read(carol, "/groups/board").get("displayName").textValue()).isEqualTo("Ours");
        is(204, ask(bob, "PUT", "/groups/board/members/alice", Map.of("owner", false)));
        is(204, ask(alice, "POST", "/groups/board/leave", Map.of()));
        is(404, alice.get(on.uri("/groups/board")));
        is(204, ask(bob, "DELETE", "/groups/board/members/carol", Map.of()));
        is(404, carol.get(on.uri("/groups/board")));
        is(404, ask(bob, "DELETE", "/groups/board/members/carol", Map.of()));
        String recorded = on.facts("administered");
        assertThat(recorded)
                .contains(
                        "group member add",
                        "group member remove",
                        "group leave",
                        "group set",
                        "\"Board\", moderated false",
                        "\"Ours\", moderated false");
        assertThat(on.facts("administration-begun")).doesNotContain("group leave");
    }

    @Test
    void ofSeveralAllComeOrNone() throws Exception {
        make(alice, "Board");
        HttpResponse<byte[]> nobody =
                ask(
                        alice,
                        "POST",
                        "/groups/board/members",
                        Map.of("members", List.of("bob", "zoe")));
        is(422, nobody);
        assertThat(FilePhone.text(nobody)).contains("zoe");
        assertThat(members(alice, "board")).hasSize(1);
        is(
                422,
                ask(
                        alice,
                        "POST",
                        "/groups",
                        Map.of("displayName", "Other", "members", List.of("zoe"))));
        assertThat(make(alice, "Other").get("address").textValue())
                .as("no name is used up in vain")
                .isEqualTo("sip:other@localhost");
    }

    @Test
    void changesAtTheSameTimeAreAllMade() throws Exception {
        make(alice, "Board", "bob", "carol");
        is(204, ask(alice, "PUT", "/groups/board/members/bob", Map.of("owner", true)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<byte[]>>> all =
                    List.of(
                            () -> ask(carol, "POST", "/groups/board/leave", Map.of()),
                            () ->
                                    ask(
                                            bob,
                                            "PUT",
                                            "/groups/board/display-name",
                                            Map.of("displayName", "Bob's")),
                            () ->
                                    ask(
                                            alice,
                                            "PUT",
                                            "/groups/board/members/bob",
                                            Map.of("owner", true)));
            for (var answer : threads.invokeAll(all)) {
                is(204, answer.get());
            }
        }
        assertThat(members(alice, "board"))
                .containsExactly("sip:alice@localhost owner", "sip:bob@localhost owner");
        assertThat(read(alice, "/groups/board").get("displayName").textValue()).isEqualTo("Bob's");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"bob, 409", "b0b, 409", "admin, 422", "'two words', 422", "gone, 409", "crew, 201"})
    void aNameIsNobodyElsesAndLooksLikeNobodyElses(String name, int status) throws Exception {
        on.admin("group", "add", "gone", "--owner", "bob");
        on.admin("group", "delete", "gone");
        HttpResponse<byte[]> answer =
                ask(alice, "POST", "/groups", Map.of("displayName", "Crew", "name", name));
        is(status, answer);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"displayName\":\"\"}', 422",
        "'{\"displayName\":\"x\",\"members\":7}', 400",
        "'{\"displayName\":\"x\",\"members\":[7]}', 400",
        "'{\"displayName\":7}', 400",
        "'{', 400",
        "'{\"displayName\":\"x\",\"members\":[\"bob@elsewhere.example\"]}', 422"
    })
    void whatCantBeAGroupIsRefused(String body, int status) throws Exception {
        is(status, alice.ask("POST", on.uri("/groups"), body.getBytes(UTF_8)));
        assertThat(read(alice, "/groups").get("groups")).isEmpty();
    }

    @Test
    void noiseIsRefused() throws Exception {
        Random random = new Random(66);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            is(400, alice.ask("POST", on.uri("/groups"), noise));
        }
        is(413, alice.ask("POST", on.uri("/groups"), new byte[(256 << 10) + 1]));
    }

    @Test
    void whereAdministratorsMakeGroupsOwnersStillChangeTheirs() throws Exception {
        on.close();
        on.open("people.groups=administrators");
        on.admin("group", "add", "board", "--owner", "alice");
        JsonNode list = read(alice, "/groups");
        assertThat(list.get("mayMake").booleanValue()).isFalse();
        assertThat(list.get("groups")).hasSize(1);
        is(403, ask(alice, "POST", "/groups", Map.of("displayName", "Ours")));
        is(204, ask(alice, "POST", "/groups/board/members", Map.of("members", List.of("bob"))));
        assertThat(members(bob, "board")).hasSize(2);
    }

    @Test
    void whoMakesTooManyWaits() throws Exception {
        int made = 0;
        HttpResponse<byte[]> answer = ask(alice, "POST", "/groups", Map.of("displayName", "Board"));
        while (answer.statusCode() == 201) {
            made++;
            answer = ask(alice, "POST", "/groups", Map.of("displayName", "Board"));
        }
        is(429, answer);
        assertThat(made).isEqualTo(20);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("4320");
        make(bob, "Board");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /groups",
        "POST, /groups",
        "GET, /groups/board",
        "POST, /groups/board/members",
        "PUT, /groups/board/members/bob",
        "DELETE, /groups/board/members/bob",
        "PUT, /groups/board/display-name",
        "POST, /groups/board/leave"
    })
    void nothingIsDoneForWhoeverDoesNotSignIn(String method, String path) throws Exception {
        assertThat(alice.plain(method, on.uri(path)).statusCode()).isEqualTo(401);
    }

    /// A browser that knows the password sends it along with whatever a foreign page asks for.
    @ParameterizedTest
    @CsvSource({
        "POST, /groups, Sec-Fetch-Site, cross-site",
        "POST, /groups, Sec-Fetch-Site, same-site",
        "POST, /groups, Origin, https://evil.example",
        "POST, /groups, Origin, null",
        "POST, /groups/board/leave, Origin, https://evil.example",
        "DELETE, /groups/board/members/bob, Origin, https://evil.example",
        "POST, /account/sign-out, Sec-Fetch-Site, cross-site",
        "GET, /groups, Sec-Fetch-Site, cross-site"
    })
    void aPageOfElsewhereChangesAndReadsNothing(
            String method, String path, String header, String value) throws Exception {
        make(alice, "Board", "bob");
        byte[] body = "{\"displayName\":\"Forged\"}".getBytes(UTF_8);
        byte[] sent = path.equals("/groups") && method.equals("POST") ? body : new byte[0];
        is(403, alice.ask(method, on.uri(path), sent, header, value));
        assertThat(members(alice, "board")).hasSize(2);
        assertThat(read(alice, "/groups").get("groups")).hasSize(1);
        assertThat(on.facts("administered")).doesNotContain("sign-out", "Forged");
        // and it is not asked who it is, so that no browser asks for a password
        HttpResponse<byte[]> unknown =
                new FilePhone(
                                on.data().resolve("ca.pem"),
                                "alice",
                                "wrong",
                                DigestAlgorithm.SHA_256)
                        .ask(method, on.uri(path), sent, header, value);
        is(403, unknown);
        assertThat(unknown.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none", "same-origin"})
    void whatABrowserAsksForByItselfIsAnswered(String site) throws Exception {
        is(200, alice.get(on.uri("/groups"), "Sec-Fetch-Site", site));
    }

    /// Somebody reads mail in the browser and clicks the link in it.
    @Test
    void aLinkOnAPageOfElsewhereIsFollowed() throws Exception {
        is(
                200,
                alice.get(
                        on.uri("/groups"),
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Sec-Fetch-Mode",
                        "navigate"));
    }

    @Test
    void aPhonesOwnPasswordReadsAndChangesNothing() throws Exception {
        make(alice, "Board");
        HttpResponse<byte[]> label =
                ask(alice, "POST", "/account/device-passwords", Map.of("label", "desk"));
        FilePhone desk =
                new FilePhone(
                        on.data().resolve("ca.pem"),
                        "alice",
                        JSON.readTree(label.body()).get("password").textValue(),
                        DigestAlgorithm.SHA_256);
        assertThat(members(desk, "board")).hasSize(1);
        is(403, ask(desk, "POST", "/groups", Map.of("displayName", "x")));
        is(403, ask(desk, "POST", "/groups/board/leave", Map.of()));
    }

    @Test
    void afterAnothersPasswordNobodyIsLetInToWhatWasWrittenBefore() throws Exception {
        make(alice, "Board", "bob");
        on.admin("group", "set", "board", "--history", "20");
        String before = since();
        is(204, ask(alice, "PUT", "/groups/board/members/bob", Map.of("owner", true)));
        assertThat(since()).isEqualTo(before);
        on.ask(
                new org.earshot.server.admin.AdminRequest(
                        List.of("user", "passwd", "alice", "--password-stdin"),
                        "another-lantern-91"));
        FilePhone guessed =
                new FilePhone(
                        on.data().resolve("ca.pem"),
                        "alice",
                        "another-lantern-91",
                        DigestAlgorithm.SHA_256);
        is(204, ask(guessed, "POST", "/groups/board/members", Map.of("members", List.of("carol"))));
        assertThat(since()).isGreaterThan(before);
    }

    private String since() throws Exception {
        return JSON.readTree(on.admin("group", "show", "board", "--json"))
                .get("historySince")
                .textValue();
    }
}
