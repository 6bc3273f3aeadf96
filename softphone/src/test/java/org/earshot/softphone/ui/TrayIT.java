package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Frame;
import java.awt.Point;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.swing.core.MouseButton;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.desktop.Notices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The sign in a tray, and with it the window that hides there; the tray is another program's.
class TrayIT extends WindowRig {
    private static Optional<Process> tray = Optional.empty();

    @BeforeAll
    static void startTray() throws IOException {
        boolean there =
                Stream.of("/usr/bin/trayer", "/usr/local/bin/trayer")
                        .anyMatch(program -> Files.isExecutable(Path.of(program)));
        Assumptions.assumeTrue(there, "SKIPPED: trayer is not installed; bin/test installs it");
        tray =
                Optional.of(
                        new ProcessBuilder("trayer", "--edge", "top", "--align", "left")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start());
        await("a tray", SystemTray::isSupported);
    }

    @AfterAll
    static void stopTray() throws InterruptedException {
        if (tray.isPresent()) {
            tray.get().destroy();
            assertThat(tray.get().waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// A window that a test closes does not quit: its sign would stay.
    @AfterEach
    void removeSigns() {
        GuiActionRunner.execute(() -> {
            for (TrayIcon sign : SystemTray.getSystemTray().getTrayIcons()) {
                SystemTray.getSystemTray().remove(sign);
            }
        });
    }

    @BeforeEach
    void awaitSign() {
        await("a sign", () -> SystemTray.getSystemTray().getTrayIcons().length > 0);
    }

    private static TrayIcon sign() {
        return SystemTray.getSystemTray().getTrayIcons()[0];
    }

    /// Where it is on the screen.
    private static Point place() {
        return Arrays.stream(Frame.getFrames())
                .filter(frame -> frame.getClass().getName().contains("TrayIcon"))
                .filter(Component::isShowing)
                .map(frame -> {
                    Point at = frame.getLocationOnScreen();
                    return new Point(at.x + frame.getWidth() / 2, at.y + frame.getHeight() / 2);
                })
                .findFirst()
                .orElseThrow();
    }

    private void closeToTray() {
        go(Page.SETTINGS);
        window.list("sections").selectItem(3);
        robot.waitForIdle();
        soon(() -> window.checkBox("closeToTray").requireEnabled());
        window.checkBox("closeToTray").click();
        await("it is remembered", () -> SystemPanel.isOn(settings, SystemPanel.CLOSE_TO_TRAY));
    }

    @Test
    void itSaysWhetherThePhoneCanBeReached() {
        soon(() -> assertThat(sign().getToolTip()).isEqualTo("Earshot – logged out"));
        logIn();
        await("online", () -> sign().getToolTip().equals("Earshot – alice@example.org: Online"));
        phone.tell(
                new UserAgentEvent.RegistrationFailed(
                        "sip:alice@example.org", "no answer", Optional.of(Duration.ofSeconds(5))));
        await("it is not", () -> sign().getToolTip().contains("no answer"));
        phone.tell(new UserAgentEvent.DoNotDisturbChanged(true));
        await(
                "quiet",
                () ->
                        sign().getToolTip()
                                .toLowerCase(java.util.Locale.ROOT)
                                .contains("do not disturb"));
    }

    @Test
    void theWindowHidesThereAndMessagesAreTold() {
        logIn();
        closeToTray();
        go(Page.CHATS);
        window.close();
        await("it is hidden", () -> !window.target().isVisible());
        phone.tell(NotingChat.received(BOB, "are you there?"));
        await("a notice", () -> balloons() > 0);
        await("one is new", () -> sign().getToolTip().endsWith("one not seen"));
        assertThat(commands()).noneMatch(command -> command.startsWith("quit"));
    }

    @Test
    void theMenuOpensTheWindow() {
        logIn();
        closeToTray();
        window.close();
        await("it is hidden", () -> !window.target().isVisible());
        robot.click(place(), MouseButton.RIGHT_BUTTON, 1);
        robot.pressAndReleaseKeys(KeyEvent.VK_DOWN, KeyEvent.VK_ENTER);
        await("it is back", () -> window.target().isVisible());
    }

    @Test
    void nothingIsToldWhereTheUserWantsNoneAndAClickBringsTheWindowBack() {
        settings.put(Notices.SETTING, "NONE");
        logIn();
        closeToTray();
        window.close();
        await("it is hidden", () -> !window.target().isVisible());
        phone.tell(NotingChat.received(BOB, "are you there?"));
        await("one is new", () -> sign().getToolTip().endsWith("one not seen"));
        soon(() -> assertThat(balloons()).isZero());
        robot.click(place(), MouseButton.LEFT_BUTTON, 1);
        await("it is back", () -> window.target().isVisible());
    }

    @Test
    void aPhoneThatStartsMinimisedIsInTheTrayAloneAndLogsIn() {
        NotingPhone other = new NotingPhone();
        PhoneWindow.show(
                Accounts.one(
                        (_, listener) -> {
                            other.subscribe(listener);
                            return other;
                        },
                        enrolment,
                        new LogInForm("carol@example.org", "kept", "", "tls", "")),
                settings,
                true,
                () -> {});
        other.awaitSubscriber();
        other.tell(new UserAgentEvent.Registered(CAROL, Duration.ofHours(1)));
        await(
                "online",
                () ->
                        Arrays.stream(SystemTray.getSystemTray().getTrayIcons())
                                .anyMatch(sign ->
                                        sign.getToolTip()
                                                .equals("Earshot – carol@example.org: Online")));
        assertThat(
                        Arrays.stream(Frame.getFrames())
                                .filter(frame -> frame.getTitle().startsWith("Earshot"))
                                .filter(Component::isShowing))
                .hasSize(1); // the other test's
    }

    private static long balloons() {
        return Arrays.stream(Window.getWindows())
                .filter(one -> one.getClass().getName().contains("Balloon") && one.isShowing())
                .count();
    }
}
