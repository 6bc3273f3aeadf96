package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;
import static org.assertj.swing.finder.WindowFinder.findFrame;

import java.awt.Dialog;
import java.awt.GraphicsEnvironment;
import java.awt.event.KeyEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import org.assertj.swing.core.BasicRobot;
import org.assertj.swing.core.GenericTypeMatcher;
import org.assertj.swing.core.Robot;
import org.assertj.swing.edt.FailOnThreadViolationRepaintManager;
import org.assertj.swing.fixture.DialogFixture;
import org.assertj.swing.fixture.FrameFixture;
import org.assertj.swing.timing.Condition;
import org.assertj.swing.timing.Pause;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NearbyPhone;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The window on a display, with a phone that only notes what it is told.
class PhoneWindowIT {
    private static final String BOB = "sip:bob@example.org";

    private static final String CAROL = "sip:carol@example.org";

    private final NotingPhone phone = new NotingPhone();
    private Robot robot;
    private FrameFixture window;

    @BeforeAll
    static void display() {
        Assumptions.assumeFalse(
                GraphicsEnvironment.isHeadless(),
                "SKIPPED: there is no display here; bin/test makes a virtual one");
        FailOnThreadViolationRepaintManager.install();
    }

    @BeforeEach
    void open() {
        robot = BasicRobot.robotWithNewAwtHierarchy();
        // an event goes by way of the display, which takes its time: less than this, and a click is
        // lost on a quick machine
        robot.settings().delayBetweenEvents(10);
        robot.settings().eventPostingDelay(100);
        PhoneWindow.showLogIn(
                (form, listener) -> {
                    if (form.address().isEmpty()) {
                        throw new IllegalArgumentException("an address is needed");
                    }
                    phone.subscribe(listener);
                    return phone;
                },
                LogInForm.empty(),
                false,
                () -> {});
        window =
                findFrame(
                                new GenericTypeMatcher<JFrame>(JFrame.class) {
                                    @Override
                                    protected boolean isMatching(JFrame frame) {
                                        return "Earshot".equals(frame.getTitle())
                                                && frame.isShowing();
                                    }
                                })
                        .withTimeout(20_000)
                        .using(robot);
    }

    @AfterEach
    void close() {
        window.cleanUp();
    }

    @Test
    void aFormThatCantBeRightIsSaid() {
        window.button("logIn").click();
        robot.waitForIdle();
        awaitText("problem", "An address is needed.");
        assertThat(phone.commands()).isEmpty();
    }

