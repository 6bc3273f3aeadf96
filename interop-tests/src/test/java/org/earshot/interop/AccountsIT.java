package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What people do for themselves: two sign up by invitation, each with a phone of their own process, and all that follows.
@Tag("realtime")
class AccountsIT {
    private static final String ALICE = "tidal-lantern-90";
    private static final String BOB = "paper-orchard-31";

    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("accounts");
        server =
                EarshotServer.start(
                        lab, lab.privateFolder("server-data"), "https.listen=127.0.0.1:0");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Path picture(String name, int width, int height) throws IOException {
        Path file = lab.file(name);
        ImageIO.write(
                new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private String invitation(String... options) {
        List<String> command = new ArrayList<>(List.of("invitation", "add"));
        command.addAll(List.of(options));
        return server.admin(command.toArray(String[]::new)).strip();
    }

    /// A phone that knows nothing but a link, a name and a password.
    private EarshotPhone enrol(String label, String link, String password, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--link-file",
                                lab.write(label + ".link", link).toString(),
                                "--data",
                                lab.privateFolder(label + "-data").toString(),
                                "--password-file",
                                lab.write(label + ".secret", password).toString()));
        all.addAll(List.of(options));
        return EarshotPhone.with(lab, label, all);
    }

    @Test
    void twoPeopleSignUpFindEachOtherAndLookAfterTheirAccounts() throws Exception {
        EarshotPhone alice =
                enrol(
                        "alice",
                        invitation("--name", "alice"),
                        ALICE,
                        "--display-name",
                        "Alice Ünal",
                        "--picture",
                        picture("alice.png", 800, 600).toString());
        alice.event("signed-up", 30, e -> e.path("address").asText().equals("sip:alice@127.0.0.1"));
        alice.registered();
        EarshotPhone bob = enrol("bob", invitation(), BOB, "--account", "bob");
        bob.registered();

        bob.done("b1", "display-name Bob Baker");
        bob.done("b2", "picture set " + picture("bob.png", 40, 40));
        JsonNode found = alice.answer("a1", "directory bak");
        assertThat(found.path("people")).hasSize(1);
        assertThat(found.path("people").get(0).path("uri").asText()).isEqualTo("sip:bob@127.0.0.1");
        assertThat(found.path("people").get(0).path("name").asText()).isEqualTo("Bob Baker");
        Path got = lab.file("bob-as-seen.jpeg");
        JsonNode picture = alice.answer("a2", "picture get sip:bob@127.0.0.1 " + got);
        assertThat(picture.path("type").asText()).isEqualTo("image/jpeg");
        assertThat(ImageIO.read(got.toFile()).getWidth()).isEqualTo(40);
        // once more, from the disk where the server says that nothing has changed
        assertThat(alice.answer("a3", "picture get sip:bob@127.0.0.1").path("bytes").asLong())
                .isEqualTo(Files.size(got));
        Path seen = lab.file("alice-as-seen.jpeg");
        bob.answer("b3", "picture get alice " + seen);
        assertThat(ImageIO.read(seen.toFile()).getWidth()).isEqualTo(256);
        assertThat(ImageIO.read(seen.toFile()).getHeight()).isEqualTo(192);

        // a second phone of alice's, by the CA's file; it is logged out when the password changes
        // on the first
        EarshotPhone second =
                EarshotPhone.start(
                                lab,
                                "alice",
                                ALICE,
                                server.address("tls"),
                                "tls",
                                Optional.of(server.ca()),
                                Path.of("silence"),
                                "--audio-out",
                                "null")
                        .registered();
        JsonNode phones = alice.answer("a4", "phones");
        assertThat(phones.path("registered")).hasSize(2);
        String weak = lab.write("weak.secret", "password123").toString();
        String old = lab.file("alice.secret").toString();
        JsonNode refused = alice.answer("a5", "password " + old + " " + weak);
        assertThat(refused.path("trouble").asText()).isEqualTo("not-accepted");
        String fresh = lab.write("fresh.secret", "marble-kettle-27").toString();
        alice.done("a6", "password " + old + " " + fresh);
        second.event(
                "registration-failed",
                20,
                event -> event.path("reason").asText().contains("wrong password"));
        phones = alice.answer("a7", "phones");
        assertThat(phones.path("registered")).hasSize(1);
        assertThat(phones.path("registered").get(0).path("here").asBoolean()).isTrue();
        // the first one goes on with the new password
        alice.tell("message sip:bob@127.0.0.1 still here");
        bob.event("message", 20, event -> event.path("text").asText().equals("still here"));

        // a desk phone's password, and its end
        JsonNode made = alice.answer("a8", "phones add Desk");
        EarshotPhone desk =
                EarshotPhone.start(
                                lab,
                                "alice",
                                made.path("password").asText(),
                                server.address("tls"),
                                "tls",
                                Optional.of(server.ca()),
                                Path.of("silence"),
                                "--audio-out",
                                "null")
                        .registered();
        assertThat(desk.answer("d1", "display-name Not Allowed").path("trouble").asText())
                .isEqualTo("not-allowed");
        alice.done("a9", "phones remove Desk");
        phones = alice.answer("a10", "phones");
        assertThat(phones.path("passwords")).isEmpty();
        for (JsonNode phone : phones.path("registered")) {
            if (!phone.path("here").asBoolean()) {
                alice.done("a11", "phones end " + phone.path("id").asText());
            }
        }
        desk.event(
                "registration-failed",
                20,
                event -> event.path("reason").asText().contains("wrong password"));
    }

