package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Window;
import java.awt.event.KeyEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.swing.edt.GuiActionRunner;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.account.LogIn;
import org.junit.jupiter.api.Test;

/// Two accounts in one window, each with a phone of its own.
class AccountsWindowIT extends WindowRig {
    private static final String WORK = "al@work.example";

    private final NotingPhone work = new NotingPhone();
    private TwoAccounts accounts;

    private static LogIn on(NotingPhone of) {
        return (_, listener) -> {
            of.subscribe(listener);
            return of;
        };
    }

    @Override
    void show() {
        accounts = new TwoAccounts(on(phone), on(work), enrolment);
        PhoneWindow.show(accounts, settings, false, () -> {});
    }

    private void logInAtWorkToo() {
        logIn();
        soon(() -> assertThat(isShown("accounts")).isFalse());
        go(Page.SETTINGS);
        window.list("sections").selectItem(2);
        robot.waitForIdle();
        window.button("addAccount").click();
        await("a log-in", () -> isShown("address"));
        soon(() -> window.textBox("address").requireFocused());
        window.textBox("address").enterText(WORK);
        window.button("logIn").click();
        work.awaitSubscriber();
        work.tell(new UserAgentEvent.Registered("sip:" + WORK, Duration.ofHours(1)));
        await("both", () -> isShown("account-1") && isShown("search"));
    }

    private void awaitFront(int account) {
        await(
                "account " + account,
                () ->
                        GuiActionRunner.execute(() ->
                                window.toggleButton("account-" + account).target().isSelected()));
    }

    private String spoken(String button) {
        return GuiActionRunner.execute(() ->
                window.toggleButton(button).target().getAccessibleContext().getAccessibleName());
    }

    @Test
    void eachAccountHasItsOwnConversationsAndTheChooserSaysWhatIsNew() {
        logInAtWorkToo();
        work.tell(NotingChat.received(BOB, "at work"));
        await("at work", () -> !rows("chats").isEmpty());
        phone.tell(NotingChat.received(CAROL, "at home"));
        await(
                "one is new at home",
                () -> spoken("account-0").equals("alice@example.org, Online, one not seen"));
        soon(() ->
                assertThat(rows("chats")).singleElement().asString().startsWith("bob@example.org"));
        window.toggleButton("account-0").click();
        awaitFront(0);
        go(Page.CHATS);
        soon(() ->
                assertThat(rows("chats"))
                        .singleElement()
                        .asString()
                        .startsWith("carol@example.org"));
        find("carol");
        window.textBox("text").enterText("from home\n");
        await("a message", () -> commands().contains("message " + CAROL + " from home"));
        assertThat(work.commands()).noneMatch(command -> command.startsWith("message"));
        await("nothing new", () -> spoken("account-0").equals("alice@example.org, Online"));
        alt(KeyEvent.VK_2);
        awaitFront(1);
        alt(KeyEvent.VK_1);
        awaitFront(0);
        work.tell(
                new UserAgentEvent.RegistrationFailed(
                        "sip:" + WORK, "no answer", Optional.of(Duration.ofSeconds(5))));
        await("it is told", () -> spoken("account-1").contains("not online"));
    }

    @Test
    void aCallOfTheAccountThatIsNotShownIsToldWithItsAddressAndAnsweredThere() {
        logInAtWorkToo();
        phone.tell(new UserAgentEvent.IncomingCall(new Id(60), BOB, "Bob"));
        await("a notice", () -> notice().isPresent());
        Window notice = notice().orElseThrow();
        soon(() ->
                assertThat(
                                robot.finder()
                                        .findByName(
                                                notice,
                                                "noticeAccount",
                                                javax.swing.JLabel.class,
                                                true)
                                        .getText())
                        .isEqualTo("is calling alice@example.org"));
        robot.click(
                robot.finder().findByName(notice, "noticeAnswer", javax.swing.JButton.class, true));
        await("an answer", () -> commands().contains("answer 60"));
        awaitFront(0);
    }

    @Test
    void aSearchLooksIntoAllAccountsAndGoesToTheOneThatHasIt() {
        logInAtWorkToo();
        work.tell(NotingChat.received("sip:zoe@work.example", "see you"));
        phone.chat()
                .keep(
                        NotingChat.message(
                                "sip:zack@example.org", "sip:zack@example.org", "z", "zebra"));
        phone.tell(NotingChat.received("sip:zack@example.org", "zebra"));
        await("at work", () -> !rows("chats").isEmpty());
        window.textBox("search").enterText("z");
        await("both", () -> rows("hits").size() == 3); // and what may be dialled
        soon(() -> assertThat(rows("hits").getFirst()).startsWith("zoe@work.example"));
        soon(() ->
                assertThat(rows("hits").getLast())
                        .startsWith("zack@example.org")
                        .contains("At alice@example.org"));
        window.textBox("search").enterText("ebra");
        await("a message of the other one", () -> rows("hits").size() == 2);
        press(KeyEvent.VK_DOWN);
        press(KeyEvent.VK_DOWN);
        press(KeyEvent.VK_ENTER);
        awaitFront(0);
        await("its conversation", () -> transcript().contains("zebra"));
        soon(() -> window.textBox("search").requireText(""));
    }

    @Test
    void anAccountIsClosedAfterItWasLoggedOutAndTheMainOneStays() {
        logInAtWorkToo();
        go(Page.SETTINGS);
        window.list("sections").selectItem(2);
        robot.waitForIdle();
        window.button("logOut").click();
        await("a log-in", () -> isShown("closeAccount"));
        window.button("closeAccount").click();
        await("it is closed", () -> accounts.closed().equals(List.of("closed false")));
        await("one is left", () -> !isShown("accounts"));
        soon(() ->
                assertThat(
                                GuiActionRunner.execute(
                                        () -> window.label("ownName").target().getToolTipText()))
                        .isEqualTo("alice@example.org"));
    }

    private static Optional<Window> notice() {
        return Arrays.stream(Window.getWindows())
                .filter(window -> "callNotice".equals(window.getName()) && window.isShowing())
                .findFirst();
    }
}
