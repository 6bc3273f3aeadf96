package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.assertj.swing.core.BasicRobot;
import org.assertj.swing.core.Robot;
import org.assertj.swing.edt.FailOnThreadViolationRepaintManager;
import org.assertj.swing.fixture.DialogFixture;
import org.assertj.swing.timing.Condition;
import org.assertj.swing.timing.Pause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The phone that is started with a link, as a browser does it, and once more while it runs.
class LinkStartIT {
    private static final String LINK =
            "earshot://invite/example.org?service=https://example.org:8443&secret=abcdefghijklmnop";

    @TempDir private Path folder;
    private Path data;
    private Robot robot;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    @BeforeEach
    void display() throws IOException {
        Assumptions.assumeFalse(
                GraphicsEnvironment.isHeadless(),
                "SKIPPED: there is no display here; bin/test makes a virtual one");
        FailOnThreadViolationRepaintManager.install();
        data = folder.resolve("data");
        robot = BasicRobot.robotWithNewAwtHierarchy();
        robot.settings().delayBetweenEvents(10);
        robot.settings().eventPostingDelay(100);
    }

    @AfterEach
    void close() throws Exception {
        if (robot == null) {
            return; // there was no display
        }
        SwingUtilities.invokeAndWait(() ->
                Arrays.stream(Frame.getFrames())
                        .filter(Window::isShowing)
                        .forEach(frame ->
                                frame.dispatchEvent(
                                        new WindowEvent(frame, WindowEvent.WINDOW_CLOSING))));
        assertThat(ended.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(data.resolve("phone.sock")).doesNotExist();
        robot.cleanUp();
    }

    private void start(String... more) {
        List<String> arguments = new ArrayList<>(options());
        arguments.addAll(List.of(more));
        Thread.ofPlatform()
                .daemon()
                .start(() -> ended.complete(PhoneMain.run(arguments.toArray(new String[0]))));
    }

    private List<String> options() {
        return List.of("--data", data.toString(), "--audio-in", "silence", "--audio-out", "null");
    }

    private record Ended(int status, String said) {}

    /// In a process of its own, as a desktop does it.
    private Ended startOnceMore(String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                "org.earshot.softphone.app.PhoneMain"));
        command.addAll(options());
        command.addAll(List.of(more));
        Path said = folder.resolve("said");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(said));
    }

    private DialogFixture dialog() {
        return findDialog("enrol").withTimeout(60_000).using(robot);
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        Pause.pause(
                new Condition(what) {
                    @Override
                    public boolean test() {
                        return condition.getAsBoolean();
                    }
                },
                60_000);
    }

    private void shows(DialogFixture dialog, String link) {
        await(link, () -> dialog.textBox("link").text().equals(link));
    }

    @Test
    void theDialogIsFilledInAndALaterStartHandsItsLinkOver() throws Exception {
        start("--", LINK);
        DialogFixture dialog = dialog();
        shows(dialog, LINK);
        String reset = LINK.replace("invite", "reset") + "&name=alice";
        assertThat(startOnceMore("--", reset))
                .satisfies(once -> {
                    assertThat(once.said()).contains("it runs already");
                    assertThat(once.status()).isZero();
                });
        shows(dialog, reset);
        // what is none of ours gets nowhere, whatever asks for it
        assertThat(startOnceMore("--", "https://example.org/"))
                .satisfies(once -> {
                    assertThat(once.said())
                            .contains("only a link of your administrator can be opened");
                    assertThat(once.status()).isEqualTo(2);
                });
        assertThat(startOnceMore("--", LINK.substring(0, 40)).status()).isZero();
        await(
                "that it is damaged",
                () -> dialog.textBox("enrolTold").text().contains("cut off or damaged"));
        dialog.button("enrolCancel").click();
    }
}
