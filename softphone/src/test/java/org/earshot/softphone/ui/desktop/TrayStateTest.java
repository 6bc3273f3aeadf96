package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.softphone.ui.desktop.TrayState.Kind;
import org.earshot.softphone.ui.desktop.TrayState.One;
import org.junit.jupiter.api.Test;

class TrayStateTest {
    private static One one(String name, boolean reachable, boolean undisturbed, int unread) {
        return new One(name, reachable, undisturbed, unread, reachable ? "Online" : "No answer");
    }

    @Test
    void itIsOnlineOnlyWhereEveryAccountIs() {
        One alice = one("alice@example.org", true, false, 2);
        assertThat(TrayState.of(List.of(alice)))
                .isEqualTo(
                        new TrayState(
                                Kind.ONLINE, 2, "Earshot – alice@example.org: Online, 2 not seen"));
        TrayState both = TrayState.of(List.of(alice, one("al@work.example", false, false, 1)));
        assertThat(both.kind()).isEqualTo(Kind.OFFLINE);
        assertThat(both.unread()).isEqualTo(3);
        assertThat(both.words()).contains("al@work.example: No answer");
    }

    @Test
    void doNotDisturbIsSaid() {
        TrayState quiet = TrayState.of(List.of(one("a@example.org", true, true, 0)));
        assertThat(quiet.kind()).isEqualTo(Kind.UNDISTURBED);
        assertThat(quiet.words()).containsIgnoringCase("do not disturb");
    }

    @Test
    void nobodyIsLoggedIn() {
        assertThat(TrayState.of(List.of(one("", false, false, 0))))
                .isEqualTo(new TrayState(Kind.OFFLINE, 0, "Earshot – logged out"));
        assertThat(TrayState.of(List.of()).kind()).isEqualTo(Kind.OFFLINE);
    }
}
