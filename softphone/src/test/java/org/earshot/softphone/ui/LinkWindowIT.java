package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assertj.swing.fixture.DialogFixture;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.account.LogIn;
import org.junit.jupiter.api.Test;

/// Links that are opened elsewhere, such as by a click in a browser.
class LinkWindowIT extends WindowRig {
    private static final String SECRET = "abcdefghijklmnop";

    private final NotingPhone other = new NotingPhone();
    private final List<String> logIns = Collections.synchronizedList(new ArrayList<>());
    private final List<Consumer<UserAgentEvent>> listeners =
            Collections.synchronizedList(new ArrayList<>());
    private TwoAccounts accounts;
    private Predicate<Summons> later;

    private LogIn on(NotingPhone of) {
        return (form, listener) -> {
            if (form.address().isEmpty()) {
                throw new IllegalArgumentException("an address is needed");
            }
            of.subscribe(listener);
            logIns.add(form.address());
            listeners.add(listener);
            return of;
        };
    }

    @Override
    void show() {
        accounts = new TwoAccounts(on(phone), on(other), enrolment);
        later = PhoneWindow.show(accounts, settings, false, () -> {});
    }

    private static String link(String kind, String domain, String more) {
        return "earshot://"
                + kind
                + "/"
                + domain
                + "?service=https://"
                + domain
                + ":8443&secret="
                + SECRET
                + more;
    }

    private void click(String link) {
        assertThat(later.test(new Summons.Link(AccountLink.parse(link)))).isTrue();
    }

    private DialogFixture dialog() {
        return findDialog("enrol").withTimeout(30_000).using(robot);
    }

    private static void goesOn(DialogFixture dialog) {
        soon(() -> dialog.button("enrolNext").requireFocused());
        dialog.button("enrolNext").click();
        await("a password", () -> dialog.textBox("newPassword").target().isShowing());
        dialog.textBox("newPassword").setText("correct horse");
        dialog.textBox("newPasswordAgain").setText("correct horse");
        dialog.button("enrolNext").click();
    }

    @Test
    void anInvitationIsFilledInAndNoServerIsAskedBeforeTheUserGoesOn() {
        click(link("invite", "example.org", "&name=alice"));
        DialogFixture dialog = dialog();
        soon(() ->
                assertThat(dialog.textBox("link").text())
                        .isEqualTo(link("invite", "example.org", "&name=alice")));
        soon(() ->
                assertThat(dialog.textBox("enrolTold").text())
                        .contains("an account at example.org")
                        .contains("example.org:8443"));
        assertThat(enrolment.asked()).isEmpty();
        goesOn(dialog);
        phone.awaitSubscriber();
        soon(() ->
                assertThat(enrolment.asked())
                        .containsExactly("look example.org", "sign up alice as "));
        phone.tell(new UserAgentEvent.Registered("sip:alice@example.org", Duration.ofHours(1)));
        await("the window", () -> isShown("search"));
    }

    @Test
    void whoIsLoggedInGetsAnotherAccountWhichGoesAgainWhereNothingComesOfIt() {
        logIn();
        click(link("invite", "work.example", ""));
        DialogFixture dialog = dialog();
        await("another account", () -> isShown("account-1"));
        click(link("invite", "elsewhere.example", ""));
        soon(() -> assertThat(dialog.textBox("link").text()).contains("elsewhere.example"));
        dialog.button("enrolCancel").click();
        await("it goes", () -> accounts.closed().equals(List.of("closed false")));
        await("one is left", () -> !isShown("accounts") && isShown("search"));
        click(link("invite", "example.org", "&name=work"));
        goesOn(dialog());
        other.awaitSubscriber();
        other.tell(new UserAgentEvent.Registered("sip:work@example.org", Duration.ofHours(1)));
        await("both", () -> isShown("account-1") && isShown("search"));
    }

    @Test
    void aNewPasswordForWhoIsInIsForThatAccount() {
        logIn();
        click(link("reset", "example.org", "&name=alice"));
        goesOn(dialog());
        soon(() -> assertThat(enrolment.asked()).endsWith("reset alice"));
        await("a log-in with it", () -> listeners.size() == 2);
        assertThat(logIns).containsOnly("alice@example.org");
        listeners
                .getLast()
                .accept(
                        new UserAgentEvent.Registered(
                                "sip:alice@example.org", Duration.ofHours(1)));
        await("inside again", () -> isShown("search"));
        assertThat(isShown("account-1")).isFalse();
    }

    @Test
    void whatIsTypedIsNotLostToASecondLink() {
        click(link("invite", "example.org", ""));
        DialogFixture dialog = dialog();
        soon(() -> dialog.button("enrolNext").requireFocused());
        dialog.button("enrolNext").click();
        await("a name", () -> dialog.textBox("newName").target().isShowing());
        dialog.textBox("newName").enterText("alice");
        click(link("invite", "evil.example", ""));
        assertThat(later.test(new Summons.Damaged())).isTrue();
        robot.waitForIdle();
        dialog.textBox("newName").requireText("alice");
        assertThat(enrolment.asked()).containsExactly("look example.org");
    }

    @Test
    void aDamagedOneIsSaidToBeSo() {
        assertThat(later.test(new Summons.Damaged())).isTrue();
        DialogFixture dialog = dialog();
        soon(() -> assertThat(dialog.textBox("enrolTold").text()).contains("cut off or damaged"));
        soon(() -> dialog.textBox("link").requireText(""));
        dialog.button("enrolCancel").click();
        await("it is gone", () -> !dialog.target().isShowing());
        window.close();
        await("no more is taken", () -> !later.test(new Summons.Show()));
    }
}
