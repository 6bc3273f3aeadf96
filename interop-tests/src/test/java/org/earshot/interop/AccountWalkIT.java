package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.swing.fixture.DialogFixture;
import org.assertj.swing.fixture.JOptionPaneFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody looks after an account in the window, has another one at somebody else's server, and reads and writes while the server is away: by mouse and keyboard alone.
@Tag("realtime")
class AccountWalkIT extends WalkRig {
    private static final String FIRST = "pwalice";
    private static final String SECOND = "copper lantern 52";
    private static final String THIRD = "violet harbour 77";

    AccountWalkIT() {
        super("account-walk");
    }

    @Test
    void somebodyLooksAfterAccountsAndIsInWithoutTheServer() throws Exception {
        EarshotServer server =
                EarshotServer.start(lab, "https.listen=127.0.0.1:0", "calls.recording=refuse")
                        .withUser("alice", FIRST)
                        .withUser("bob", "pwbob");
        EarshotPhone bob = EarshotPhone.overTls(lab, server, "bob", "silence");
        Path data = lab.privateFolder("alice-window");
        WindowUser alice = lab.closing(WindowUser.at(robot, data, new Point(0, 0)));
        alice.logIn(
                "alice@127.0.0.1", FIRST, server.address("tls"), "TLS (encrypted)", server.ca());
        alice.sound();

        othersSeeWhoSheIs(alice, bob);
        aDeskPhoneComesAndGoes(alice, server);
        thePasswordIsChangedAndForgotten(alice, server, data);
        anAccountElsewhereIsCalled(alice, bob, server.address("tls"));

        bob.tell("message sip:alice@127.0.0.1 see you on Monday");
        alice.page("chats");
        alice.reads("chats", "see you on Monday");
        alice.leave();
        eachHasItsOwn(data);
        server.stop();
        WindowUser back = lab.closing(WindowUser.at(robot, data, new Point(0, 0)));
        WindowUser.await("what there is", () -> back.isShown("search"));
        assertThat(back.isShown("account-1")).as("the other account is there again").isTrue();
        back.isTold("registration", "Offline");
        back.reads("chats", "see you on Monday");
        back.open("bob");
        back.reads("transcript", "see you on Monday");
        back.type("with cake\n");
        back.reads("transcript", "You: with cake (sending");
        EarshotServer.start(
                lab,
                server.data(),
                Stream.concat(
                                Stream.of(server.samePorts()),
                                Stream.of("https.listen=" + server.address("https")))
                        .toArray(String[]::new));
        bob.event("message", 60, event -> event.path("text").asText().equals("with cake"));
        back.isTold("registration", "Online");
        back.reads("transcript", "You: with cake (read)");
    }

    private void othersSeeWhoSheIs(WindowUser alice, EarshotPhone bob) throws IOException {
        alice.account();
        alice.click("choosePicture");
        alice.choosePicture(picture(GREEN));
        alice.isTold("accountTold", "Others see your new picture.");
        alice.window().textBox("displayName").click().deleteText().enterText("Alice Baker");
        alice.click("rename");
        alice.isTold("accountTold", "Others see your new name.");
        bob.tell("subscribe sip:alice@127.0.0.1");
        alice.window().textBox("ownNote").click().enterText("in the garden\n");
        bob.event("presence", 20, event -> event.path("note").asText().equals("in the garden"));
        assertThat(bob.answer("d1", "directory Baker").toString()).contains("Alice Baker");
        Path seen = lab.file("alice-seen-by-bob");
        bob.answer("p1", "picture get alice " + seen);
        BufferedImage image = ImageIO.read(seen.toFile());
        assertThat(image.getWidth()).isEqualTo(256);
        assertThat(new Color(image.getRGB(100, 100)).getGreen()).isGreaterThan(150);
    }

