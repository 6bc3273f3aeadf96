package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.swing.finder.WindowFinder.findDialog;

import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JList;
import org.assertj.swing.edt.GuiActionRunner;
import org.assertj.swing.fixture.DialogFixture;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.GroupService;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.NotingGroups;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;

/// Groups in the window: made, looked into, changed and left.
class GroupWindowIT extends WindowRig {
    private static final String ALICE = "sip:alice@example.org";
    private static final String TEAM = "sip:team@example.org";

    private void people() {
        phone.tell(
                new UserAgentEvent.ContactsChanged(
                        List.of(
                                new Contact(BOB, "Bob Baker"),
                                new Contact(CAROL, "Carol Miller"),
                                new Contact("sip:erin@partner.example", "Erin")),
                        ContactsState.LOCAL));
        robot.waitForIdle();
    }

    private void team(boolean owner, GroupService.Member... others) {
        List<GroupService.Member> all = new ArrayList<>(List.of(others));
        all.add(NotingGroups.member(ALICE, "Alice", owner));
        phone.groups().put(TEAM, "The Team", owner, all.toArray(GroupService.Member[]::new));
    }

    private DialogFixture dialog(String name) {
        return findDialog(name).withTimeout(30_000).using(robot);
    }

    private List<String> rows(DialogFixture dialog, String list) {
        return GuiActionRunner.execute(() -> {
            JList<?> found = robot.finder().findByName(dialog.target(), list, JList.class, false);
            List<String> words = new ArrayList<>();
            for (int i = 0; i < found.getModel().getSize(); i++) {
                words.add(words(found, i));
            }
            return words;
        });
    }

    private static <T> String words(JList<T> list, int row) {
        return list.getCellRenderer()
                .getListCellRendererComponent(
                        list, list.getModel().getElementAt(row), row, false, false)
                .getAccessibleContext()
                .getAccessibleName();
    }

    private void controlShiftN() {
        robot.pressKey(KeyEvent.VK_CONTROL);
        try {
            with(KeyEvent.VK_SHIFT, KeyEvent.VK_N);
        } finally {
            robot.releaseKey(KeyEvent.VK_CONTROL);
        }
    }

    @Test
    void aGroupIsMadeByKeysAlone() {
        logIn();
        people();
        await("groups may be made", () -> isShown("newGroupButton"));
        controlShiftN();
        DialogFixture dialog = dialog("newGroup");
        soon(() -> dialog.textBox("groupName").requireFocused());
        type("Design");
        press(KeyEvent.VK_ENTER);
        soon(() -> dialog.textBox("person").requireFocused());
        type("bob");
        await("Bob is found", () -> !rows(dialog, "candidates").isEmpty());
        soon(() -> assertThat(rows(dialog, "candidates").getFirst()).startsWith("Bob Baker"));
        press(KeyEvent.VK_ENTER);
        soon(() -> assertThat(rows(dialog, "chosen")).hasSize(1));
        type("carol");
        press(KeyEvent.VK_DOWN);
        press(KeyEvent.VK_ENTER);
        soon(() -> assertThat(rows(dialog, "chosen")).hasSize(2));
        alt(KeyEvent.VK_M);
        awaitCommands("group make Design " + BOB + " " + CAROL);
        awaitLabel("callState", "Design");
        await("its members", () -> isShown("members"));
        soon(() -> window.button("members").requireText("3 members"));
        soon(() -> assertThat(rows("chats")).anyMatch(row -> row.startsWith("Design")));
        await("one can write", () -> window.textBox("text").target().isFocusOwner());
    }

    @Test
    void whoIsElsewhereOrChosenAlreadyIsNotOffered() {
        team(true);
        logIn();
        people();
        await("groups may be made", () -> isShown("newGroupButton"));
        window.button("newGroupButton").click();
        DialogFixture dialog = dialog("newGroup");
        dialog.button("makeGroup").click();
        soon(() -> dialog.textBox("groupProblem").requireText("A group needs a name."));
        dialog.textBox("person").enterText("erin");
        // what is typed may be an address of our own domain: whether it is one, the server says
        await("one", () -> rows(dialog, "candidates").size() == 1);
        soon(() ->
                assertThat(rows(dialog, "candidates").getFirst()).startsWith("erin@example.org"));
        dialog.textBox("person").deleteText().enterText("team");
        await("no group", () -> rows(dialog, "candidates").isEmpty());
        dialog.textBox("person").deleteText().enterText("bob\n");
        dialog.textBox("person").enterText("bob");
        await("he is in it", () -> rows(dialog, "candidates").isEmpty());
        press(KeyEvent.VK_ESCAPE);
        dialog.list("chosen").selectItem(0);
        dialog.button("takeBack").click();
        soon(() -> assertThat(rows(dialog, "chosen")).isEmpty());
        press(KeyEvent.VK_ESCAPE);
        await("it is closed", () -> !dialog.target().isShowing());
        assertThat(commands()).isEmpty();
    }

    @Test
    void whyThereIsNoGroupIsSaid() {
        logIn();
        await("groups may be made", () -> isShown("newGroupButton"));
        phone.groups()
                .failWith(
                        new AccountFailure(AccountFailure.Trouble.NOT_ACCEPTED, "too many groups"));
        controlShiftN();
        DialogFixture dialog = dialog("newGroup");
        type("Design");
        dialog.button("makeGroup").click();
        await("why", () -> dialog.textBox("groupProblem").text().equals("Too many groups."));
        soon(() -> dialog.requireVisible());
    }

