package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.event.KeyEvent;
import java.util.Optional;
import org.assertj.swing.fixture.DialogFixture;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.sound.AudioCheck;
import org.junit.jupiter.api.Test;

/// The check of the sound after the first log-in.
class AudioCheckIT extends WindowRig {
    @Override
    boolean isFirstRun() {
        return true;
    }

    private DialogFixture check() {
        return findDialog("audioCheck").withTimeout(20_000).using(robot);
    }

    private void remembered(String how) {
        await(how, () -> settings.get(AudioCheck.SETTING).equals(Optional.of(how)));
    }

    @Test
    void somebodyHearsTwoNotesAndThenOneself() {
        logIn();
        DialogFixture check = check();
        await("the microphone is open", phone.sound()::isOpen);
        await(
                "the window for it is in front",
                () -> check.button("checkTone").target().isFocusOwner());
        check.button("checkTone").click();
        await("notes", () -> phone.sound().tones() == 1);
        await(
                "a question",
                () -> check.textBox("checkToneTold").text().startsWith("Did you hear two notes?"));
        await("devices", () -> check.comboBox("microphone").contents().length == 2);
        check.comboBox("microphone").selectItem(1);
        await(
                "the headset",
                () ->
                        phone.sound()
                                .chosen(Sound.Use.MICROPHONE)
                                .equals(Optional.of("usb-headset")));
        phone.sound().hear(0, false, true);
        check.button("checkRecord").click();
        await(
                "what to do",
                () -> check.textBox("checkRecordTold").text().startsWith("Nothing was heard."));
        phone.sound().hear(0, true, true);
        check.button("checkRecord").click();
        await(
                "why",
                () ->
                        check.textBox("checkRecordTold")
                                .text()
                                .startsWith("Your system has muted the microphone."));
        phone.sound().hear(0.4, false, true);
        check.button("checkRecord").click();
        await(
                "it works",
                () -> check.textBox("checkRecordTold").text().equals("Your microphone works"));
        check.button("checkDone").click();
        remembered("done");
        soon(() -> check.requireNotVisible());
        await("the microphone is shut", () -> !phone.sound().isOpen());
    }

    @Test
    void itIsSkippedByTheKeyboardAndDoneLaterInTheSettings() {
        logIn();
        DialogFixture check = check();
        soon(() -> check.button("checkTone").requireFocused());
        press(KeyEvent.VK_SPACE);
        await("notes", () -> phone.sound().tones() == 1);
        press(KeyEvent.VK_ESCAPE);
        remembered("skipped");
        await("the window", () -> !check.target().isShowing());
        go(Page.SETTINGS);
        window.list("sections").selectItem(1);
        robot.waitForIdle();
        window.button("soundCheck").click();
        DialogFixture again = check();
        alt(KeyEvent.VK_A); // I hear and am heard
        remembered("done");
        soon(() -> again.requireNotVisible());
    }

    @Test
    void aCallComesFirst() {
        logIn();
        DialogFixture check = check();
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "Bob"));
        await("it makes way", () -> !check.target().isShowing());
        soon(() -> assertThat(settings.get(AudioCheck.SETTING)).isEmpty());
    }
}
