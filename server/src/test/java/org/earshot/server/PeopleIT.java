package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.service.AccountLink;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The account API of a whole server, over HTTPS on a free port.
class PeopleIT {
    private static final String PASSWORD = "tidal-lantern-90";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temp;
    private ServedFiles on;
    private FilePhone alice;

    @BeforeEach
    void start() throws IOException {
        on = ServedFiles.start(temp.resolve("data"));
        alice = phone("alice", ServedFiles.PASSWORD);
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private FilePhone phone(String name, String password) {
        return new FilePhone(on.data().resolve("ca.pem"), name, password, DigestAlgorithm.SHA_256);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static String json(Map<String, ?> fields) throws IOException {
        return JSON.writeValueAsString(fields);
    }

    private static JsonNode read(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> put(FilePhone phone, String path, Map<String, ?> fields)
            throws Exception {
        return phone.ask(
                "PUT",
                on.uri(path),
                json(fields).getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    private static void done(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(204);
    }

    /// Until a name that signed up is there.
    private JsonNode account(FilePhone phone) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        HttpResponse<byte[]> answer = phone.get(on.uri("/account"));
        while (answer.statusCode() == 401 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            answer = phone.get(on.uri("/account"));
        }
        return read(answer);
    }

    private AccountLink invitation(String... options) {
        List<String> command = new ArrayList<>(List.of("invitation", "add"));
        command.addAll(List.of(options));
        return AccountLink.parse(on.admin(command.toArray(String[]::new)));
    }

    @Test
    void somebodySignsUpByInvitationAndIsFoundWithAPicture() throws Exception {
        AccountLink link = invitation("--name", "dora");
        assertThat(link.domain()).isEqualTo("localhost");
        assertThat(link.service().getPort()).isEqualTo(on.https().getPort());
        assertThat(link.authority()).isPresent();
        assertThat(link.name()).contains("dora");
        HttpResponse<byte[]> taken =
                alice.post(
                        on.uri("/sign-up"),
                        json(
                                Map.of(
                                        "invitation",
                                        link.secret(),
                                        "name",
                                        "Dora",
                                        "displayName",
                                        "Dora Ünal",
                                        "password",
                                        PASSWORD,
                                        "picture",
                                        Base64.getEncoder().encodeToString(png(500, 300)))));
        assertThat(taken.statusCode()).as(FilePhone.text(taken)).isEqualTo(202);
        JsonNode own = account(phone("dora", PASSWORD));
        assertThat(own.get("address").textValue()).isEqualTo("sip:dora@localhost");
        assertThat(own.get("displayName").textValue()).isEqualTo("Dora Ünal");

        JsonNode found = read(alice.get(on.uri("/directory?q=%C3%BCnal%20do"))).get("people");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("address").textValue()).isEqualTo("sip:dora@localhost");
        String etag = found.get(0).get("picture").textValue();
        HttpResponse<byte[]> picture = alice.get(on.uri("/directory/dora/picture"));
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("ETag")).contains('"' + etag + '"');
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(picture.headers().firstValue("Cache-Control").orElse("")).contains("private");
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth())
                .isEqualTo(256);
        HttpResponse<byte[]> again =
                alice.get(on.uri("/directory/dora/picture"), "If-None-Match", '"' + etag + '"');
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();

        HttpResponse<byte[]> second =
                alice.post(
                        on.uri("/sign-up"),
                        json(
                                Map.of(
                                        "invitation",
                                        link.secret(),
                                        "name",
                                        "dora",
                                        "password",
                                        PASSWORD)));
        assertThat(second.statusCode()).isEqualTo(403);
        assertThat(on.admin("invitation", "list")).contains("used by dora  for dora");
        String recorded = on.facts("administered");
        assertThat(recorded).contains("account sign-up", "invitation add", "dora", "127.0.0.1");
        assertThat(recorded).doesNotContain(link.secret(), PASSWORD);
    }

    @Test
    void anInvitationCanBeTakenBackAndIsNotForSale() throws Exception {
        AccountLink link = invitation();
        JsonNode listed = JSON.readTree(on.admin("invitation", "list", "--json"));
        assertThat(listed.get(0).get("state").textValue()).isEqualTo("open");
        assertThat(listed.toString()).doesNotContain(link.secret());
        on.admin("invitation", "revoke", listed.get(0).get("id").textValue());
        HttpResponse<byte[]> refused =
                alice.post(
                        on.uri("/sign-up"),
                        json(
                                Map.of(
                                        "invitation",
                                        link.secret(),
                                        "name",
                                        "dora",
                                        "password",
                                        PASSWORD)));
        assertThat(refused.statusCode()).isEqualTo(403);
        AdminAnswer none =
                on.ask(
                        new AdminRequest(
                                List.of(
                                        "invitation",
                                        "revoke",
                                        listed.get(0).get("id").textValue()),
                                ""));
        assertThat(none.status()).isEqualTo(1);
    }

    @Test
    void whoeverAsksTooOftenWaits() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(alice.post(on.uri("/sign-up"), "{}").statusCode()).isEqualTo(400);
        }
        HttpResponse<byte[]> answer = alice.post(on.uri("/password-reset"), "{}");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("360");
    }

    @Test
    void whoeverChangesTooMuchWaits() throws Exception {
        int taken = 0;
        HttpResponse<byte[]> answer =
                put(alice, "/account/display-name", Map.of("displayName", "Alice"));
        while (answer.statusCode() == 204 && taken < 200) {
            taken++;
            answer = put(alice, "/account/display-name", Map.of("displayName", "A" + taken));
        }
        assertThat(taken).isBetween(30, 60);
        assertThat(answer.statusCode()).isEqualTo(429);
        // it is the account's limit
        assertThat(
                        put(
                                        phone("bob", ServedFiles.PASSWORD),
                                        "/account/display-name",
                                        Map.of("displayName", "Bob"))
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aPasswordIsChangedByWhoKnowsTheOldOne() throws Exception {
        HttpResponse<byte[]> weak =
                put(alice, "/account/password", Map.of("password", "password123"));
        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(FilePhone.text(weak)).contains("tried first");
        done(put(alice, "/account/password", Map.of("password", PASSWORD)));
        assertThat(alice.get(on.uri("/account")).statusCode()).isEqualTo(401);
        FilePhone now = phone("alice", PASSWORD);
        assertThat(read(now.get(on.uri("/account"))).get("displayName").textValue()).isEmpty();
        // MD5 was possible before, so it is with the new one
        FilePhone md5 =
                new FilePhone(on.data().resolve("ca.pem"), "alice", PASSWORD, DigestAlgorithm.MD5);
        assertThat(md5.get(on.uri("/account")).statusCode()).isEqualTo(200);
        String recorded = on.facts("administered");
        assertThat(recorded).contains("account password", "the account itself, from 127.0.0.1");
        assertThat(recorded).doesNotContain(PASSWORD);
    }

    @Test
    void theNameOthersSeeIsChanged() throws Exception {
        done(put(alice, "/account/display-name", Map.of("displayName", " Alice <b>Ünal</b> ")));
        assertThat(read(alice.get(on.uri("/account"))).get("displayName").textValue())
                .isEqualTo("Alice <b>Ünal</b>");
        for (String name : List.of("x".repeat(256), "a\nb", "a\u202Eb", "a\u0000b")) {
            assertThat(
                            put(alice, "/account/display-name", Map.of("displayName", name))
                                    .statusCode())
                    .isEqualTo(422);
        }
        assertThat(put(alice, "/account/display-name", Map.of("displayName", 7)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPictureIsSetAndTakenOutAgain() throws Exception {
        byte[] png = png(20, 10);
        done(alice.ask("PUT", on.uri("/account/picture"), png, "Content-Type", "image/png"));
        assertThat(read(alice.get(on.uri("/account"))).has("picture")).isTrue();
        assertThat(alice.get(on.uri("/directory/alice/picture")).statusCode()).isEqualTo(200);
        Path exported = temp.resolve("exported");
        on.admin("user", "export", "alice", exported.toString());
        try (Stream<Path> parts = Files.list(exported)) {
            assertThat(parts.map(part -> part.getFileName().toString()))
                    .containsExactlyInAnyOrder("person.json", "picture.jpeg");
        }
        assertThat(Files.readAllBytes(exported.resolve("picture.jpeg")))
                .isEqualTo(alice.get(on.uri("/directory/alice/picture")).body());
        done(alice.ask("DELETE", on.uri("/account/picture"), new byte[0]));
        assertThat(alice.get(on.uri("/directory/alice/picture")).statusCode()).isEqualTo(404);
        assertThat(read(alice.get(on.uri("/account"))).has("picture")).isFalse();
        done(alice.ask("DELETE", on.uri("/account/picture"), new byte[0]));
    }

    @Test
    void whatIsNoPictureIsRefused() throws Exception {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        byte[] cut = java.util.Arrays.copyOf(png(300, 300), 60);
        for (byte[] image : List.of(noise, cut, "GIF89a".getBytes(UTF_8), png(4097, 1))) {
            HttpResponse<byte[]> answer = alice.ask("PUT", on.uri("/account/picture"), image);
            assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(422);
        }
        HttpResponse<byte[]> huge =
                alice.ask("PUT", on.uri("/account/picture"), new byte[(2 << 20) + 1]);
        assertThat(huge.statusCode()).isEqualTo(413);
    }

    @Test
    void theDirectoryIsForThoseWhoSignIn() throws Exception {
        HttpResponse<byte[]> all = alice.get(on.uri("/directory?limit=2"));
        JsonNode page = read(all);
        assertThat(page.get("people")).hasSize(2);
        assertThat(page.get("next").textValue()).isEqualTo("bob");
        String etag = all.headers().firstValue("ETag").orElseThrow();
        assertThat(alice.get(on.uri("/directory?limit=2"), "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        JsonNode rest = read(alice.get(on.uri("/directory?limit=2&after=bob")));
        assertThat(rest.get("people")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
        on.admin("user", "delete", "carol");
        assertThat(read(alice.get(on.uri("/directory"))).get("people")).hasSize(2);
        assertThat(alice.get(on.uri("/directory/carol/picture")).statusCode()).isEqualTo(404);
        assertThat(alice.get(on.uri("/directory?limit=0")).statusCode()).isEqualTo(400);
        assertThat(alice.get(on.uri("/directory?limit=201")).statusCode()).isEqualTo(400);
        assertThat(alice.get(on.uri("/directory?q=" + "x".repeat(300))).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /account",
        "PUT, /account/password",
        "PUT, /account/display-name",
        "PUT, /account/picture",
        "DELETE, /account/picture",
        "GET, /account/devices",
        "DELETE, /account/devices/00",
        "POST, /account/device-passwords",
        "DELETE, /account/device-passwords?label=x",
        "POST, /account/sign-out",
        "GET, /directory",
        "GET, /directory/alice/picture"
    })
    void nothingIsDoneForWhoeverDoesNotSignIn(String method, String path) throws Exception {
        assertThat(alice.plain(method, on.uri(path)).statusCode()).isEqualTo(401);
        assertThat(phone("alice", "wrong").ask(method, on.uri(path), new byte[0]).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPhonesOwnPasswordReadsAndChangesNothing() throws Exception {
        HttpResponse<byte[]> made =
                alice.ask(
                        "POST",
                        on.uri("/account/device-passwords"),
                        json(Map.of("label", "Desk in 4.12")).getBytes(UTF_8));
        assertThat(made.statusCode()).as(FilePhone.text(made)).isEqualTo(201);
        FilePhone desk = phone("alice", JSON.readTree(made.body()).get("password").textValue());
        JsonNode devices = read(desk.get(on.uri("/account/devices")));
        assertThat(devices.get("passwords").get(0).textValue()).isEqualTo("Desk in 4.12");
        assertThat(read(desk.get(on.uri("/directory"))).get("people")).hasSize(3);
        assertThat(put(desk, "/account/password", Map.of("password", PASSWORD)).statusCode())
                .isEqualTo(403);
        assertThat(desk.ask("POST", on.uri("/account/sign-out"), new byte[0]).statusCode())
                .isEqualTo(403);
        URI label = on.uri("/account/device-passwords?label=Desk%20in%204.12");
        done(alice.ask("DELETE", label, new byte[0]));
        assertThat(desk.get(on.uri("/directory")).statusCode()).isEqualTo(401);
        assertThat(alice.ask("DELETE", label, new byte[0]).statusCode()).isEqualTo(404);
        for (String wrong : List.of("", " ", "x".repeat(65), "a\u0007")) {
            assertThat(
                            alice.ask(
                                            "POST",
                                            on.uri("/account/device-passwords"),
                                            json(Map.of("label", wrong)).getBytes(UTF_8))
                                    .statusCode())
                    .isEqualTo(422);
        }
        assertThat(on.facts("administered"))
                .contains("account device add", "account device remove");
    }

    @Test
    void whoForgotThePasswordGetsALink() throws Exception {
        AccountLink first = AccountLink.parse(on.admin("user", "reset-link", "alice"));
        AccountLink link = AccountLink.parse(on.admin("user", "reset-link", "alice"));
        assertThat(link.kind()).isEqualTo(AccountLink.Kind.RESET);
        assertThat(link.name()).contains("alice");
        assertThat(reset(first, PASSWORD).statusCode()).isEqualTo(403); // another came after it
        assertThat(reset(link, "alice.alice").statusCode()).isEqualTo(422);
        alice.ask(
                "POST",
                on.uri("/account/device-passwords"),
                json(Map.of("label", "desk")).getBytes(UTF_8));
        done(reset(link, PASSWORD));
        assertThat(reset(link, PASSWORD + "!").statusCode()).isEqualTo(403);
        assertThat(alice.get(on.uri("/account")).statusCode()).isEqualTo(401);
        JsonNode devices = read(phone("alice", PASSWORD).get(on.uri("/account/devices")));
        assertThat(devices.get("passwords")).isEmpty();
        String recorded = on.facts("administered");
        assertThat(recorded)
                .contains(
                        "account reset",
                        "user reset-link",
                        "history withheld from new devices"); // the administrator may have used it
        assertThat(recorded).doesNotContain(PASSWORD, link.secret());
        AdminAnswer nobody = on.ask(new AdminRequest(List.of("user", "reset-link", "nobody"), ""));
        assertThat(nobody.status()).isEqualTo(1);
    }

    @Test
    void whoHasLeftNeitherLogsInNorIsFoundUntilTheAccountIsOpened() throws Exception {
        FilePhone bob = phone("bob", ServedFiles.PASSWORD);
        assertThat(bob.get(on.uri("/account")).statusCode()).isEqualTo(200);
        assertThat(alice.get(on.uri("/directory?q=bob")).body()).asString().contains("bob@");
        AccountLink link = AccountLink.parse(on.admin("user", "reset-link", "bob"));
        on.admin("user", "close", "bob");
        assertThat(bob.get(on.uri("/account")).statusCode()).isEqualTo(401);
        assertThat(alice.get(on.uri("/directory?q=bob")).body()).asString().doesNotContain("bob@");
        assertThat(reset(link, PASSWORD).statusCode()).isEqualTo(403);
        assertThat(on.admin("user", "closed")).contains("sip:bob@localhost");
        on.admin("user", "open", "bob");
        assertThat(bob.get(on.uri("/account")).statusCode()).isEqualTo(401);
        assertThat(reset(link, PASSWORD).statusCode()).isEqualTo(403);
        done(reset(AccountLink.parse(on.admin("user", "reset-link", "bob")), PASSWORD));
        assertThat(phone("bob", PASSWORD).get(on.uri("/account")).statusCode()).isEqualTo(200);
        assertThat(on.facts("administered")).contains("user close", "user open", "closed since");
        assertThat(on.admin("archive", "verify")).contains("intact");
    }

    private HttpResponse<byte[]> reset(AccountLink link, String password) throws Exception {
        return alice.post(
                on.uri("/password-reset"),
                json(Map.of("secret", link.secret(), "password", password)));
    }

    @Test
    void anInvitationIsNoLinkForAPassword() throws Exception {
        assertThat(reset(invitation("--name", "dora"), PASSWORD).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "{} {}",
                "{\"name\":7}",
                "{\"name\":{\"a\":1}}",
                "{\"name\":\"a\",\"name\":\"b\",\"password\":\"x\"}",
                "{\"name\":\"x\",\"password\":7,\"picture\":\"*\"}",
                "\u0000\u0001"
            })
    void whatIsNotWhatWasAskedForIsRefused(String body) throws Exception {
        assertThat(alice.post(on.uri("/sign-up"), body).statusCode()).isIn(400, 403);
        assertThat(
                        alice.ask("PUT", on.uri("/account/password"), (body + " ").getBytes(UTF_8))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void moreThanIsNeededIsNotRead() throws Exception {
        assertThat(alice.post(on.uri("/password-reset"), "x".repeat(17_000)).statusCode())
                .isEqualTo(413);
        assertThat(alice.post(on.uri("/sign-up"), "x".repeat(3_000_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void whatServerThisIsEverybodyMayKnow() throws Exception {
        JsonNode about = read(alice.plain("GET", on.uri("/.well-known/earshot")));
        assertThat(about.get("domain").textValue()).isEqualTo("localhost");
        assertThat(about.get("signUp").textValue()).isEqualTo("invitation");
        assertThat(about.get("service").textValue()).startsWith("https://localhost:");
        assertThat(about.has("sipTlsPort")).isFalse();
    }

    @Test
    void whereNobodySignsUpNoInvitationIsMade() throws Exception {
        on.close();
        on.open("people.signUp=closed");
        AdminAnswer refused = on.ask(new AdminRequest(List.of("invitation", "add"), ""));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors()).contains("people.signUp");
        assertThat(
                        alice.post(
                                        on.uri("/sign-up"),
                                        json(Map.of("name", "dora", "password", PASSWORD)))
                                .statusCode())
                .isEqualTo(403);
    }
}