    @Test
    void whereNobodyMakesGroupsThereIsNoButton() {
        phone.groups().mayMake(false);
        team(false, NotingGroups.member(BOB, "Bob", true));
        logIn();
        await("the group is there", () -> rows("chats").size() == 1);
        soon(() -> assertThat(isShown("newGroupButton")).isFalse());
        controlShiftN();
        soon(() ->
                assertThat(robot.finder().findAll(c -> "newGroup".equals(c.getName()))).isEmpty());
    }

    @Test
    void aServerWithoutGroupsHasNone() {
        phone.groups()
                .failWith(new AccountFailure(AccountFailure.Trouble.NOT_LOGGED_IN, "no service"));
        logIn();
        people();
        find("bob");
        soon(() -> assertThat(isShown("newGroupButton")).isFalse());
        soon(() -> assertThat(isShown("members")).isFalse());
        soon(() -> assertThat(isShown("presence")).isTrue());
        phone.tell(NotingChat.received(BOB, "hi"));
        go(Page.CHATS);
        // what is split in two takes the next one where the button is hidden: the list stood beside
        // the field
        soon(() -> {
            int below =
                    window.textBox("search").target().getLocationOnScreen().y
                            + window.textBox("search").target().getHeight();
            assertThat(window.list("chats").target().getLocationOnScreen().y)
                    .isGreaterThanOrEqualTo(below);
        });
    }

    private DialogFixture members() {
        logIn();
        people();
        await("the group is there", () -> rows("chats").size() == 1);
        window.list("chats").selectItem(0);
        await("its members", () -> isShown("members"));
        window.button("members").click();
        DialogFixture dialog = dialog("groupMembers");
        await("they are known", () -> !rows(dialog, "groupMemberList").isEmpty());
        return dialog;
    }

    @Test
    void ownersChangeTheirGroup() {
        team(true, NotingGroups.member(BOB, "Bob", false));
        DialogFixture dialog = members();
        soon(() ->
                assertThat(isShown("presence")).as("a group is not available or away").isFalse());
        soon(() -> window.button("call").requireDisabled());
        soon(() ->
                assertThat(rows(dialog, "groupMemberList"))
                        .containsExactly(
                                "Bob Baker, bob@example.org",
                                "Alice (you), Owner, alice@example.org"));
        soon(() -> dialog.label("groupCount").requireText("2 members"));
        dialog.list("groupMemberList").selectItem(0);
        dialog.button("makeOwner").requireText("Make owner").click();
        await("an owner", () -> commands().contains("group owner " + TEAM + " " + BOB));
        dialog.textBox("person").enterText("carol\n");
        await("added", () -> commands().contains("group add " + TEAM + " " + CAROL));
        dialog.textBox("groupName").deleteText().enterText("Ours\n");
        await("renamed", () -> commands().contains("group rename " + TEAM + " Ours"));
        dialog.list("groupMemberList").clickItem(0);
        press(KeyEvent.VK_DELETE);
        awaitCommands(
                "group owner " + TEAM + " " + BOB,
                "group add " + TEAM + " " + CAROL,
                "group rename " + TEAM + " Ours",
                "group remove " + TEAM + " " + BOB);
        // an owner is not taken out, and the only one stays
        dialog.list("groupMemberList").selectItem(1);
        soon(() -> dialog.button("removeMember").requireDisabled());
        soon(() -> dialog.button("makeOwner").requireText("No owner any more").requireDisabled());
        dialog.button("leaveGroup").click();
        soon(() ->
                dialog.textBox("groupProblem")
                        .requireText("You are the only owner. Make somebody else an owner first."));
    }

    @Test
    void membersSeeWhoIsInItAndLeave() {
        team(false, NotingGroups.member(BOB, "Bob", true));
        DialogFixture dialog = members();
        soon(() ->
                assertThat(rows(dialog, "groupMemberList"))
                        .containsExactly(
                                "Bob Baker, Owner, bob@example.org",
                                "Alice (you), alice@example.org"));
        for (String button : List.of("makeOwner", "removeMember", "renameGroup")) {
            soon(() ->
                    assertThat(dialog.robot().finder().findAll(c -> button.equals(c.getName())))
                            .noneMatch(java.awt.Component::isShowing));
        }
        soon(() -> dialog.textBox("groupName").requireNotEditable());
        dialog.button("leaveGroup").click();
        DialogFixture ask =
                findDialog(withTitle("Leave the group")).withTimeout(30_000).using(robot);
        robot.waitForIdle();
        ask.button(withText("Cancel")).click();
        await("the question goes", () -> !ask.target().isShowing());
        assertThat(commands()).isEmpty();
        phone.groups().takeAway(TEAM);
        dialog.button("leaveGroup").click();
        findDialog(withTitle("Leave the group"))
                .withTimeout(30_000)
                .using(robot)
                .button(withText("Leave"))
                .click();
        awaitCommands("group leave " + TEAM);
        await("the dialog closes", () -> !dialog.target().isShowing());
        await("it is no group of ours", () -> !isShown("members"));
    }

    @Test
    void whoWasTakenOutIsToldSo() {
        team(true, NotingGroups.member(BOB, "Bob", false));
        DialogFixture dialog = members();
        phone.groups().takeAway(TEAM);
        dialog.list("groupMemberList").selectItem(0);
        dialog.button("makeOwner").click();
        await(
                "what is",
                () ->
                        dialog.textBox("groupProblem")
                                .text()
                                .equals("You are not in this group any more."));
        soon(() -> assertThat(rows(dialog, "groupMemberList")).isEmpty());
    }
}
