package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.Mailbox;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;

/// The lamp of the voice mailbox.
class MailboxWindowIT extends WindowRig {
    private void tell(Mailbox mailbox) {
        phone.tell(new UserAgentEvent.MailboxChanged(Optional.of(mailbox)));
        robot.waitForIdle();
    }

    private String spoken() {
        return GuiActionRunner.execute(() ->
                window.toggleButton("page-calls")
                        .target()
                        .getAccessibleContext()
                        .getAccessibleName());
    }

    @Test
    void whatWaitsIsOnTheRailAndOneClickCallsTheMailbox() {
        logIn();
        go(Page.CALLS);
        soon(() -> assertThat(isShown("mailbox")).isFalse());
        tell(new Mailbox(true, Optional.of("sip:vm@pbx.example"), 2, 8, 1, 2));
        await("the lamp", () -> isShown("mailbox"));
        soon(() -> window.button("mailbox").requireText("2 new voice messages"));
        soon(() -> window.label("mailboxDetail").requireText("1 urgent, 8 heard before"));
        await("the rail", () -> spoken().equals("Calls, 2 not seen"));
        window.button("mailbox").click();
        await("a call", () -> commands().contains("call sip:vm@pbx.example"));

        tell(new Mailbox(false, Optional.empty(), 0, 10, 0, 0));
        await("nothing new", () -> spoken().equals("Calls"));
        soon(() -> window.button("mailbox").requireText("No new voice messages"));
        soon(() -> window.button("mailbox").requireDisabled());
        phone.tell(new UserAgentEvent.MailboxChanged(Optional.empty()));
        await("no lamp", () -> !isShown("mailbox"));
    }
}
