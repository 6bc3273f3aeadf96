package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.desktop.Notices.Notice;
import org.earshot.softphone.ui.desktop.Notices.Wish;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String TEAM = "sip:team@example.org";

    private static Optional<Notice> of(UserAgentEvent event, Wish wish) {
        return Notices.of(event, wish, uri -> uri.equals(BOB) ? "Bob" : "the team");
    }

    private static UserAgentEvent call(CallPhase phase, boolean missed) {
        return new UserAgentEvent.CallChanged(
                new Id(7), phase, BOB, true, "", missed, false, Optional.empty(), Optional.empty());
    }

    private static UserAgentEvent message(ChatMessage message) {
        return new UserAgentEvent.MessageReceived(new Id(8), message);
    }

    @Test
    void whatWasWrittenIsToldOnOneLine() {
        assertThat(of(NotingChat.received(BOB, "one\n\ttwo"), Wish.TEXT))
                .contains(new Notice("Bob", "one two"));
        assertThat(
                        of(NotingChat.received(BOB, "long ".repeat(100)), Wish.TEXT)
                                .orElseThrow()
                                .text())
                .hasSize(162)
                .endsWith(" …");
    }

    @Test
    void noTextWhereTheUserWantsNone() {
        assertThat(of(NotingChat.received(BOB, "secret"), Wish.NAME))
                .contains(new Notice("Bob", "New message"));
        assertThat(of(NotingChat.received(BOB, "secret"), Wish.NONE)).isEmpty();
    }

    @Test
    void ofAGroupItIsSaidWhoWroteWhere() {
        assertThat(of(message(NotingChat.message(TEAM, BOB, "m1", "hi")), Wish.TEXT))
                .contains(new Notice("Bob in the team", "hi"));
    }

    @Test
    void ownMessagesAndCallsThatWereAnsweredAreNoNews() {
        assertThat(of(message(NotingChat.message(BOB, NotingChat.OWN, "m1", "hi")), Wish.TEXT))
                .isEmpty();
        assertThat(of(call(CallPhase.ENDED, false), Wish.TEXT)).isEmpty();
        assertThat(of(call(CallPhase.RINGING, false), Wish.TEXT)).isEmpty();
        assertThat(of(call(CallPhase.ENDED, true), Wish.NAME))
                .contains(new Notice("Bob", "Missed call"));
    }

    @Test
    void whatIsRememberedIsReadAndNonsenseIsTheUsual() {
        WindowSettings settings = WindowSettings.ofThisRun();
        assertThat(Wish.of(settings)).isEqualTo(Wish.TEXT);
        settings.put(Notices.SETTING, "NONE");
        assertThat(Wish.of(settings)).isEqualTo(Wish.NONE);
        settings.put(Notices.SETTING, "?");
        assertThat(Wish.of(settings)).isEqualTo(Wish.TEXT);
    }
}