    @Test
    void whoForgotThePasswordIsBackByALinkAndTheOtherPhonesHearOfIt() throws Exception {
        server.withUser("carol", "pwcarol");
        String[] kept = {
            "--audio-out", "null", "--data", lab.privateFolder("carol-before").toString()
        };
        EarshotPhone before = EarshotPhone.overTls(lab, server, "carol", "silence", kept);
        EarshotPhone after =
                enrol("carol", server.admin("user", "reset-link", "carol").strip(), BOB);
        after.event("password-reset", 30, _ -> true);
        after.registered();
        JsonNode last =
                before.anyEvent(
                        20,
                        event ->
                                isTold(event)
                                        || event.path("event")
                                                .asText()
                                                .equals("registration-failed"));
        // it may have been logged out sooner: then it hears of it while it ends, or when it is back
        List<JsonNode> rest = before.endAndRest();
        if (!isTold(last) && rest.stream().noneMatch(AccountsIT::isTold)) {
            EarshotPhone back =
                    EarshotPhone.start(
                            lab,
                            "carol",
                            BOB,
                            server.address("tls"),
                            "tls",
                            Optional.of(server.ca()),
                            Path.of("silence"),
                            kept);
            back.anyEvent(30, AccountsIT::isTold);
        }
    }

    @Test
    void whoHasLeftIsLoggedOutAndWhoWroteHearsIt() throws Exception {
        server.withUser("alice", "pwalice");
        server.withUser("carol", "pwcarol");
        server.withUser("dave", "pwdave");
        EarshotPhone alice = EarshotPhone.overTls(lab, server, "alice", "silence");
        EarshotPhone carol = EarshotPhone.overTls(lab, server, "carol", "silence");
        alice.tell("message sip:dave@127.0.0.1 see you on Monday");
        alice.event("message-status", 20, event -> event.path("status").asText().equals("sent"));
        server.admin("user", "close", "dave");
        alice.anyEvent(
                20,
                event ->
                        event.path("from").asText().contains("earshot@")
                                && event.path("text")
                                        .asText()
                                        .contains("dave@127.0.0.1 is not here"));
        server.admin("user", "close", "carol");
        carol.event("registration-failed", 40, _ -> true);
        alice.tell("message sip:carol@127.0.0.1 and you?");
        String id =
                alice.event(
                                "message-written",
                                20,
                                event -> event.path("text").asText().equals("and you?"))
                        .path("id")
                        .asText();
        alice.event(
                "message-status",
                20,
                event ->
                        event.path("id").asText().equals(id)
                                && event.path("status").asText().equals("failed"));
    }

