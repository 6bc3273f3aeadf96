package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import com.formdev.flatlaf.FlatLaf;
import java.awt.event.KeyEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.swing.edt.GuiActionRunner;
import org.assertj.swing.fixture.DialogFixture;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.desktop.Look;
import org.earshot.softphone.ui.look.Colours;
import org.junit.jupiter.api.Test;

/// Logging in, people, and conversations in the window.
class PhoneWindowIT extends WindowRig {
    @Test
    void aFormThatCantBeRightIsSaid() {
        window.button("logIn").click();
        robot.waitForIdle();
        awaitText("problem", "An address is needed.");
        assertThat(commands()).isEmpty();
    }

    @Test
    void aMessageIsWrittenAndACallIsAnsweredAndEnded() {
        logIn();
        find("bob@example.org");
        window.textBox("text").enterText("hello\n");
        awaitCommands("message " + BOB + " hello");

        phone.tell(NotingChat.received(BOB, "<html><b>hi"));
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "Bob"));
        robot.waitForIdle();
        soon(() -> assertThat(transcript()).contains("<html><b>hi"));
        soon(() -> assertThat(window.textBox("text").target().isFocusOwner()).isTrue());
        soon(() -> window.button("answer").requireVisible());
        window.button("answer").click();
        awaitCommands("message " + BOB + " hello", "answer 60");
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        robot.waitForIdle();
        soon(() -> assertThat(window.label("lock").text()).isEqualTo("Encrypted"));
        window.toggleButton("mute").click();
        window.button("hangUp").click();
        awaitCommands("message " + BOB + " hello", "answer 60", "mute on", "hangup 60");
        phone.tell(changed(CallPhase.ENDED, Optional.empty()));
        robot.waitForIdle();
        soon(() -> window.button("call").requireVisible());
        window.button("call").click();
        await("the call", () -> commands().getLast().equals("call " + BOB));
    }

    @Test
    void aWrongPasswordIsSaidOnTheLogIn() {
        window.textBox("address").enterText("alice@example.org");
        window.button("logIn").click();
        phone.awaitSubscriber();
        phone.tell(
                new UserAgentEvent.RegistrationFailed(
                        "sip:alice@example.org", "wrong password", Optional.empty()));
        awaitText("problem", "Wrong password.");
        soon(() -> window.button("logIn").requireEnabled());
        soon(() -> assertThat(window.textBox("password").target().isFocusOwner()).isTrue());
    }

    @Test
    void somebodyUnknownWhoWritesOrCallsIsInTheListAndTakesNoFocus() {
        logIn();
        go(Page.PEOPLE);
        window.textBox("addContact").enterText("bob\n");
        go(Page.CHATS);
        window.textBox("text").focus();
        phone.tell(NotingChat.received(CAROL, "hi"));
        phone.tell(new UserAgentEvent.IncomingCall(new Id(61), CAROL, "<html><h1>Carol"));
        robot.waitForIdle();
        await("Carol is in the list", () -> !rows("chats").isEmpty());
        soon(() ->
                assertThat(rows("chats"))
                        .singleElement()
                        .asString()
                        .startsWith("carol@example.org")
                        .contains("hi")
                        .endsWith("one not seen"));
        soon(() ->
                assertThat(window.label("callState").text())
                        .isEqualTo("<html><h1>Carol (carol@example.org) is calling"));
        soon(() -> assertThat(window.textBox("text").target().isFocusOwner()).isTrue());
        soon(() -> assertThat(phone.known()).extracting(Contact::uri).containsExactly(BOB));
    }

    @Test
    void whoIsBlockedIsTheServersBusinessAndNamesAreShown() {
        logIn();
        go(Page.PEOPLE);
        window.textBox("addContact").enterText("bob\n");
        phone.contacts().put(BOB, "Bob B.");
        robot.waitForIdle();
        soon(() -> assertThat(rows("contacts")).hasSize(2));
        soon(() -> assertThat(rows("contacts").getFirst()).isEqualTo("Others, 1, open"));
        soon(() -> assertThat(rows("contacts").getLast()).startsWith("Bob B."));
        window.list("contacts").showPopupMenuAt(1).menuItem("block").click();
        awaitCommands("block " + BOB);
        window.list("contacts").showPopupMenuAt(1).menuItem("forget").click();
        robot.waitForIdle();
        await("no contact", () -> phone.known().isEmpty());
    }

    @Test
    void aMenuThatAKeyOpensIsAboutWhoIsChosen() {
        logIn();
        go(Page.PEOPLE);
        for (String name : List.of("bob", "carol", "dave")) {
            window.textBox("addContact").enterText(name + "\n");
        }
        await("three", () -> rows("contacts").size() == 4);
        window.list("contacts").selectItem(1);
        with(KeyEvent.VK_SHIFT, KeyEvent.VK_F10);
        await("a menu", () -> robot.findActivePopupMenu() != null);
        window.menuItem("block").click();
        awaitCommands("block " + BOB);
    }

    private void past(String id, String peer, Instant began) {
        var _ =
                phone.journalStore()
                        .write(
                                "",
                                new JournalEntry.PastCall(
                                        id,
                                        peer,
                                        "",
                                        true,
                                        began,
                                        Optional.empty(),
                                        began.plusSeconds(20),
                                        JournalEntry.Outcome.MISSED,
                                        "",
                                        ""));
    }

    @Test
    void whoIsUnderTheMouseIsCalledBackAndNobodyElse() {
        past("1", BOB, Instant.parse("2026-11-02T10:00:00Z"));
        past("2", CAROL, Instant.parse("2026-11-02T11:00:00Z"));
        logIn();
        await(
                "two are missed",
                () ->
                        GuiActionRunner.execute(() ->
                                window.toggleButton("page-calls")
                                        .target()
                                        .getAccessibleContext()
                                        .getAccessibleName()
                                        .endsWith("2 not seen")));
        go(Page.CALLS);
        await("both calls", () -> rows("calls").size() == 2);
        awaitText(
                "missedCalls", "Missed since you last looked: carol@example.org, bob@example.org");
        window.list("calls").selectItem(0);
        window.list("calls").showPopupMenuAt(1).menuItem("callBack").click();
        awaitCommands("missed seen", "call " + BOB);
    }

    @Test
    void olderCallsComeAsSomebodyScrollsToThem() {
        Instant first = Instant.parse("2026-01-02T10:00:00Z");
        for (int i = 1; i <= 650; i++) {
            // the first piece of 300 ends among calls of one time, of which the next has all again
            past("" + i, BOB, first.plusSeconds(i / 100));
        }
        logIn();
        go(Page.CALLS);
        var calls = window.list("calls").target();
        for (int there : List.of(300, 551, 650)) {
            await(there + " calls", () -> calls.getModel().getSize() == there);
            GuiActionRunner.execute(() -> calls.ensureIndexIsVisible(there - 1));
        }
        assertThat(
                        GuiActionRunner.execute(() ->
                                IntStream.range(0, 650)
                                        .mapToObj(calls.getModel()::getElementAt)
                                        .distinct()
                                        .count()))
                .isEqualTo(650);
    }

    @Test
    void whatIsWithheldIsSaidInWords() {
        logIn();
        soon(() ->
                assertThat(
                                window.robot()
                                        .finder()
                                        .findAll(component ->
                                                "contactsNotice".equals(component.getName())
                                                        && component.isShowing()))
                        .isEmpty());
        phone.tell(new UserAgentEvent.ContactsChanged(List.of(), ContactsState.WITHHELD));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.textBox("contactsNotice").text())
                        .contains("An administrator has set a new password"));
    }

    @Test
    void whatTheServerWantsStaffToKnowStandsBelowTheField() {
        logIn();
        soon(() ->
                assertThat(
                                window.robot()
                                        .finder()
                                        .findAll(component ->
                                                "notice".equals(component.getName())
                                                        && component.isShowing()))
                        .isEmpty());
        phone.tell(new UserAgentEvent.NoticeChanged("Messages may be reviewed."));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.textBox("notice").requireVisible().text())
                        .isEqualTo("Messages may be reviewed."));
    }

    @Test
    void theListTakesTheRoomThatIsLeft() {
        logIn();
        phone.tell(NotingChat.received(BOB, "hi"));
        await("a conversation", () -> isShown("chats"));
        var list = window.list("chats").target();
        soon(() ->
                assertThat(list.getParent().getParent().getHeight())
                        .isGreaterThan(window.target().getHeight() / 2));
    }

    @Test
    void everythingIsDoneByTheKeyboard() {
        window.textBox("address").focus();
        type("alice@example.org");
        press(KeyEvent.VK_TAB);
        type("secret");
        press(KeyEvent.VK_ENTER);
        phone.awaitSubscriber();
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        robot.waitForIdle();
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_3); // people
        soon(() -> window.textBox("addContact").requireFocused());
        type("bob");
        press(KeyEvent.VK_ENTER);
        await("a contact", () -> phone.known().size() == 1);
        press(KeyEvent.VK_TAB); // contacts of a file
        press(KeyEvent.VK_TAB);
        press(KeyEvent.VK_DELETE); // on the list: takes the contact out
        await("no contact", () -> phone.known().isEmpty());
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_K);
        type("bob");
        press(KeyEvent.VK_ENTER); // goes to the field for a message
        type("one");
        with(KeyEvent.VK_SHIFT, KeyEvent.VK_ENTER);
        type("two");
        press(KeyEvent.VK_ENTER);
        alt(KeyEvent.VK_C);
        awaitCommands("message " + BOB + " one\ntwo", "call " + BOB);
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, ""));
        robot.waitForIdle();
        alt(KeyEvent.VK_A);
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("none")));
        robot.waitForIdle();
        alt(KeyEvent.VK_H);
        awaitCommands("message " + BOB + " one\ntwo", "call " + BOB, "answer 60", "hangup 60");
    }

    @Test
    void historyIsShownAndWhatFailedIsSentAgain() {
        for (int i = 0; i < 450; i++) {
            phone.chat()
                    .keep(
                            NotingChat.message(
                                    BOB, i % 2 == 0 ? BOB : NotingChat.OWN, "m" + i, "text " + i));
        }
        logIn();
        await("a conversation", () -> !rows("chats").isEmpty());
        window.list("chats").selectItem(0);
        robot.waitForIdle();
        awaitTranscript("text 449");
        soon(() -> assertThat(transcript()).doesNotContain("text 249"));
        window.scrollPane("transcriptScroll").verticalScrollBar().scrollToMinimum();
        robot.waitForIdle();
        awaitTranscript("text 50");
        soon(() -> assertThat(transcript()).doesNotContain("text 49"));
        phone.tell(
                new UserAgentEvent.MessageStatus(
                        new Id(9),
                        new MessageKey(NotingChat.OWN, BOB, "m449"),
                        Delivery.FAILED,
                        "the mailbox of the other one is full"));
        robot.waitForIdle();
        awaitTranscript("not sent: the mailbox of the other one is full");
        soon(() -> window.button("tryAgain").requireVisible());
        window.button("tryAgain").click();
        awaitCommands("again m449");
    }

    @Test
    void whoIsThereAndWhoWritesIsSaidInWords() {
        logIn();
        go(Page.PEOPLE);
        window.textBox("addContact").enterText("bob\n");
        await("somebody watched", () -> phone.watched().equals(List.of(BOB)));
        soon(() -> assertThat(window.label("presence").text()).isEqualTo("Unknown"));
        phone.tell(new UserAgentEvent.PresenceChanged(BOB, Availability.BUSY, "until three"));
        phone.tell(new UserAgentEvent.Typing(BOB, BOB, true));
        robot.waitForIdle();
        soon(() -> assertThat(window.label("presence").text()).isEqualTo("Busy – until three"));
        soon(() ->
                assertThat(window.label("writing").text())
                        .isEqualTo("bob@example.org is writing …"));
        window.textBox("text").enterText("hi");
        soon(() -> assertThat(phone.chat().typing()).hasSize(2).containsOnly(BOB));
        phone.tell(NotingChat.received(BOB, "hello"));
        robot.waitForIdle();
        soon(() -> assertThat(phone.chat().seen()).containsExactly(BOB));
        window.textBox("ownNote").enterText("back at three\n");
        window.comboBox("ownPresence").selectItem("Away");
        awaitCommands("presence available back at three", "presence away back at three");
    }

    @Test
    void whatIsDoneToTheVoiceIsSwitchedInTheSettings() {
        logIn();
        go(Page.SETTINGS);
        window.list("sections").selectItem(1);
        robot.waitForIdle();
        var sound = window.panel("sound");
        for (Sound.Processing what : Sound.Processing.values()) {
            sound.checkBox(what.word()).requireSelected();
            assertThat(
                            sound.checkBox(what.word())
                                    .target()
                                    .getAccessibleContext()
                                    .getAccessibleName())
                    .hasSizeGreaterThan(10);
        }
        sound.checkBox("noise-suppress").click();
        alt(KeyEvent.VK_V);
        await(
                "echo alone is on",
                () -> phone.sound().processing().equals(Set.of(Sound.Processing.ECHO_CANCEL)));
        sound.checkBox("noise-suppress").requireNotSelected().click();
        await(
                "noise is on again",
                () -> phone.sound().processing().contains(Sound.Processing.NOISE_SUPPRESS));
    }

    /// What phones call themselves may be anything.
    @Test
    void aPhoneNearbyIsFoundAndCalledWithoutAServer() {
        logIn();
        go(Page.PEOPLE);
        soon(() -> assertThat(isShown("showNearby")).isFalse());
        phone.tell(
                new UserAgentEvent.DirectChanged(
                        Optional.of(new InetSocketAddress("0.0.0.0", 5060)), Optional.empty(), ""));
        robot.waitForIdle();
        alt(KeyEvent.VK_N);
        DialogFixture nearby = findDialog("nearby").withTimeout(20_000).using(robot);
        awaitCommands("nearby");
        phone.tell(new UserAgentEvent.NearbyPhones(List.of(), true));
        await("it looks", () -> "Looking …".equals(nearby.label("nearbyStatus").text()));
        soon(() -> nearby.button("callNearby").requireDisabled());
        InetAddress there = InetAddress.ofLiteral("192.168.7.3");
        phone.tell(
                new UserAgentEvent.NearbyPhones(
                        List.of(
                                new NearbyPhone("<html>Bob in the kitchen", there, 5060),
                                new NearbyPhone("Carol", there, 5062)),
                        false));
        await("both are shown", () -> nearby.list("nearbyPhones").contents().length == 2);
        soon(() ->
                assertThat(nearby.list("nearbyPhones").contents()[0])
                        .isEqualTo("<html>Bob in the kitchen  –  192.168.7.3"));
        soon(() -> assertThat(nearby.label("nearbyStatus").text()).isBlank());
        nearby.list("nearbyPhones").selectItem(1);
        nearby.button("callNearby").click();
        awaitCommands("nearby", "call --direct Carol");
        soon(() -> nearby.requireNotVisible());
    }

    @Test
    void whatWasTypedAndNotSentWaitsInItsConversation() {
        logIn();
        find("bob");
        window.textBox("text").enterText("not yet");
        find("carol");
        awaitText("text", "");
        window.textBox("text").enterText("hello\n");
        awaitCommands("message " + CAROL + " hello");
        find("bob");
        awaitText("text", "not yet");
        soon(() -> assertThat(phone.chat().typing()).hasSize(12));
    }

    @Test
    void newMessagesAreDividedFromThoseThatWereSeen() {
        logIn();
        find("carol");
        phone.tell(NotingChat.received(BOB, "first"));
        phone.tell(NotingChat.received(BOB, "second"));
        await(
                "two are not seen",
                () -> rows("chats").stream().anyMatch(row -> row.endsWith("2 not seen")));
        find("bob");
        awaitTranscript("New messages");
        soon(() -> assertThat(transcript()).containsSubsequence("New messages", "first", "second"));
        window.textBox("text").enterText("an answer\n");
        await("the divider goes", () -> !transcript().contains("New messages"));
    }

    @Test
    void anotherLookIsChosen() {
        logIn();
        go(Page.SETTINGS);
        window.comboBox("look").selectItem("Dark");
        await("a dark window", FlatLaf::isLafDark);
        await(
                "words that are read on it",
                () -> window.label("registration").target().getForeground().equals(Colours.good()));
        soon(() -> assertThat(settings.get(Look.SETTING)).contains("DARK"));
        window.comboBox("look").selectItem("Light");
        await("a light window", () -> !FlatLaf.isLafDark());
    }

    @Test
    void theLanguageIsChosen() {
        logIn();
        go(Page.SETTINGS);
        window.comboBox("language").selectItem("Deutsch");
        await("it is remembered", () -> settings.get("language").equals(Optional.of("de")));
    }

    @Test
    void somebodySignsUpByAnInvitationAndIsIn() {
        window.button("byLink").click();
        DialogFixture dialog = findDialog("enrol").withTimeout(30_000).using(robot);
        dialog.textBox("link").setText("nonsense");
        dialog.button("enrolNext").click();
        await("what is wrong", () -> dialog.textBox("enrolTold").text().contains("earshot://"));
        dialog.textBox("link")
                .setText(
                        "earshot://invite/example.org?service=https://example.org:8443&secret=abcdefghijklmnop");
        dialog.button("enrolNext").click();
        await("the server's name", () -> enrolment.asked().contains("look example.org"));
        dialog.textBox("newName").enterText("alice");
        dialog.textBox("newDisplayName").enterText("Alice Baker");
        dialog.textBox("newPassword").enterText("correct horse");
        dialog.textBox("newPasswordAgain").enterText("correct house");
        dialog.button("enrolNext").click();
        await("they differ", () -> dialog.textBox("enrolTold").text().contains("not the same"));
        dialog.textBox("newPasswordAgain").setText("correct horse");
        dialog.button("enrolNext").click();
        phone.awaitSubscriber();
        soon(() -> assertThat(enrolment.asked()).endsWith("sign up alice as Alice Baker"));
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        await("the window", () -> isShown("search"));
    }

    @Test
    void theAccountIsLookedAfterInTheSettings() {
        logIn();
        go(Page.SETTINGS);
        window.list("sections").selectItem(2);
        robot.waitForIdle();
        await("the name", () -> "Alice".equals(window.textBox("displayName").text()));
        window.textBox("displayName").deleteText().enterText("Alice Baker");
        window.button("rename").click();
        await("the server hears", () -> commands().contains("display-name Alice Baker"));
        window.button("changePassword").click();
        DialogFixture dialog =
                findDialog(withTitle("Change the password …")).withTimeout(30_000).using(robot);
        dialog.textBox("currentPassword").setText("old");
        dialog.textBox("newPassword").setText("correct horse");
        dialog.textBox("newPasswordAgain").setText("correct horse");
        dialog.button(withText("OK")).click();
        await("a new password", () -> commands().contains("password old correct horse"));
    }
}
