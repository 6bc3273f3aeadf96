package org.earshot.proxy.message.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.GroupChange.Made;
import org.junit.jupiter.api.Test;

/// Commands are judged by the group as it is when they are carried out.
class GroupRulingTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "example.org");
    private static final Group.Member OWNER = new Group.Member(ALICE, true);
    private static final Group.Member MEMBER = new Group.Member(BOB, false);

    private static Group group(boolean open, List<Group.Member> members) {
        return new Group(TEAM, "", false, open, 0, Instant.EPOCH, members);
    }

    private static Made<GroupRuling.Said> make(
            AddressOfRecord author, GroupCommand command, Group group) {
        return new GroupRuling(author)
                .of(
                        command,
                        GroupRuling.named(command)
                                .map(typed ->
                                        new GroupRuling.Named(
                                                new AddressOfRecord(typed, "example.org"),
                                                typed,
                                                Optional.of(typed))))
                .orElseThrow()
                .make(group, Instant.EPOCH);
    }

    @Test
    void whoIsOwnerNoMoreCommandsNoMore() {
        Group group = group(false, List.of(OWNER, MEMBER));
        for (GroupCommand command :
                List.of(
                        new GroupCommand.Add("carol"),
                        new GroupCommand.Remove("alice"),
                        new GroupCommand.Owner("bob"),
                        new GroupCommand.Plain("alice"),
                        new GroupCommand.Moderated(true),
                        new GroupCommand.Open(true))) {
            Made<GroupRuling.Said> made = make(BOB, command, group);
            assertThat(made.group()).isEqualTo(group);
            assertThat(made.outcome().words()).contains("Only owners");
        }
    }

    @Test
    void whoComesTooLateDoesNotComeIn() {
        Group closed = group(false, List.of(OWNER));
        Made<GroupRuling.Said> made = make(BOB, new GroupCommand.Join(), closed);
        assertThat(made.group()).isEqualTo(closed);
        assertThat(made.outcome().words()).contains("can't any more");
    }

    @Test
    void aFullGroupStaysAsItIs() {
        List<Group.Member> members = new ArrayList<>(List.of(OWNER));
        for (int i = 1; i < GroupStore.MOST_MEMBERS; i++) {
            members.add(new Group.Member(new AddressOfRecord("m" + i, "example.org"), false));
        }
        Group full = group(true, members);
        for (Made<GroupRuling.Said> made :
                List.of(
                        make(BOB, new GroupCommand.Join(), full),
                        make(ALICE, new GroupCommand.Add("bob"), full),
                        make(ALICE, new GroupCommand.Owner("bob"), full))) {
            assertThat(made.group()).isEqualTo(full);
            assertThat(made.outcome().words()).contains("at most 1000 members");
        }
    }

    @Test
    void whatOnlyTellsChangesNothing() {
        GroupRuling ruling = new GroupRuling(ALICE);
        assertThat(ruling.of(new GroupCommand.Who(), Optional.empty())).isEmpty();
        assertThat(ruling.of(new GroupCommand.Help(), Optional.empty())).isEmpty();
    }

    @Test
    void ofSeveralEitherAllComeOrNone() {
        GroupRuling ruling = new GroupRuling(ALICE);
        GroupChange<GroupRuling.Said> bob = add(ruling, "bob", true);
        Group group = group(false, List.of(OWNER));
        Made<GroupRuling.Said> both =
                ruling.all(List.of(bob, add(ruling, "carol", true), bob))
                        .make(group, Instant.EPOCH);
        assertThat(both.outcome().verdict()).isEqualTo(GroupRuling.Verdict.DONE);
        assertThat(both.group().members()).hasSize(3);
        Made<GroupRuling.Said> none =
                ruling.all(List.of(bob, add(ruling, "nobody", false), bob))
                        .make(group, Instant.EPOCH);
        assertThat(none.outcome().verdict()).isEqualTo(GroupRuling.Verdict.NOBODY);
        assertThat(none.group()).isEqualTo(group);
    }

    private static GroupChange<GroupRuling.Said> add(
            GroupRuling ruling, String name, boolean exists) {
        return ruling.of(
                        new GroupCommand.Add(name),
                        Optional.of(
                                new GroupRuling.Named(
                                        new AddressOfRecord(name, "example.org"),
                                        name,
                                        Optional.of(name).filter(_ -> exists))))
                .orElseThrow();
    }

    @Test
    void onlyOwnersGiveAnotherName() {
        Group group = group(false, List.of(OWNER, MEMBER));
        Made<GroupRuling.Said> refused =
                new GroupRuling(BOB).rename("Ours").make(group, Instant.EPOCH);
        assertThat(refused.outcome().verdict()).isEqualTo(GroupRuling.Verdict.OWNERS_ONLY);
        assertThat(refused.group()).isEqualTo(group);
        assertThat(new GroupRuling(ALICE).rename("Ours").make(group, Instant.EPOCH).group().name())
                .isEqualTo("Ours");
    }
}