    private static boolean isTold(JsonNode event) {
        return event.path("from").asText().contains("earshot@")
                && event.path("text").asText().contains("new password by a link");
    }

    @Test
    void whoSignedUpByALinkNeedsNoCertificateFileLater() throws Exception {
        EarshotPhone first = enrol("erin", invitation("--name", "erin"), ALICE);
        first.registered().quitAndHeard();
        erinAt(server).registered().quitAndHeard();
        // the same domain with another authority: its server could be anybody's
        EarshotServer other =
                EarshotServer.start(lab, lab.privateFolder("other-data"))
                        .withUser("erin", Files.readString(lab.file("erin.secret")).strip());
        JsonNode stopped =
                erinAt(other)
                        .event(
                                "registration-failed",
                                30,
                                event -> event.path("reason").isTextual());
        assertThat(stopped.path("reason").asText()).contains("certificate");
    }

    private EarshotPhone erinAt(EarshotServer at) {
        return EarshotPhone.with(
                lab,
                "erin",
                List.of(
                        "--account",
                        "erin@127.0.0.1",
                        "--password-file",
                        lab.file("erin.secret").toString(),
                        "--server",
                        at.address("tls"),
                        "--data",
                        lab.file("erin-data").toString()));
    }

    /// Without a link and without a file: the server's authority is known by what was typed.
    @Test
    void whereEverybodyMayPeopleSignUpByTheServersAddress() throws Exception {
        EarshotServer open =
                EarshotServer.start(
                        lab,
                        lab.privateFolder("open-data"),
                        "https.listen=127.0.0.1:0",
                        "people.signUp=open");
        String key = open.admin("ca", "fingerprint").strip();
        assertThat(key).matches("[0-9a-f]{64}");
        open.withUser("carol", "pwcarol");
        EarshotPhone frank =
                signUp(
                                "frank",
                                open,
                                key.toUpperCase(java.util.Locale.ROOT),
                                "--display-name",
                                "Frank",
                                "--picture",
                                picture("frank.png", 300, 300).toString())
                        .registered();
        assertThat(frank.answer("f1", "picture get frank").path("bytes").asLong()).isPositive();
        // taken, and confusable with a name that is taken: the same words
        for (String name : List.of("carol", "caro1")) {
            assertThatThrownBy(() -> signUp(name, open, key).registered())
                    .as(name)
                    .hasMessageContaining("can't be had: choose another");
        }
        assertThatThrownBy(() -> signUp("adm1n", open, key).registered())
                .hasMessageContaining("reserved");
        String other = "0".repeat(63) + "1";
        assertThatThrownBy(() -> signUp("grace", open, other).registered())
                .hasMessageContaining("certificate is not the right one");
        assertThatThrownBy(() ->
                        signUp("heidi", server, server.admin("ca", "fingerprint").strip())
                                .registered())
                .hasMessageContaining("accounts are made by invitation");
    }

    private EarshotPhone signUp(String name, EarshotServer where, String key, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--sign-up",
                                where.address("https"),
                                "--authority-key",
                                key,
                                "--account",
                                name,
                                "--data",
                                lab.privateFolder(name + "-data").toString(),
                                "--password-file",
                                lab.write(name + ".secret", BOB).toString()));
        all.addAll(List.of(options));
        return EarshotPhone.with(lab, name, all);
    }

    @Test
    void aNameThatSomebodyHasIsToldByTheLogIn() throws Exception {
        server.withUser("dave", "pwdave");
        EarshotPhone phone = enrol("dave", invitation(), BOB, "--account", "dave");
        assertThatThrownBy(phone::registered).hasMessageContaining("can't be had: choose another");
    }
}
