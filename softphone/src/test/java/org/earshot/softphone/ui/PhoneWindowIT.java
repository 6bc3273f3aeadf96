package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findFrame;

import java.awt.GraphicsEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.swing.JFrame;
import org.assertj.swing.core.BasicRobot;
import org.assertj.swing.core.GenericTypeMatcher;
import org.assertj.swing.core.Robot;
import org.assertj.swing.edt.FailOnThreadViolationRepaintManager;
import org.assertj.swing.fixture.FrameFixture;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgent;
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

    private final NotedPhone phone = new NotedPhone();
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
        PhoneWindow.showLogIn(
                form -> {
                    if (form.address().isEmpty()) {
                        throw new IllegalArgumentException("an address is needed");
                    }
                    return phone;
                },
                LogInForm.empty(),
                new MemoryContacts(),
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
        org.assertj.swing.timing.Pause.pause(
                new org.assertj.swing.timing.Condition("the problem is shown") {
                    @Override
                    public boolean test() {
                        return "an address is needed".equals(window.label("problem").text());
                    }
                });
        assertThat(phone.commands).isEmpty();
    }

    @Test
    void aMessageIsWrittenAndACallIsAnsweredAndEnded() {
        logIn();
        window.textBox("addContact").enterText("bob@example.org\n");
        window.textBox("text").enterText("hello\n");
        assertThat(phone.commands).containsExactly("message " + BOB + " hello");

        phone.tell(
                new UserAgentEvent.MessageReceived(new Id(50), BOB, "<html><b>hi", Instant.EPOCH));
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "Bob"));
        robot.waitForIdle();
        assertThat(window.textBox("transcript").text()).contains("<html><b>hi");
        window.button("answer").requireVisible().click();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("SDES:AEAD_AES_256_GCM")));
        robot.waitForIdle();
        assertThat(window.label("lock").text()).isEqualTo("Encrypted");
        window.toggleButton("mute").click();
        window.button("hangUp").click();
        assertThat(phone.commands)
                .containsExactly(
                        "message " + BOB + " hello", "answer 60", "mute true", "hangup 60");
        phone.tell(changed(CallPhase.ENDED, Optional.empty()));
        robot.waitForIdle();
        window.button("call").requireVisible().click();
        assertThat(phone.commands.getLast()).isEqualTo("call " + BOB);
    }

    @Test
    void aPlainCallIsShownOpen() {
        logIn();
        phone.tell(changed(CallPhase.ESTABLISHED, Optional.of("none")));
        robot.waitForIdle();
        assertThat(window.label("lock").text()).isEqualTo("Not encrypted");
    }

    private void logIn() {
        window.textBox("address").enterText("alice@example.org");
        window.button("logIn").click();
        phone.awaitSubscriber();
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        robot.waitForIdle();
    }

    private static CallChanged changed(CallPhase phase, Optional<String> encryption) {
        return new CallChanged(
                new Id(60), phase, BOB, true, "", false, false, Optional.of("opus"), encryption);
    }

    private static final class MemoryContacts implements ContactBook {
        private final List<String> uris = new ArrayList<>();

        @Override
        public List<String> all() {
            return List.copyOf(uris);
        }

        @Override
        public void add(String uri) {
            uris.add(uri);
        }

        @Override
        public void remove(String uri) {
            uris.remove(uri);
        }
    }

    /// A phone that does nothing but note its commands.
    private static final class NotedPhone implements UserAgent {
        final List<String> commands = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Consumer<UserAgentEvent>> subscriber =
                new CompletableFuture<>();

        void awaitSubscriber() {
            assertThat(subscriber).succeedsWithin(Duration.ofSeconds(10));
        }

        void tell(UserAgentEvent event) {
            subscriber.join().accept(event);
        }

        @Override
        public Runnable subscribe(Consumer<UserAgentEvent> listener) {
            subscriber.complete(listener);
            return () -> {};
        }

        @Override
        public void register(Account account) {
            commands.add("register");
        }

        @Override
        public void unregister() {
            commands.add("unregister");
        }

        @Override
        public Id call(String uri) {
            commands.add("call " + uri);
            return new Id(70);
        }

        @Override
        public void answer(Id call) {
            commands.add("answer " + call);
        }

        @Override
        public void reject(Id call) {
            commands.add("reject " + call);
        }

        @Override
        public void hangUp(Id call) {
            commands.add("hangup " + call);
        }

        @Override
        public void hangUpAll() {
            commands.add("hangup");
        }

        @Override
        public void hold(Id call) {
            commands.add("hold " + call);
        }

        @Override
        public void resume(Id call) {
            commands.add("resume " + call);
        }

        @Override
        public void sendDigits(Id call, String digits) {
            commands.add("dtmf " + call + " " + digits);
        }

        @Override
        public void mute(boolean on) {
            commands.add("mute " + on);
        }

        @Override
        public Id sendMessage(String uri, String text) {
            commands.add("message " + uri + " " + text);
            return new Id(80);
        }

        @Override
        public CompletionStage<Void> quit() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
