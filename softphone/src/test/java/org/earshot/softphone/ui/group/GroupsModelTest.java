package org.earshot.softphone.ui.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.model.PhoneModel;
import org.junit.jupiter.api.Test;

/// When the server is asked for groups, by hand and without a window.
class GroupsModelTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";

    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final NotingPhone phone = new NotingPhone();
    private final PhoneModel model = new PhoneModel(() -> now);
    private final GroupsModel groups = new GroupsModel(phone.groups(), model);

    private void asked() throws Exception {
        groups.ask();
        SwingUtilities.invokeAndWait(() -> {}); // the answer comes there
    }

    private void logIn() {
        model.apply(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
    }

    @Test
    void nobodyIsAskedBeforeTheLogIn() {
        assertThat(groups.isNeeded()).isFalse();
        logIn();
        assertThat(groups.isNeeded()).isTrue();
    }

    @Test
    void whoLooksAroundAsksOnceAMinute() throws Exception {
        logIn();
        assertThat(groups.isNeeded()).isTrue();
        asked();
        model.select(Optional.of(BOB));
        assertThat(groups.isNeeded()).isFalse();
        now = now.plus(GroupsModel.FRESH);
        assertThat(groups.isNeeded()).isFalse(); // for nobody looks elsewhere
        model.select(Optional.of(CAROL));
        assertThat(groups.isNeeded()).isTrue();
    }

    @Test
    void aConversationThatBeginsMayBeAGroupsAtOnce() throws Exception {
        logIn();
        assertThat(groups.isNeeded()).isTrue();
        asked();
        model.apply(NotingChat.received("sip:new@example.org", "welcome"));
        assertThat(groups.isNeeded()).isTrue();
        model.apply(NotingChat.received("sip:new@example.org", "all of you"));
        assertThat(groups.isNeeded()).isFalse();
    }

    @Test
    void aServerWithoutGroupsIsLeftAloneAndOneThatWasAwayIsNot() throws Exception {
        logIn();
        assertThat(groups.isNeeded()).isTrue();
        phone.groups().failWith(new AccountFailure(AccountFailure.Trouble.PASSING, "away"));
        asked();
        model.select(Optional.of(BOB));
        assertThat(groups.isNeeded()).isTrue();
        phone.groups().failWith(new AccountFailure(AccountFailure.Trouble.GONE, "no such thing"));
        asked();
        now = now.plus(GroupsModel.FRESH);
        model.select(Optional.of(CAROL));
        assertThat(groups.isNeeded()).isFalse();
    }
}
