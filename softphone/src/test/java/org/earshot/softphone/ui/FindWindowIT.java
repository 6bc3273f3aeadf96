package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.time.Instant;
import java.util.List;
import javax.swing.JList;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ui.chat.ShownConversation;
import org.junit.jupiter.api.Test;

/// Searching within one conversation.
class FindWindowIT extends WindowRig {
    private static final int MESSAGES = 1_500;

    private void conversation() {
        Instant begin = Instant.parse("2026-01-01T08:00:00Z");
        for (int i = 0; i < MESSAGES; i++) {
            String text = i == 3 || i == 700 || i == 1_490 ? "The Needle number " + i : "Line " + i;
            phone.chat()
                    .keep(
                            new ChatMessage(
                                    new MessageKey(NotingChat.OWN, BOB, "m" + i),
                                    false,
                                    BOB,
                                    text,
                                    begin.plusSeconds(60L * i),
                                    Delivery.DISPLAYED,
                                    ""));
        }
        phone.chat()
                .keep(
                        new ChatMessage(
                                new MessageKey(NotingChat.OWN, CAROL, "c"),
                                false,
                                CAROL,
                                "A needle elsewhere",
                                begin,
                                Delivery.DISPLAYED,
                                ""));
        logIn();
        find("bob@example.org");
        await("the conversation", () -> transcript().contains("Line 1499"));
    }

    private String chosen() {
        return GuiActionRunner.execute(() -> {
            JList<?> list =
                    robot.finder().findByName(window.target(), "transcript", JList.class, false);
            Object chosen = list.getSelectedValue();
            boolean inSight =
                    list.getSelectedIndex() >= list.getFirstVisibleIndex()
                            && list.getSelectedIndex() <= list.getLastVisibleIndex();
            return inSight ? ShownConversation.text(chosen) : "";
        });
    }

    @Test
    void hitsAreCountedAndReachedAlsoWhereTheyAreNotLoaded() {
        conversation();
        window.textBox("text").click();
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
        soon(() -> window.textBox("findText").requireFocused());
        type("needle");
        awaitLabel("findCount", "1 of 3");
        await("the latest", () -> chosen().equals("The Needle number 1490"));
        press(KeyEvent.VK_ENTER);
        awaitLabel("findCount", "2 of 3");
        await("one that was not loaded", () -> chosen().equals("The Needle number 700"));
        press(KeyEvent.VK_ENTER);
        await("the first of all", () -> chosen().equals("The Needle number 3"));
        press(KeyEvent.VK_ENTER);
        await("round", () -> chosen().equals("The Needle number 1490"));
        with(KeyEvent.VK_SHIFT, KeyEvent.VK_ENTER);
        awaitLabel("findCount", "3 of 3");
        window.button("findPrevious").click();
        awaitLabel("findCount", "2 of 3");
        press(KeyEvent.VK_ESCAPE);
        await("the strip goes", () -> !isShown("findStrip"));
        soon(() -> window.textBox("text").requireFocused());
        assertThat(commands()).isEqualTo(List.of());
    }

    @Test
    void whatIsNowhereIsSaidSo() {
        conversation();
        with(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
        type("elsewhere");
        awaitLabel("findCount", "Not found");
        find("carol@example.org");
        await("another conversation ends it", () -> !isShown("findStrip"));
    }
}
