package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.swing.fixture.DialogFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A day of two people who have windows, and of a third who has a phone without: from the first sign-up to what was missed, by mouse and keyboard alone.
@Tag("realtime")
class WalkIT extends WalkRig {
    private static final Point LEFT = new Point(0, 0);
    private static final Point RIGHT = new Point(370, 250);

    WalkIT() {
        super("walk");
    }

    @Test
    void twoPeopleSignUpTalkSendAFileAndReadWhatTheyMissed() throws Exception {
        EarshotServer server =
                EarshotServer.start(
                        lab,
                        lab.privateFolder("server-data"),
                        "https.listen=127.0.0.1:0",
                        "people.signUp=open");
        server.withUser("carol", "pwcarol");
        String https = server.address("https");
        String key = server.admin("ca", "fingerprint").strip();
        Path bobs = lab.privateFolder("bob");
        WindowUser alice = lab.closing(WindowUser.at(robot, lab.privateFolder("alice"), LEFT));
        alice.signUp(https, key, "alice", "Alice Baker", "correct horse 41", picture(Color.ORANGE));
        alice.sound();
        WindowUser bob = lab.closing(WindowUser.at(robot, bobs, RIGHT));
        bob.signUp(https, key, "bob", "Bob Chandler", "paper orchard 31", picture(GREEN));
        bob.sound();
        EarshotPhone carol = EarshotPhone.overTls(lab, server, "carol", "tone", "--auto-answer");

        theySeeEachOther(alice, bob);
        theyWrite(alice, bob);
        threeWriteInAGroup(alice, bob, carol);
        theyCallHoldAndHandOver(alice, bob, carol);
        aFileIsSent(alice, bob, bobs.resolve("downloads"));
        WalkFlows more = new WalkFlows(lab, server, alice, carol);
        more.peopleComeOutOfFiles();
        more.aCallIsRecorded();
        more.somebodyIsBlocked();
        more.theDiagnosticsHaveNoSecrets(
                "correct horse 41", "good morning", "hello Alice", "yes please", "plan.pdf");

        bob.leave();
        alice.turn();
        alice.page("people");
        alice.reads("contacts", "Bob Chandler, offline");
        alice.page("chats");
        alice.open("bob");
        alice.type("are you still there?\n");
        carol.tell("message sip:bob@127.0.0.1 call me");
        WindowUser back = lab.closing(WindowUser.at(robot, bobs, RIGHT));
        if (!back.isShown("search")) {
            back.window().textBox("password").enterText("paper orchard 31\n");
        }
        WindowUser.await("inside again", () -> back.isShown("search"));
        back.reads("chats", "are you still there?");
        back.reads("chats", "call me");
        back.open("alice");
        back.reads("transcript", "are you still there?");
        back.reads("transcript", "New messages");
        alice.turn();
        alice.reads("contacts", "Bob Chandler, available");
        alice.reads("transcript", "You: are you still there? (read)");
    }

    private static void theySeeEachOther(WindowUser alice, WindowUser bob) {
        alice.turn().page("people");
        alice.window().textBox("addContact").enterText("bob\n");
        alice.reads("contacts", "Bob Chandler, available");
        bob.turn().page("people");
        bob.window().textBox("addContact").enterText("alice\n");
        bob.reads("contacts", "Alice Baker, available");
        alice.turn();
        WindowUser.await("Bob's picture", () -> alice.hasColour(GREEN));
    }

    private static void theyWrite(WindowUser alice, WindowUser bob) {
        alice.page("chats");
        alice.open("bob");
        alice.type("good morning\n");
        bob.turn().page("chats");
        bob.reads("chats", "good morning");
        bob.open("alice");
        bob.reads("transcript", "good morning");
        bob.type("hello Alice\n");
        alice.turn();
        alice.reads("transcript", "hello Alice");
    }

    private static void threeWriteInAGroup(WindowUser alice, WindowUser bob, EarshotPhone carol) {
        alice.turn().click("newGroupButton");
        DialogFixture dialog = alice.dialog("newGroup");
        dialog.textBox("groupName").enterText("The Team\n");
        for (String name : List.of("bob", "carol")) {
            dialog.textBox("person").enterText(name);
            alice.finds(dialog, name);
            alice.press(KeyEvent.VK_ENTER);
        }
        dialog.button("makeGroup").click();
        alice.sees("The Team");
        WindowUser.await("its members", () -> alice.isShown("members"));
        alice.window().button("members").requireText("3 members");
        alice.type("lunch at noon?\n");
        JsonNode message =
                carol.event("message", 30, e -> e.path("text").asText().equals("lunch at noon?"));
        carol.tell("message " + message.path("group").asText() + " yes please");
        bob.turn();
        bob.reads("chats", "The Team");
        bob.open("The Team");
        bob.reads("transcript", "lunch at noon?");
        bob.reads("transcript", "yes please");
    }

    private static void theyCallHoldAndHandOver(
            WindowUser alice, WindowUser bob, EarshotPhone carol) {
        alice.turn().open("bob");
        alice.click("call");
        bob.turn().click("answer");
        bob.sees("In a call with Alice Baker");
        assertThat(bob.window().label("lock").text()).isEqualTo("Encrypted");
        bob.open("alice");
        alice.turn().sees("In a call with Bob Chandler");
        alice.toggle("hold");
        alice.sees("Bob Chandler is on hold");
        bob.sees("Alice Baker has put you on hold");
        alice.toggle("hold");
        alice.sees("In a call with Bob Chandler");
        bob.sees("In a call with Alice Baker");
        alice.more("transfer");
        DialogFixture ask = alice.dialogTitled("Hand over");
        ask.comboBox("address").replaceText("carol");
        ask.button(WindowUser.words("Hand over")).click();
        carol.call("established");
        bob.sees("In a call with carol@127.0.0.1");
        alice.reads("transcript", "The call was handed over to");
        bob.turn().click("hangUp");
        carol.call("ended");
    }

    private void aFileIsSent(WindowUser alice, WindowUser bob, Path downloads) throws IOException {
        byte[] content = new byte[300_000];
        new Random(7).nextBytes(content);
        Path plan = Files.write(lab.file("plan.pdf"), content);
        alice.turn().send(plan);
        bob.turn().click("acceptFile");
        bob.reads("transcript", "Received plan.pdf");
        assertThat(downloads.resolve("plan.pdf")).hasBinaryContent(content);
    }
}
