package org.earshot.softphone.ui;

import java.time.Duration;
import java.util.Optional;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.account.LogInForm;
import org.junit.jupiter.api.Test;

/// A phone whose password was kept: it shows what it has before its server has said a word.
class KeptPasswordWindowIT extends WindowRig {
    private static final String ALICE = "sip:alice@example.org";

    @Override
    void show() {
        phone.chat().keep(NotingChat.message(BOB, BOB, "m1", "see you on Monday"));
        PhoneWindow.showLogIn(
                (_, listener) -> {
                    phone.subscribe(listener);
                    return phone;
                },
                enrolment,
                new LogInForm("alice@example.org", "kept", "", "tls", "", true),
                settings,
                () -> {});
    }

    @Test
    void whatThereIsIsShownWhileTheServerIsAway() {
        await("the window", () -> isShown("search"));
        awaitLabel("registration", "Connecting …");
        await("what was said", () -> rows("chats").toString().contains("see you on Monday"));
        phone.tell(
                new UserAgentEvent.RegistrationFailed(
                        ALICE, "no way to the server", Optional.of(Duration.ofSeconds(5))));
        await("it is said", () -> window.label("registration").text().startsWith("Offline: "));
        find("bob");
        awaitTranscript("see you on Monday");
        window.textBox("text").enterText("me too\n");
        awaitCommands("message " + BOB + " me too");
        phone.tell(new UserAgentEvent.Registered(ALICE, Duration.ofHours(1)));
        awaitLabel("registration", "Online");
    }

    @Test
    void aPasswordThatIsNotRightAnyMoreIsAskedFor() {
        await("the window", () -> isShown("search"));
        phone.tell(
                new UserAgentEvent.RegistrationFailed(
                        ALICE, "wrong password, or no such account", Optional.empty()));
        awaitText("problem", "Wrong password, or no such account.");
        soon(() -> window.textBox("address").requireText("alice@example.org"));
        soon(() -> window.textBox("password").requireText("").requireFocused());
    }
}
