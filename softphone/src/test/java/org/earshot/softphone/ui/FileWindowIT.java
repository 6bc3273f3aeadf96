package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import javax.swing.TransferHandler;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;

/// Files in the window.
class FileWindowIT extends WindowRig {
    @Test
    void aFileThatIsOfferedIsTakenAndSeenOnItsWay() {
        logIn();
        phone.tell(file(UserAgentEvent.FilePhase.OFFERED, 0));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("file").text())
                        .isEqualTo("bob@example.org sends you <html>plan.pdf (2.5 MB)"));
        window.button("acceptFile").click();
        awaitCommands("accept 70");
        phone.tell(file(UserAgentEvent.FilePhase.PROGRESS, 1_000_000));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("file").text())
                        .isEqualTo("From bob@example.org: <html>plan.pdf (2.5 MB)"));
        soon(() ->
                assertThat(window.label("fileState").text())
                        .isEqualTo("40 %, 3 s left, 500 kB/s, directly"));
        window.button("pauseFile").click();
        awaitCommands("accept 70", "pause 70");
        phone.tell(paused(""));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("file").text())
                        .isEqualTo("From bob@example.org: <html>plan.pdf (2.5 MB)"));
        soon(() -> assertThat(window.label("fileState").text()).isEqualTo("40 %, paused"));
        soon(() -> assertThat(shown("pauseFile")).isZero());
        soon(() ->
                assertThat(
                                window.button("resumeFile")
                                        .target()
                                        .getAccessibleContext()
                                        .getAccessibleName())
                        .isEqualTo("Resume <html>plan.pdf"));
        window.button("resumeFile").click();
        awaitCommands("accept 70", "pause 70", "resume 70");
        phone.tell(paused("the other side paused it"));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("fileState").text())
                        .isEqualTo("40 %, paused – the other side paused it"));
        soon(() -> assertThat(shown("pauseFile") + shown("resumeFile")).isZero());
        phone.tell(file(UserAgentEvent.FilePhase.PROGRESS, 1_000_000));
        robot.waitForIdle();
        window.button("pauseFile").focus();
        robot.pressAndReleaseKeys(java.awt.event.KeyEvent.VK_SPACE);
        awaitCommands("accept 70", "pause 70", "resume 70", "pause 70");
        phone.tell(paused(""));
        robot.waitForIdle();
        soon(() -> window.button("resumeFile").requireFocused());
        robot.pressAndReleaseKeys(java.awt.event.KeyEvent.VK_SPACE);
        awaitCommands("accept 70", "pause 70", "resume 70", "pause 70", "resume 70");
        window.button("cancelFile").click();
        awaitCommands("accept 70", "pause 70", "resume 70", "pause 70", "resume 70", "cancel 70");
        phone.tell(file(UserAgentEvent.FilePhase.COMPLETE, 2_500_000));
        robot.waitForIdle();
        awaitTranscript("Received <html>plan.pdf, kept as plan.pdf");
    }

    @Test
    void onThePageOfFilesTheyArePausedAndGoOnToo() {
        logIn();
        phone.tell(file(UserAgentEvent.FilePhase.PROGRESS, 1_000_000));
        await("above the conversation", () -> isShown("pauseFile"));
        go(Page.FILES);
        await("in the list instead", () -> isShown("pauseFileHere") && !isShown("pauseFile"));
        soon(() -> assertThat(window.label("fileHere").text()).isEqualTo("<html>plan.pdf, 40 %"));
        window.button("pauseFileHere").click();
        awaitCommands("pause 70");
        phone.tell(paused(""));
        await("it rests", () -> isShown("resumeFileHere"));
        window.button("resumeFileHere").click();
        awaitCommands("pause 70", "resume 70");
        phone.tell(file(UserAgentEvent.FilePhase.COMPLETE, 2_500_000));
        await("it is over", () -> !isShown("filesUnderWay"));
        go(Page.CHATS);
    }

    /// Thirty lines would take the window from the conversation.
    @Test
    void ofManyFilesThoseThatAwaitAnAnswerAreSeenAndTheOthersCounted() {
        logIn();
        for (int id = 100; id < 130; id++) {
            phone.tell(file(id, UserAgentEvent.FilePhase.PROGRESS, 1_000));
        }
        robot.waitForIdle();
        soon(() -> assertThat(shown("cancelFile")).isEqualTo(6));
        soon(() -> assertThat(window.label("moreFiles").text()).isEqualTo("and 24 more files"));

        phone.tell(file(130, UserAgentEvent.FilePhase.OFFERED, 0));
        robot.waitForIdle();
        soon(() -> assertThat(shown("acceptFile")).isEqualTo(1));
        soon(() -> assertThat(window.label("moreFiles").text()).isEqualTo("and 25 more files"));
        window.button("acceptFile").click();
        awaitCommands("accept 130");

        for (int id = 100; id < 131; id++) {
            phone.tell(file(id, UserAgentEvent.FilePhase.COMPLETE, 2_500_000));
        }
        robot.waitForIdle();
        soon(() -> assertThat(shown("cancelFile")).isZero());
    }

    private static UserAgentEvent.FileChanged paused(String reason) {
        return new UserAgentEvent.FileChanged(
                new Id(70),
                BOB,
                true,
                "<html>plan.pdf",
                2_500_000,
                UserAgentEvent.FilePhase.PAUSED,
                1_000_000,
                "",
                reason,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(FileWay.DIRECT));
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

    private void past(String id, String peer, String name) {
        var _ =
                phone.journalStore()
                        .write(
                                "",
                                new JournalEntry.PastFile(
                                        id,
                                        peer,
                                        true,
                                        name,
                                        1_000,
                                        "",
                                        UserAgentEvent.FilePhase.COMPLETE,
                                        "",
                                        Instant.parse("2026-11-02T10:00:00Z"),
                                        Optional.empty()));
    }

    @Test
    void aFileOfThePastIsFoundByItsName() {
        past("1", BOB, "Budget 2026.ods");
        past("2", CAROL, "holidays.jpg");
        logIn();
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_K);
        type("2026 budg");
        await("a file", () -> rows("hits").toString().contains("Budget 2026.ods"));
        soon(() -> assertThat(rows("hits")).hasSize(1));
        press(KeyEvent.VK_ENTER);
        await("the page of files", () -> isShown("files"));
        soon(() -> assertThat(rows("files")).hasSize(2));
        await(
                "it is chosen",
                () ->
                        GuiActionRunner.execute(() ->
                                window.list("files").target().getSelectedValue()
                                                instanceof JournalEntry.PastFile chosen
                                        && chosen.name().equals("Budget 2026.ods")));
        awaitLabel("callState", "bob@example.org");
    }

    /// Something that was copied elsewhere.
    private record Copied(DataFlavor kind, Object content) implements Transferable {
        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {kind};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return kind.equals(flavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) {
            return content;
        }
    }

    private void say(String button) {
        findDialog(withTitle("Send a file"))
                .withTimeout(10_000)
                .using(robot)
                .button(withText(button))
                .click();
    }

    @Test
    void aPictureIsPastedAndAFileIsDroppedAndBothGoOutWhenThatIsMeant() {
        logIn();
        find("bob");
        BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Toolkit.getDefaultToolkit()
                .getSystemClipboard()
                .setContents(new Copied(DataFlavor.imageFlavor, picture), null);
        window.textBox("text").focus();
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_V);
        say("OK");
        await("a picture", () -> commands().size() == 1);
        assertThat(commands().getFirst()).startsWith("send " + BOB).endsWith(".png");

        File plan = new File("plan.pdf");
        JComponent pane = (JComponent) window.textBox("hint").target().getParent().getParent();
        SwingUtilities.invokeLater(() -> {
            var _ =
                    pane.getTransferHandler()
                            .importData(
                                    new TransferHandler.TransferSupport(
                                            pane,
                                            new Copied(
                                                    DataFlavor.javaFileListFlavor, List.of(plan))));
        });
        say("Cancel");
        assertThat(commands()).hasSize(1);

        File folder = new File(System.getProperty("java.io.tmpdir"));
        SwingUtilities.invokeLater(() -> {
            var _ =
                    pane.getTransferHandler()
                            .importData(
                                    new TransferHandler.TransferSupport(
                                            pane,
                                            new Copied(
                                                    DataFlavor.javaFileListFlavor,
                                                    List.of(folder))));
        });
        say("OK");
        assertThat(commands()).hasSize(1);
    }
}
