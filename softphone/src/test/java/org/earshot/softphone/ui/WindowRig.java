package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findFrame;

import java.awt.Component;
import java.awt.Dialog;
import java.awt.GraphicsEnvironment;
import java.awt.KeyboardFocusManager;
import java.awt.MouseInfo;
import java.awt.PointerInfo;
import java.awt.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JList;
import org.assertj.swing.core.BasicRobot;
import org.assertj.swing.core.GenericTypeMatcher;
import org.assertj.swing.core.Robot;
import org.assertj.swing.edt.FailOnThreadViolationRepaintManager;
import org.assertj.swing.edt.GuiActionRunner;
import org.assertj.swing.exception.ComponentLookupException;
import org.assertj.swing.exception.WaitTimedOutError;
import org.assertj.swing.fixture.FrameFixture;
import org.assertj.swing.timing.Condition;
import org.assertj.swing.timing.Pause;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NotingEnrolment;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.sound.AudioCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// The window on a display, with a phone that only notes what it is told, and a robot that moves the mouse and presses keys.
abstract class WindowRig {
    private static final List<String> ASKED =
            List.of("picture get", "directory", "profile", "devices", "groups", "group members");

    static final String BOB = "sip:bob@example.org";
    static final String CAROL = "sip:carol@example.org";

    final NotingPhone phone = new NotingPhone();
    final NotingEnrolment enrolment = new NotingEnrolment();
    final WindowSettings settings = WindowSettings.ofThisRun();
    Robot robot;
    FrameFixture window;

    /// Whether the window is one that was never shown before.
    boolean isFirstRun() {
        return false;
    }

    @BeforeAll
    static void display() {
        Assumptions.assumeFalse(
                GraphicsEnvironment.isHeadless(),
                "SKIPPED: there is no display here; bin/test makes a virtual one");
        FailOnThreadViolationRepaintManager.install();
    }