    private void aDeskPhoneComesAndGoes(WindowUser alice, EarshotServer server) {
        alice.click("addDevice");
        JOptionPaneFixture ask = alice.asked();
        ask.textBox().enterText("Desk");
        ask.okButton().click();
        String password = alice.read("devicePassword");
        alice.asked().okButton().click();
        EarshotPhone desk =
                EarshotPhone.start(
                                lab,
                                "alice",
                                password,
                                server.address("tls"),
                                "tls",
                                Optional.of(server.ca()),
                                Path.of("silence"),
                                "--audio-out",
                                "null")
                        .registered();
        alice.page("chats");
        alice.account();
        alice.isTold("device", "Password for: Desk");
        alice.click("removeDevice");
        WindowUser.await("its password goes", () -> !alice.isShown("removeDevice"));
        alice.click("endDevice");
        WindowUser.await("the phone goes", () -> !alice.isShown("endDevice"));
        desk.event(
                "registration-failed",
                20,
                event -> event.path("reason").asText().contains("wrong password"));
    }

    private void thePasswordIsChangedAndForgotten(
            WindowUser alice, EarshotServer server, Path data) {
        alice.click("changePassword");
        DialogFixture change = alice.dialogTitled("Change the password …");
        change.textBox("currentPassword").enterText(FIRST);
        change.textBox("newPassword").enterText(SECOND);
        change.textBox("newPasswordAgain").enterText(SECOND);
        change.button(WindowUser.words("OK")).click();
        alice.isTold("accountTold", "You have a new password.");
        alice.click("logOut");
        // as a browser does it: the phone is started once more, and hands the link over
        String link = server.admin("user", "reset-link", "alice").strip();
        EarshotPhone.startedOnceMore(lab, data, link);
        DialogFixture enrol = alice.dialog("enrol");
        WindowUser.await("the link", () -> enrol.textBox("link").text().equals(link));
        enrol.button("enrolNext").click();
        alice.read("newPassword");
        enrol.textBox("newPassword").enterText(THIRD);
        enrol.textBox("newPasswordAgain").enterText(THIRD);
        enrol.checkBox("keepNewPassword").check();
        enrol.button("enrolNext").click();
        WindowUser.await("inside again", () -> alice.isShown("search"));
    }

    /// At Kamailio, over UDP. Who talks on one account and answers on the other has the first one on hold.
    private void anAccountElsewhereIsCalled(WindowUser alice, EarshotPhone bob, String home)
            throws Exception {
        Kamailio theirs = Kamailio.start(lab);
        EarshotPhone partner =
                EarshotPhone.start(
                                lab,
                                Map.of(),
                                "bob",
                                "test.example",
                                "pwbob",
                                theirs.address(),
                                "udp",
                                Optional.empty(),
                                "tone")
                        .registered();
        alice.account();
        alice.click("addAccount");
        alice.logIn("alice@127.0.0.1", THIRD, home, "TLS (encrypted)", Path.of(""));
        alice.isTold("problem", "is open in this window already");
        alice.logIn(
                "alice@test.example", FIRST, theirs.address(), "UDP (not encrypted)", Path.of(""));
        WindowUser.await("both", () -> alice.isShown("account-1") && alice.isShown("search"));
        alice.toggle("account-0");
        bob.tell("call sip:alice@127.0.0.1");
        alice.click("answer");
        bob.call("established");
        assertThat(alice.offers("record")).as("the organisation has forbidden it").isFalse();
        partner.tell("call sip:alice@test.example");
        alice.noticed("noticeAnswer");
        partner.call("established");
        alice.sees("In a call with bob@test.example");
        bob.event("call", 20, event -> event.path("heldByPeer").asBoolean());
        assertThat(alice.offers("record")).as("the other one has not").isTrue();
        alice.click("hangUp");
        partner.call("ended");
        alice.toggle("account-0");
        alice.click("hangUp");
        bob.call("ended");
    }

    /// Each account has a folder, and is another phone to its server.
    private static void eachHasItsOwn(Path data) throws IOException {
        try (Stream<Path> others = Files.list(data.resolve("accounts"))) {
            Path other = others.findFirst().orElseThrow();
            assertThat(other.getFileName().toString()).contains("alice").doesNotContain("/");
            assertThat(Files.readString(other.resolve("instance-id")))
                    .isNotEqualTo(Files.readString(data.resolve("instance-id")));
        }
    }
}
