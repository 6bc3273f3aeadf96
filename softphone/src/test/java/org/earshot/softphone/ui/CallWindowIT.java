package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;
import static org.assertj.swing.finder.WindowFinder.findFrame;

import java.awt.Component;
import java.awt.Point;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.assertj.swing.edt.GuiActionRunner;
import org.assertj.swing.fixture.DialogFixture;
import org.assertj.swing.fixture.FrameFixture;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.look.LevelMeter;
import org.earshot.softphone.ui.model.QualityTraceTest;
import org.junit.jupiter.api.Test;

/// Calls in the window.
class CallWindowIT extends WindowRig {
    @Test
    void aPlainCallIsShownOpen() {
        logIn();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("none")));
        robot.waitForIdle();
        soon(() -> assertThat(window.label("lock").text()).isEqualTo("Not encrypted"));
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
        soon(() ->
                assertThat(window.label("callState").text())
                        .isEqualTo("bob@example.org is on hold"));
        window.toggleButton("hold").click();
        awaitCommands("hold 60", "resume 60");
    }

    @Test
    void oneGoesFromCallToCallAndLetsAllTalkTogether() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.HELD));
        phone.tell(call(61, CAROL, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("callState").text())
                        .isEqualTo("In a call with carol@example.org"));
        soon(() ->
                assertThat(window.label("otherCall").text())
                        .isEqualTo("bob@example.org is on hold"));

        window.button("switch").click();
        awaitCommands("hold 61", "resume 60");
        phone.tell(call(61, CAROL, CallPhase.HELD));
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("callState").text())
                        .isEqualTo("In a call with bob@example.org"));

        window.button("more").click();
        window.menuItem("conference").click();
        awaitCommands("hold 61", "resume 60", "conference 60 61");
        phone.tell(new UserAgentEvent.ConferenceChanged(List.of(new Id(60), new Id(61))));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("callState").text())
                        .isEqualTo("In a conference with bob@example.org, carol@example.org"));
        window.button("more").click();
        window.menuItem("endConference").click();
        await("the end", () -> commands().getLast().equals("conference off"));
    }

    @Test
    void aCallIsHandedOverToAnAddressOrToAnotherCall() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        window.button("more").click();
        window.menuItem("transfer").click();
        DialogFixture dialog = findDialog(withTitle("Hand over")).withTimeout(30_000).using(robot);
        dialog.comboBox("address").replaceText("not an address@");
        dialog.button(withText("Hand over")).click();
        // the first dialog is still there for a moment, and says nothing
        await(
                "what is wrong",
                () ->
                        findDialog(withTitle("Hand over"))
                                .withTimeout(30_000)
                                .using(robot)
                                .label("addressProblem")
                                .text()
                                .contains("bob@example.org"));
        dialog = findDialog(withTitle("Hand over")).withTimeout(30_000).using(robot);
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
        DialogFixture keypad = findDialog("keypad").withTimeout(30_000).using(robot);
        // one that only begins to show has no place on the display yet, and what is clicked there
        // is lost
        await("the keypad has the keys", () -> keypad.textBox("sent").target().isFocusOwner());
        keypad.button("key5").click();
        awaitCommands("dtmf 60 5");
        keypad.textBox("sent").focus();
        type("7x#");
        awaitCommands("dtmf 60 5", "dtmf 60 7", "dtmf 60 #");
        soon(() -> assertThat(keypad.textBox("sent").text()).isEqualTo("57#"));
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
                findDialog(withTitle("Security code")).withTimeout(30_000).using(robot);
        dialog.button(withText("They are the same")).click();
        awaitCommands("compared 60");
    }

    @Test
    void aRecordingIsSeenAndEnded() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        phone.tell(new UserAgentEvent.RecordingChanged(new Id(60), Path.of("call.wav"), true, ""));
        robot.waitForIdle();
        soon(() -> window.label("recording").requireVisible());
        window.button("more").click();
        window.menuItem("stopRecording").click();
        awaitCommands("record 60 off");
        phone.tell(new UserAgentEvent.RecordingChanged(new Id(60), Path.of("call.wav"), false, ""));
        robot.waitForIdle();
        soon(() ->
                assertThat(robot.finder().findByName("recording", JLabel.class, false).isVisible())
                        .isFalse());
        awaitTranscript("Recorded to call.wav");
    }

    @Test
    void whereTheOrganisationForbidsItThereIsNothingToRecordWith() {
        logIn();
        phone.tell(new UserAgentEvent.RecordingAllowed(false));
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        await("a call", () -> isShown("more"));
        window.button("more").click();
        await("a menu", () -> isOffered("transfer") && isOffered("devices"));
        assertThat(isOffered("record")).isFalse();
        press(KeyEvent.VK_ESCAPE);
        phone.tell(new UserAgentEvent.RecordingAllowed(true));
        robot.waitForIdle();
        window.button("more").click();
        await("it is there again", () -> isOffered("record"));
    }

    /// Whether a menu has it that is open; menus are no part of the window.
    private boolean isOffered(String item) {
        return robot.finder().findAll(c -> item.equals(c.getName())).stream()
                .anyMatch(Component::isShowing);
    }

    @Test
    void aCallThatComesIsAnsweredWithWordsInPlaceOfSpeech() {
        logIn();
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "Bob"));
        robot.waitForIdle();
        window.button("reply").click();
        window.menuItem("reply.meeting").click();
        awaitCommands("reject 60", "message " + BOB + " I'm in a meeting.");
    }

    /// Another window has the keyboard: the notice says who calls, and takes nothing from it.
    @Test
    void whoLooksElsewhereIsToldOfACallAndGoesOnTyping() {
        logIn();
        JFrame other =
                GuiActionRunner.execute(() -> {
                    JFrame frame = new JFrame("other");
                    frame.add(new JTextField(20));
                    frame.pack();
                    frame.setLocation(0, 760);
                    frame.setVisible(true);
                    return frame;
                });
        try {
            robot.focusAndWaitForFocusGain(other.getContentPane().getComponent(0));
            phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "<html>Bob"));
            await("the notice", () -> notice().isPresent());
            soon(() ->
                    assertThat(robot.finder().findByName("noticeCaller", JLabel.class).getText())
                            .isEqualTo("<html>Bob (bob@example.org)"));
            soon(() -> assertThat(notice().orElseThrow().getFocusableWindowState()).isFalse());
            soon(() -> assertThat(notice().orElseThrow().isAlwaysOnTop()).isTrue());
            type("still here");
            assertThat(((JTextField) other.getContentPane().getComponent(0)).getText())
                    .isEqualTo("still here");
            robot.click(robot.finder().findByName("noticeAnswer", JButton.class));
            awaitCommands("answer 60");
            phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("none")));
            await("the notice goes", () -> notice().isEmpty());
        } finally {
            GuiActionRunner.execute(other::dispose);
        }
    }

    private void close(String answer) {
        SwingUtilities.invokeLater(() ->
                window.target()
                        .dispatchEvent(
                                new WindowEvent(window.target(), WindowEvent.WINDOW_CLOSING)));
        findDialog(withTitle("Earshot"))
                .withTimeout(30_000)
                .using(robot)
                .button(withText(answer))
                .click();
    }

    @Test
    void whoClosesTheWindowInACallIsAskedFirst() {
        logIn();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        await("a call", () -> isShown("hangUp"));
        close("Cancel");
        robot.waitForIdle();
        assertThat(window.target().isShowing()).isTrue();
        close("Quit");
        await("the window goes", () -> !window.target().isShowing());
    }

    @Test
    void theCallGoesIntoAWindowOfItsOwnAndBack() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        window.button("popOut").click();
        FrameFixture own = findFrame("callWindow").withTimeout(30_000).using(robot);
        soon(() -> assertThat(own.target().isAlwaysOnTop()).isTrue());
        soon(() -> assertThat(own.target().getTitle()).isEqualTo("In a call with bob@example.org"));
        soon(() -> window.label("callApart").requireVisible());
        own.toggleButton("onTop").click();
        await("not on top", () -> !own.target().isAlwaysOnTop());
        soon(() -> assertThat(settings.get("call.onTop")).contains("false"));
        own.toggleButton("hold").click();
        awaitCommands("hold 60");
        own.moveTo(new Point(40, 60));
        await("its place is kept", () -> settings.get("call.place").orElse("").startsWith("40 60"));
        own.close(); // its window is closed: the call is where it was, and goes on
        await("docked", () -> isShown("hangUp"));
        soon(() -> assertThat(own.target().isShowing()).isFalse());

        window.textBox("text").click();
        robot.pressKey(java.awt.event.KeyEvent.VK_CONTROL);
        with(java.awt.event.KeyEvent.VK_SHIFT, java.awt.event.KeyEvent.VK_D);
        robot.releaseKey(java.awt.event.KeyEvent.VK_CONTROL);
        FrameFixture again = findFrame("callWindow").withTimeout(30_000).using(robot);
        soon(() -> assertThat(again.target().isAlwaysOnTop()).isFalse());
        await("where it was", () -> again.target().getLocation().equals(new Point(40, 60)));
        phone.tell(call(60, BOB, CallPhase.ENDED));
        await("goes with the call", () -> !again.target().isShowing());
        await("the bar is back", () -> isShown("call"));
        assertThat(commands()).containsExactly("hold 60");
    }

    @Test
    void theDotsOpenGraphsThatGoWithTheCall() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        phone.tell(QualityTraceTest.report(30, 0.5, 4.4));
        robot.waitForIdle();
        soon(() ->
                assertThat(
                                window.button("qualityDots")
                                        .target()
                                        .getAccessibleContext()
                                        .getAccessibleName())
                        .startsWith("Sound quality 4"));
        await("the level", () -> level("callLevel").shown() > 50);
        await("what is heard", () -> level("heardLevel").shown() > 50);
        soon(() ->
                assertThat(level("callLevel").getAccessibleContext().getAccessibleName())
                        .isEqualTo("Level of the microphone"));
        soon(() ->
                assertThat(level("heardLevel").getAccessibleContext().getAccessibleName())
                        .isEqualTo("Level of the other side"));
        window.button("qualityDots").click();
        DialogFixture graphs = findDialog("qualityWindow").withTimeout(30_000).using(robot);
        soon(() ->
                assertThat(graphs.label("qualityNow").text())
                        .matches("Quality 4.4 of 5 – 0.5 % lost – jitter 3 ms – delay 55 ms"));
        soon(() -> graphs.label("qualityEcho").requireText(""));
        phone.tell(QualityTraceTest.report(230, 2, 3.4, OptionalDouble.of(23.4)));
        await("the next second", () -> graphs.label("qualityNow").text().contains("155 ms"));
        soon(() ->
                graphs.label("qualityEcho")
                        .requireText("Echo of your loudspeaker reduced by 23 dB"));
        phone.tell(call(60, BOB, CallPhase.ENDED));
        await("the graphs go", () -> !graphs.target().isShowing());
    }

    private LevelMeter level(String name) {
        return robot.finder().findByName(name, LevelMeter.class);
    }

    @Test
    void somebodyIsAddedAndAllTalkTogether() {
        int added = carolIsCalledBesideBob();
        phone.tell(call(added, CAROL, CallPhase.CALLING));
        phone.tell(call(added, CAROL, CallPhase.ESTABLISHED));
        await("together", () -> commands().getLast().equals("conference 60 " + added));
    }

    @Test
    void whoIsAddedAndDoesNotAnswerLeavesTheCallAsItWas() {
        int added = carolIsCalledBesideBob();
        phone.tell(call(added, CAROL, CallPhase.RINGING));
        phone.tell(call(added, CAROL, CallPhase.ENDED));
        await("back to Bob", () -> commands().getLast().equals("resume 60"));
    }

    /// Bob waits meanwhile.
    ///
    /// @return the new call
    private int carolIsCalledBesideBob() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        add("carol");
        await("a call", () -> commands().contains("call " + CAROL));
        int added = 7;
        phone.tell(call(60, BOB, CallPhase.HELD));
        return added;
    }

    private void add(String whom) {
        window.button("more").click();
        window.menuItem("addPerson").click();
        DialogFixture dialog =
                findDialog(withTitle("Add somebody")).withTimeout(30_000).using(robot);
        dialog.comboBox("address").replaceText(whom);
        dialog.button(withText("Call")).click();
    }

    @Test
    void whatTheLockMeansIsSaidToWhoHasNoMouse() {
        logIn();
        phone.tell(call(60, BOB, CallPhase.ESTABLISHED));
        robot.waitForIdle();
        window.button("more").click();
        window.menuItem("lock").click();
        DialogFixture dialog =
                findDialog(withTitle("What the lock means")).withTimeout(30_000).using(robot);
        dialog.button(withText("OK")).click();
    }

    private static Optional<Window> notice() {
        return Arrays.stream(Window.getWindows())
                .filter(window -> "callNotice".equals(window.getName()) && window.isShowing())
                .findFirst();
    }
}