    @BeforeEach
    void open() {
        if (!isFirstRun()) {
            settings.put(AudioCheck.SETTING, "done");
        }
        robot = BasicRobot.robotWithNewAwtHierarchy();
        // an event goes by way of the display, which takes its time: less than this, and a click is
        // lost on a quick machine
        robot.settings().delayBetweenEvents(10);
        robot.settings().eventPostingDelay(100);
        show();
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

    /// Opens the window.
    void show() {
        PhoneWindow.showLogIn(
                (form, listener) -> {
                    if (form.address().isEmpty()) {
                        throw new IllegalArgumentException("an address is needed");
                    }
                    phone.subscribe(listener);
                    return phone;
                },
                enrolment,
                LogInForm.empty(),
                settings,
                () -> {});
    }

    @AfterEach
    void close() {
        window.cleanUp();
        // what showed itself once more meanwhile, such as for a call, would lie over the next
        // test's window
        GuiActionRunner.execute(() ->
                Arrays.stream(Window.getWindows())
                        .filter(Window::isShowing)
                        .forEach(Window::dispose));
    }

    final void logIn() {
        window.textBox("address").enterText("alice@example.org");
        window.button("logIn").click();
        phone.awaitSubscriber();
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        robot.waitForIdle();
    }

    /// Finds somebody by the field above the list, and goes to the conversation.
    final void find(String typed) {
        window.textBox("search").enterText(typed + "\n");
        robot.waitForIdle();
    }

    final void go(Page page) {
        window.toggleButton("page-" + page.word()).click();
        robot.waitForIdle();
    }

    /// What the rows of a list say to who can't see them.
    final List<String> rows(String list) {
        return GuiActionRunner.execute(() -> {
            JList<?> found = robot.finder().findByName(window.target(), list, JList.class, false);
            return words(found);
        });
    }

    private static <T> List<String> words(JList<T> list) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < list.getModel().getSize(); i++) {
            words.add(
                    list.getCellRenderer()
                            .getListCellRendererComponent(
                                    list, list.getModel().getElementAt(i), i, false, false)
                            .getAccessibleContext()
                            .getAccessibleName());
        }
        return words;
    }

    final String transcript() {
        return String.join("\n", rows("transcript"));
    }

    final int shown(String button) {
        return robot.finder()
                .findAll(
                        window.target(),
                        component -> button.equals(component.getName()) && component.isShowing())
                .size();
    }

    final boolean isShown(String name) {
        return robot.finder().findAll(window.target(), c -> name.equals(c.getName())).stream()
                .anyMatch(Component::isShowing);
    }

    final void type(String text) {
        robot.enterText(text);
        robot.waitForIdle();
    }

    final void press(int key) {
        robot.pressAndReleaseKey(key);
        robot.waitForIdle();
    }

    final void with(int modifier, int key) {
        robot.pressKey(modifier);
        try {
            robot.pressAndReleaseKey(key);
        } finally {
            robot.releaseKey(modifier);
        }
        robot.waitForIdle();
    }

    final void alt(int key) {
        with(java.awt.event.KeyEvent.VK_ALT, key);
    }

    final void awaitText(String textBox, String text) {
        await(textBox + " says " + text, () -> text.equals(window.textBox(textBox).text()));
    }

    final void awaitLabel(String label, String text) {
        await(label + " says " + text, () -> text.equals(window.label(label).text()));
    }

    final void awaitTranscript(String text) {
        await("the transcript has " + text, () -> transcript().contains(text));
    }

    /// What the window told the phone, once what was typed and clicked has gone through the display.
    final void awaitCommands(String... expected) {
        await("commands", () -> commands().size() >= expected.length);
        assertThat(commands()).containsExactly(expected);
    }

    /// What the window told the phone to do; not what it only asked.
    final List<String> commands() {
        return phone.commands().stream()
                .filter(command -> ASKED.stream().noneMatch(command::startsWith))
                .toList();
    }

    /// Waits until it holds. What has changed is shown once for all that has come meanwhile, and not before the window has rested from the time
    /// before (`Refresher`), which the robot does not know: on a busy machine an idle event queue says nothing.
    static void soon(Runnable assertion) {
        AtomicReference<AssertionError> last = new AtomicReference<>(new AssertionError("?"));
        try {
            await(
                    "what is asserted",
                    () -> {
                        try {
                            assertion.run();
                            return true;
                        } catch (AssertionError e) {
                            last.set(e);
                            return false;
                        }
                    });
        } catch (WaitTimedOutError e) {
            last.get().addSuppressed(e);
            throw last.get();
        }
    }

    /// Waits for `condition`. What it asks for may not be on the screen yet: that is "not yet", not an error.
    static void await(String what, BooleanSupplier condition) {
        Pause.pause(
                new Condition(what) {
                    @Override
                    public boolean test() {
                        try {
                            return condition.getAsBoolean();
                        } catch (ComponentLookupException _) {
                            return false;
                        }
                    }

                    @Override
                    protected String descriptionAddendum() {
                        return "; " + whereThingsAre();
                    }
                },
                30_000);
    }

    /// Where the mouse, the keys and the windows are, for who asks why something has not come.
    private static String whereThingsAre() {
        KeyboardFocusManager keys = KeyboardFocusManager.getCurrentKeyboardFocusManager();
        return "the mouse is at "
                + Optional.ofNullable(MouseInfo.getPointerInfo()).map(PointerInfo::getLocation)
                + ", the focus at "
                + keys.getFocusOwner()
                + ", the windows are "
                + Arrays.stream(Window.getWindows()).filter(Window::isShowing).toList();
    }

    static CallChanged call(int id, String peer, CallPhase phase) {
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

    static CallChanged changed(CallPhase phase, Optional<String> encryption) {
        return new CallChanged(
                new Id(60), phase, BOB, true, "", false, false, Optional.of("opus"), encryption);
    }

    static GenericTypeMatcher<Dialog> withTitle(String title) {
        return new GenericTypeMatcher<>(Dialog.class) {
            @Override
            protected boolean isMatching(Dialog dialog) {
                return title.equals(dialog.getTitle()) && dialog.isShowing();
            }
        };
    }

    static GenericTypeMatcher<JButton> withText(String text) {
        return new GenericTypeMatcher<>(JButton.class) {
            @Override
            protected boolean isMatching(JButton button) {
                return text.equals(button.getText()) && button.isShowing();
            }
        };
    }
}