    @Test
    void aMessageIsWrittenAndACallIsAnsweredAndEnded() {
        logIn();
        window.textBox("addContact").enterText("bob@example.org\n");
        window.textBox("text").enterText("hello\n");
        awaitCommands("message " + BOB + " hello");

        phone.tell(NotingChat.received(BOB, "<html><b>hi"));
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "Bob"));
        robot.waitForIdle();
        assertThat(window.textBox("transcript").text()).contains("<html><b>hi");
        assertThat(window.textBox("text").target().isFocusOwner()).isTrue();
        window.button("answer").requireVisible().click();
        awaitCommands("message " + BOB + " hello", "answer 60");
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        robot.waitForIdle();
        assertThat(window.label("lock").text()).isEqualTo("Encrypted");
        window.toggleButton("mute").click();
        window.button("hangUp").click();
        awaitCommands("message " + BOB + " hello", "answer 60", "mute on", "hangup 60");
        phone.tell(changed(CallPhase.ENDED, Optional.empty()));
        robot.waitForIdle();
        window.button("call").requireVisible().click();
        await("the call", () -> phone.commands().getLast().equals("call " + BOB));
    }

    @Test
    void aPlainCallIsShownOpen() {
        logIn();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("none")));
        robot.waitForIdle();
        assertThat(window.label("lock").text()).isEqualTo("Not encrypted");
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
        window.button("logIn").requireEnabled();
        assertThat(window.textBox("password").target().isFocusOwner()).isTrue();
    }

    @Test
    void aCallIsHeldAndTakenBack() {
        logIn();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        robot.waitForIdle();
        window.toggleButton("hold").click();
        awaitCommands("hold 60");
        phone.tell(changed(CallPhase.HELD, Optional.of("SDES:AEAD_AES_256_GCM")));
        robot.waitForIdle();
        assertThat(window.label("callState").text()).isEqualTo("bob@example.org is on hold");
        window.toggleButton("hold").click();
        awaitCommands("hold 60", "resume 60");
    }

    @Test
    void oneGoesFromCallToCallAndLetsAllTalkTogether() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.HELD));
        phone.tell(call(61, CAROL, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        assertThat(window.label("callState").text()).isEqualTo("In a call with carol@example.org");
        assertThat(window.label("otherCall").text()).isEqualTo("bob@example.org is on hold");

        window.button("switch").click();
        awaitCommands("hold 61", "resume 60");
        phone.tell(call(61, CAROL, CallPhase.HELD));
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        assertThat(window.label("callState").text()).isEqualTo("In a call with bob@example.org");

        window.button("more").click();
        window.menuItem("conference").click();
        awaitCommands("hold 61", "resume 60", "conference 60 61");
        phone.tell(new UserAgentEvent.ConferenceChanged(List.of(new Id(60), new Id(61))));
        robot.waitForIdle();
        assertThat(window.label("callState").text())
                .isEqualTo("In a conference with bob@example.org, carol@example.org");
        window.button("more").click();
        window.menuItem("endConference").click();
        await("the end", () -> phone.commands().getLast().equals("conference off"));
    }

    @Test
    void aCallIsHandedOverToAnAddressOrToAnotherCall() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        window.button("more").click();
        window.menuItem("transfer").click();
        DialogFixture dialog = findDialog(withTitle("Hand over")).withTimeout(10_000).using(robot);
        dialog.comboBox("address").replaceText("not an address@");
        dialog.button(withText("Hand over")).click();
        // the first dialog is still there for a moment, and says nothing
        await(
                "what is wrong",
                () ->
                        findDialog(withTitle("Hand over"))
                                .withTimeout(10_000)
                                .using(robot)
                                .label("addressProblem")
                                .text()
                                .contains("bob@example.org"));
        dialog = findDialog(withTitle("Hand over")).withTimeout(10_000).using(robot);
        dialog.comboBox("address").replaceText("carol");
        dialog.button(withText("Hand over")).click();
        awaitCommands("transfer 60 " + CAROL);
        phone.tell(
                new UserAgentEvent.TransferChanged(
                        new Id(60), CAROL, UserAgentEvent.TransferPhase.FAILED, "busy"));
        robot.waitForIdle();
        awaitTranscript("could not be handed over to carol@example.org: busy. It is on hold.");

        phone.tell(call(61, CAROL, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        window.button("more").click();
        window.menuItem("connect").click();
        awaitCommands("transfer 60 " + CAROL, "transfer 61 60");
    }

    @Test
    void keysArePressedAndTyped() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        window.button("more").click();
        window.menuItem("keypad").click();
        DialogFixture keypad = findDialog("keypad").withTimeout(10_000).using(robot);
        keypad.button("key5").click();
        awaitCommands("dtmf 60 5");
        keypad.textBox("sent").focus();
        type("7x#");
        awaitCommands("dtmf 60 5", "dtmf 60 7", "dtmf 60 #");
        assertThat(keypad.textBox("sent").text()).isEqualTo("57#");
        phone.tell(call(60, BOB, CallPhase.ENDED));
        await("the keypad goes", () -> !keypad.target().isShowing());
    }

    @Test
    void theSecurityCodeIsComparedInWords() {
        logIn();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("DTLS:AEAD_AES_256_GCM")));
        phone.tell(
                new UserAgentEvent.SecurityCode(
                        new Id(60), "one two three four five six seven", false));
        robot.waitForIdle();
        window.button("more").click();
        window.menuItem("compare").click();
        DialogFixture dialog =
                findDialog(withTitle("Security code")).withTimeout(10_000).using(robot);
        dialog.button(withText("They are the same")).click();
        awaitCommands("compared 60");
    }

    @Test
    void aRecordingIsSeenAndEnded() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        phone.tell(new UserAgentEvent.RecordingChanged(new Id(60), Path.of("call.wav"), true, ""));
        robot.waitForIdle();
        window.label("recording").requireVisible();
        window.button("more").click();
        window.menuItem("stopRecording").click();
        awaitCommands("record 60 off");
        phone.tell(new UserAgentEvent.RecordingChanged(new Id(60), Path.of("call.wav"), false, ""));
        robot.waitForIdle();
        assertThat(robot.finder().findByName("recording", JLabel.class, false).isVisible())
                .isFalse();
        awaitTranscript("Recorded to call.wav");
    }

    @Test
    void aFileThatIsOfferedIsTakenAndSeenOnItsWay() {
        logIn();
        phone.tell(file(UserAgentEvent.FilePhase.OFFERED, 0));
        robot.waitForIdle();
        assertThat(window.label("file").text())
                .isEqualTo("bob@example.org sends you <html>plan.pdf (2.5 MB)");
        window.button("acceptFile").click();
        awaitCommands("accept 70");
        phone.tell(file(UserAgentEvent.FilePhase.PROGRESS, 1_000_000));
        robot.waitForIdle();
        assertThat(window.label("file").text())
                .isEqualTo(
                        "From bob@example.org: <html>plan.pdf (2.5 MB), directly, 40 %, 500 kB a second, 3 s left");
        window.button("cancelFile").click();
        awaitCommands("accept 70", "cancel 70");
        phone.tell(file(UserAgentEvent.FilePhase.COMPLETE, 2_500_000));
        robot.waitForIdle();
        awaitTranscript("Received <html>plan.pdf, kept as plan.pdf");
    }

    /// Thirty lines would take the window from the conversation.
    @Test
    void ofManyFilesThoseThatAwaitAnAnswerAreSeenAndTheOthersCounted() {
        logIn();
        for (int id = 100; id < 130; id++) {
            phone.tell(file(id, UserAgentEvent.FilePhase.PROGRESS, 1_000));
        }
        robot.waitForIdle();
        assertThat(shown("cancelFile")).isEqualTo(6);
        assertThat(window.label("moreFiles").text()).isEqualTo("and 24 more files");

        phone.tell(file(130, UserAgentEvent.FilePhase.OFFERED, 0));
        robot.waitForIdle();
        assertThat(shown("acceptFile")).isEqualTo(1);
        assertThat(window.label("moreFiles").text()).isEqualTo("and 25 more files");
        window.button("acceptFile").click();
        awaitCommands("accept 130");

        for (int id = 100; id < 131; id++) {
            phone.tell(file(id, UserAgentEvent.FilePhase.COMPLETE, 2_500_000));
        }
        robot.waitForIdle();
        assertThat(shown("cancelFile")).isZero();
    }

    private int shown(String button) {
        return robot.finder()
                .findAll(
                        window.target(),
                        component -> button.equals(component.getName()) && component.isShowing())
                .size();
    }

    private static UserAgentEvent.FileChanged file(UserAgentEvent.FilePhase state, long bytes) {
        return file(70, state, bytes);
    }

    private static UserAgentEvent.FileChanged file(
            int id, UserAgentEvent.FilePhase state, long bytes) {
        return new UserAgentEvent.FileChanged(
                new Id(id),
                BOB,
                true,
                "<html>plan.pdf",
                2_500_000,
                state,
                bytes,
                "",
                "",
                bytes == 0 ? OptionalLong.empty() : OptionalLong.of(500_000),
                bytes == 0 ? OptionalLong.empty() : OptionalLong.of(3),
                state == UserAgentEvent.FilePhase.COMPLETE
                        ? Optional.of(Path.of("plan.pdf"))
                        : Optional.empty(),
                Optional.of(FileWay.DIRECT));
    }

    @Test
    void somebodyUnknownWhoWritesOrCallsIsInTheListAndTakesNoFocus() {
        logIn();
        window.textBox("addContact").enterText("bob\n");
        window.textBox("text").focus();
        phone.tell(NotingChat.received(CAROL, "hi"));
        phone.tell(new UserAgentEvent.IncomingCall(new Id(61), CAROL, "<html><h1>Carol"));
        robot.waitForIdle();
        assertThat(window.list("contacts").contents())
                .containsExactly("bob@example.org", "(1) carol@example.org");
        assertThat(window.list("contacts").selection()).containsExactly("bob@example.org");
        assertThat(window.label("callState").text())
                .isEqualTo("<html><h1>Carol (carol@example.org) is calling");
        assertThat(window.textBox("text").target().isFocusOwner()).isTrue();
        assertThat(phone.known()).extracting(Contact::uri).containsExactly(BOB);
    }

    @Test
    void whoIsBlockedIsTheServersBusinessAndNamesAreShown() {
        logIn();
        window.textBox("addContact").enterText("bob\n");
        phone.contacts().put(BOB, "Bob B.");
        robot.waitForIdle();
        assertThat(window.list("contacts").contents()).containsExactly("Bob B.");
        window.list("contacts").showPopupMenuAt(0).menuItem("block").click();
        awaitCommands("block " + BOB);
        window.list("contacts").showPopupMenuAt(0).menuItem("forget").click();
        robot.waitForIdle();
        await("no contact", () -> phone.known().isEmpty());
    }

    @Test
    void whatIsWithheldIsSaidInWords() {
        logIn();
        assertThat(
                        window.robot()
                                .finder()
                                .findAll(component ->
                                        "contactsNotice".equals(component.getName())
                                                && component.isShowing()))
                .isEmpty();
        phone.tell(new UserAgentEvent.ContactsChanged(List.of(), ContactsState.WITHHELD));
        robot.waitForIdle();
        assertThat(window.textBox("contactsNotice").text())
                .contains("An administrator has set a new password");
    }

    @Test
    void whatTheServerWantsStaffToKnowStandsBelowTheField() {
        logIn();
        assertThat(
                        window.robot()
                                .finder()
                                .findAll(component ->
                                        "notice".equals(component.getName())
                                                && component.isShowing()))
                .isEmpty();
        phone.tell(new UserAgentEvent.NoticeChanged("Messages may be reviewed."));
        robot.waitForIdle();
        assertThat(window.textBox("notice").requireVisible().text())
                .isEqualTo("Messages may be reviewed.");
    }

    @Test
    void theListTakesTheRoomThatIsLeft() {
        logIn();
        var leave = window.button("logOut").target();
        var list = window.list("contacts").target();
        assertThat(leave.getHeight()).isEqualTo(leave.getPreferredSize().height);
        assertThat(list.getParent().getHeight()).isGreaterThan(leave.getParent().getHeight() / 2);
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
        assertThat(window.textBox("addContact").target().isFocusOwner()).isTrue();
        type("bob");
        press(KeyEvent.VK_ENTER);
        press(KeyEvent.VK_TAB);
        press(KeyEvent.VK_DELETE); // on the list: takes the contact out
        await("no contact", () -> phone.known().isEmpty());
        window.textBox("addContact").enterText("bob\n");
        alt(KeyEvent.VK_C);
        assertThat(window.textBox("text").target().isFocusOwner()).isTrue();
        type("one");
        with(KeyEvent.VK_SHIFT, KeyEvent.VK_ENTER);
        type("two");
        press(KeyEvent.VK_ENTER);
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, ""));
        robot.waitForIdle();
        alt(KeyEvent.VK_A);
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("none")));
        robot.waitForIdle();
        alt(KeyEvent.VK_H);
        awaitCommands("call " + BOB, "message " + BOB + " one\ntwo", "answer 60", "hangup 60");
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
        window.list("contacts").selectItem(0);
        robot.waitForIdle();
        awaitTranscript("text 449");
        assertThat(window.textBox("transcript").text()).doesNotContain("text 249");
        window.scrollPane("transcriptScroll").verticalScrollBar().scrollToMinimum();
        robot.waitForIdle();
        awaitTranscript("text 50\n");
        assertThat(window.textBox("transcript").text()).doesNotContain("text 49\n");
        phone.tell(
                new UserAgentEvent.MessageStatus(
                        new Id(9),
                        new MessageKey(NotingChat.OWN, BOB, "m449"),
                        Delivery.FAILED,
                        "the mailbox of the other one is full"));
        robot.waitForIdle();
        awaitTranscript("not sent: the mailbox of the other one is full");
        window.button("tryAgain").requireVisible().click();
        awaitCommands("again m449");
    }

    @Test
    void whoIsThereAndWhoWritesIsSaidInWords() {
        logIn();
        window.textBox("addContact").enterText("bob\n");
        await("somebody watched", () -> phone.watched().equals(List.of(BOB)));
        assertThat(window.label("presence").text()).isEqualTo("Unknown");
        phone.tell(new UserAgentEvent.PresenceChanged(BOB, Availability.BUSY, "until three"));
        phone.tell(new UserAgentEvent.Typing(BOB, BOB, true));
        robot.waitForIdle();
        assertThat(window.label("presence").text()).isEqualTo("Busy – until three");
        assertThat(window.label("writing").text()).isEqualTo("bob@example.org is writing …");
        window.textBox("text").enterText("hi");
        assertThat(phone.chat().typing()).hasSize(2).containsOnly(BOB);
        phone.tell(NotingChat.received(BOB, "hello"));
        robot.waitForIdle();
        assertThat(phone.chat().seen()).containsExactly(BOB);
        window.comboBox("ownPresence").selectItem("Away");
        awaitCommands("presence away");
    }

    @Test
    void whatIsDoneToTheVoiceIsSwitchedInTheSoundWindow() {
        logIn();
        alt(KeyEvent.VK_U);
        DialogFixture sound = findDialog("sound").withTimeout(20_000).using(robot);
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
        sound.close();
    }

    /// What phones call themselves may be anything.
    @Test
    void aPhoneNearbyIsFoundAndCalledWithoutAServer() {
        logIn();
        robot.waitForIdle();
        assertThat(isShown("showNearby")).isFalse();
        phone.tell(
                new UserAgentEvent.DirectChanged(
                        Optional.of(new InetSocketAddress("0.0.0.0", 5060)), Optional.empty(), ""));
        robot.waitForIdle();
        alt(KeyEvent.VK_N);
        DialogFixture nearby = findDialog("nearby").withTimeout(20_000).using(robot);
        awaitCommands("nearby");
        phone.tell(new UserAgentEvent.NearbyPhones(List.of(), true));
        await("it looks", () -> "Looking …".equals(nearby.label("nearbyStatus").text()));
        nearby.button("callNearby").requireDisabled();
        InetAddress there = InetAddress.ofLiteral("192.168.7.3");
        phone.tell(
                new UserAgentEvent.NearbyPhones(
                        List.of(
                                new NearbyPhone("<html>Bob in the kitchen", there, 5060),
                                new NearbyPhone("Carol", there, 5062)),
                        false));
        await("both are shown", () -> nearby.list("nearbyPhones").contents().length == 2);
        assertThat(nearby.list("nearbyPhones").contents()[0])
                .isEqualTo("<html>Bob in the kitchen  –  192.168.7.3");
        assertThat(nearby.label("nearbyStatus").text()).isBlank();
        nearby.list("nearbyPhones").selectItem(1);
        nearby.button("callNearby").click();
        awaitCommands("nearby", "call --direct Carol");
        nearby.requireNotVisible();
    }

    private boolean isShown(String button) {
        return robot.finder().findAll(window.target(), c -> button.equals(c.getName())).stream()
                .anyMatch(java.awt.Component::isVisible);
    }

    private void type(String text) {
        robot.enterText(text);
        robot.waitForIdle();
    }

    private void press(int key) {
        robot.pressAndReleaseKey(key);
        robot.waitForIdle();
    }

    private void alt(int key) {
        with(KeyEvent.VK_ALT, key);
    }

    private void with(int modifier, int key) {
        robot.pressKey(modifier);
        try {
            robot.pressAndReleaseKey(key);
        } finally {
            robot.releaseKey(modifier);
        }
        robot.waitForIdle();
    }

    private void awaitText(String textBox, String text) {
        await(textBox + " says " + text, () -> text.equals(window.textBox(textBox).text()));
    }

    private void awaitTranscript(String text) {
        await(
                "the transcript has " + text,
                () -> window.textBox("transcript").text().contains(text));
    }

    /// What the window told the phone, once what was typed and clicked has gone through the display.
    private void awaitCommands(String... expected) {
        await("commands", () -> phone.commands().size() >= expected.length);
        assertThat(phone.commands()).containsExactly(expected);
    }

    private static void await(String what, BooleanSupplier condition) {
        Pause.pause(
                new Condition(what) {
                    @Override
                    public boolean test() {
                        return condition.getAsBoolean();
                    }
                },
                10_000);
    }

    private void logIn() {
        window.textBox("address").enterText("alice@example.org");
        window.button("logIn").click();
        phone.awaitSubscriber();
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        robot.waitForIdle();
    }

    private static CallChanged call(int id, String peer, CallPhase phase) {
        return new CallChanged(
                new Id(id),
                phase,
                peer,
                true,
                "",
                false,
                false,
                Optional.of("opus"),
                Optional.of("SDES:AEAD_AES_256_GCM"));
    }

    private static GenericTypeMatcher<Dialog> withTitle(String title) {
        return new GenericTypeMatcher<>(Dialog.class) {
            @Override
            protected boolean isMatching(Dialog dialog) {
                return title.equals(dialog.getTitle()) && dialog.isShowing();
            }
        };
    }

    private static GenericTypeMatcher<JButton> withText(String text) {
        return new GenericTypeMatcher<>(JButton.class) {
            @Override
            protected boolean isMatching(JButton button) {
                return text.equals(button.getText()) && button.isShowing();
            }
        };
    }

    private static CallChanged changed(CallPhase phase, Optional<String> encryption) {
        return new CallChanged(
                new Id(60), phase, BOB, true, "", false, false, Optional.of("opus"), encryption);
    }
}
