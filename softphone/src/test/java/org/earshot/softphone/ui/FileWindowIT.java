package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.Id;
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
                        .isEqualTo(
                                "From bob@example.org: <html>plan.pdf (2.5 MB), directly, 40 %, 500 kB a second, 3 s left"));
        window.button("pauseFile").click();
        awaitCommands("accept 70", "pause 70");
        phone.tell(paused(""));
        robot.waitForIdle();
        soon(() ->
                assertThat(window.label("file").text())
                        .isEqualTo("From bob@example.org: <html>plan.pdf (2.5 MB), 40 %, paused"));
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
                assertThat(window.label("file").text())
                        .endsWith("paused – the other side paused it"));
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
}
