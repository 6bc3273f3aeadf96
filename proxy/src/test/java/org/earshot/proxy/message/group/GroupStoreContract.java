package org.earshot.proxy.message.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.proxy.message.group.GroupChanges.set;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every group store does. Each test may find groups of other domains in the store.
abstract class GroupStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "g" + domains.incrementAndGet() + ".example.org";
    private final AddressOfRecord team = new AddressOfRecord("team", domain);
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    private final AddressOfRecord bob = new AddressOfRecord("bob", domain);
    private final Group.Member owner = new Group.Member(alice, true);
    private final FakeTimers clock = new FakeTimers();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final List<Change> heard = new ArrayList<>();
    private GroupStore store;

    abstract GroupStore open(FakeTimers timers, Changes listeners);

    /// Something that goes into the same commit.
    ///
    /// @param refused whether it finds that it must not happen
    abstract Companion companion(boolean refused);

    /// Commits, or throws [CompanionRefusedException].
    abstract void commit(Companion companion);

    /// Carries it out in a commit that fails behind it.
    abstract void rollBack(Companion companion);

    @BeforeEach
    void open() {
        changes.subscribe(Topic.GROUP, heard::add);
        store = open(clock, changes);
    }

    private Group group(Group.Member... members) {
        return new Group(team, "The Team ✓", true, true, 7, clock.instant(), List.of(members));
    }

    private GroupChanges.Coming put(Group.Member member) {
        return store.change(team, GroupChanges.put(member)).orElseThrow();
    }

    private GroupChanges.Coming join(AddressOfRecord member) {
        return store.change(team, GroupChanges.join(member)).orElseThrow();
    }

    private GroupChanges.Leaving leave(AddressOfRecord member) {
        return store.change(team, GroupChanges.leave(member)).orElseThrow();
    }

    @Test
    void aGroupComesBackAsItWasMade() {
        Group.Member member = new Group.Member(bob, false);
        store.create(group(member, owner));
        assertThat(store.find(team)).contains(group(owner, member));
        assertThat(store.list()).contains(group(owner, member));
        assertThat(store.find(alice)).isEmpty();
        assertThat(heard).containsExactly(Change.of(Topic.GROUP, team));
        assertThatThrownBy(() -> store.create(group(owner)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneOwnerIsAlwaysLeft() {
        store.create(group(owner, new Group.Member(bob, true)));
        heard.clear();
        assertThat(store.change(team, GroupChanges.demote(alice)).orElseThrow()).isTrue();
        assertThat(store.change(team, GroupChanges.demote(alice)).orElseThrow()).isFalse();
        assertThat(store.change(team, GroupChanges.demote(bob)).orElseThrow()).isFalse();
        assertThat(store.find(team).orElseThrow().members())
                .containsExactly(new Group.Member(alice, false), new Group.Member(bob, true));
        assertThat(heard).containsExactly(Change.of(Topic.GROUP, team));
    }

    @Test
    void theOnlyOwnerOfOthersStays() {
        Group.Member member = new Group.Member(bob, false);
        store.create(group(owner, member));
        heard.clear();
        assertThat(leave(alice)).isEqualTo(GroupChanges.Leaving.ONLY_OWNER);
        assertThat(store.find(team).orElseThrow().members()).containsExactly(owner, member);
        assertThat(heard).isEmpty();
        assertThat(leave(bob)).isEqualTo(GroupChanges.Leaving.GONE);
        assertThat(leave(bob)).isEqualTo(GroupChanges.Leaving.NO_MEMBER);
        // nobody is left who needs an owner
        assertThat(leave(alice)).isEqualTo(GroupChanges.Leaving.GONE);
        assertThat(store.find(team).orElseThrow().members()).isEmpty();
        assertThat(store.change(bob, GroupChanges.leave(alice))).isEmpty();
        assertThat(heard).hasSize(2);
    }

    @Test
    void ownersOfAGroupThatNobodyOwnsMayBeMissing() {
        store.create(group(new Group.Member(alice, false), new Group.Member(bob, false)));
        assertThat(leave(alice)).isEqualTo(GroupChanges.Leaving.GONE);
    }

    @Test
    void ofOwnersWhoLeaveAtOnceOneStays() throws Exception {
        Group.Member third = new Group.Member(new AddressOfRecord("carol", domain), false);
        store.create(group(third));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                put(owner);
                put(new Group.Member(bob, true));
                List<Callable<GroupChanges.Leaving>> leaving =
                        List.of(() -> leave(alice), () -> leave(bob));
                List<GroupChanges.Leaving> both = new ArrayList<>();
                for (Future<GroupChanges.Leaving> each : executor.invokeAll(leaving)) {
                    both.add(each.get());
                }
                assertThat(both)
                        .containsExactlyInAnyOrder(
                                GroupChanges.Leaving.GONE, GroupChanges.Leaving.ONLY_OWNER);
                assertThat(store.find(team).orElseThrow().members())
                        .filteredOn(Group.Member::owner)
                        .hasSize(1);
            }
        }
    }

    @Test
    void itsRulesChangeAndItsMembersStay() {
        store.create(group(owner));
        assertThat(store.change(team, set(group -> group.withModerated(false).withHistory(0))))
                .contains(true);
        assertThat(store.find(team)).contains(group(owner).withModerated(false).withHistory(0));
        heard.clear();
        assertThat(store.change(team, set(group -> group.withHistory(0)))).contains(false);
        assertThat(heard).isEmpty();
        assertThat(store.change(bob, set(group -> group.withOpen(true)))).isEmpty();
    }

    @Test
    void membersComeAndGo() {
        store.create(group(owner));
        assertThat(put(new Group.Member(bob, false))).isEqualTo(GroupChanges.Coming.CAME);
        assertThat(put(new Group.Member(bob, false))).isEqualTo(GroupChanges.Coming.SAME);
        assertThat(store.find(team).orElseThrow().member(bob))
                .contains(new Group.Member(bob, false));
        assertThat(put(new Group.Member(bob, true))).isEqualTo(GroupChanges.Coming.IS_OTHER);
        assertThat(store.find(team).orElseThrow().member(bob))
                .contains(new Group.Member(bob, true));
        assertThat(store.remove(team, bob)).isTrue();
        assertThat(store.remove(team, bob)).isFalse();
        assertThat(store.find(team).orElseThrow().members()).containsExactly(owner);
        assertThat(heard).hasSize(4);
        assertThat(store.change(bob, GroupChanges.put(owner))).isEmpty();
    }

    @Test
    void whoJoinsAgainStaysWhatTheyAre() {
        store.create(group(owner));
        heard.clear();
        assertThat(join(bob)).isEqualTo(GroupChanges.Coming.CAME);
        assertThat(join(bob)).isEqualTo(GroupChanges.Coming.SAME);
        assertThat(join(alice)).isEqualTo(GroupChanges.Coming.SAME);
        assertThat(store.find(team).orElseThrow().members())
                .containsExactly(owner, new Group.Member(bob, false));
        assertThat(heard).hasSize(1);
    }

    @Test
    void whoIsGoneIsGoneFromAllGroups() {
        store.create(group(owner));
        AddressOfRecord other = new AddressOfRecord("other", domain);
        store.create(new Group(other, "", false, false, 0, clock.instant(), List.of(owner)));
        store.removeEverywhere(alice);
        assertThat(store.find(team).orElseThrow().members()).isEmpty();
        assertThat(store.find(other).orElseThrow().members()).isEmpty();
    }

    @Test
    void aDeletedGroupIsGone() {
        store.create(group(owner));
        assertThat(store.delete(team)).isTrue();
        assertThat(store.delete(team)).isFalse();
        assertThat(store.find(team)).isEmpty();
        store.create(group());
        assertThat(store.find(team).orElseThrow().members()).isEmpty();
    }

    @Test
    void aMemberIsOneSinceJoining() {
        store.create(group(owner));
        Instant made = clock.instant();
        clock.advance(Duration.ofHours(1));
        put(new Group.Member(bob, false));
        Instant joined = clock.instant();
        clock.advance(Duration.ofHours(1));
        put(new Group.Member(bob, true));
        assertThat(store.membershipsOf(alice)).containsExactly(Map.entry(team, made));
        assertThat(store.membershipsOf(bob)).containsExactly(Map.entry(team, joined));
        assertThat(store.joinedAfter(team, made))
                .containsExactly(Map.entry(bob, new GroupStore.Joined(joined, made)));
        assertThat(store.joinedAfter(team, joined)).isEmpty();
        store.remove(team, bob);
        assertThat(store.joinedAfter(team, made)).isEmpty();
        assertThat(store.membershipsOf(bob)).isEmpty();
    }

    @Test
    void ofSettingsThatChangeAtOnceNoneIsLost() throws Exception {
        store.create(group(owner));
        List<GroupChange<Boolean>> all =
                List.of(
                        set(group -> group.withModerated(!group.moderated())),
                        set(group -> group.withOpen(!group.open())),
                        set(group -> group.withHistory(group.history() + 1)),
                        set(group -> group.withDisplayName(group.displayName() + "!")));
        int rounds = 25;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                List<Callable<Boolean>> changing = new ArrayList<>();
                all.forEach(one -> changing.add(() -> store.change(team, one).orElseThrow()));
                for (Future<Boolean> each : executor.invokeAll(changing)) {
                    assertThat(each.get()).isTrue();
                }
            }
        }
        assertThat(store.find(team))
                .contains(
                        group(owner)
                                .withModerated(false)
                                .withOpen(false)
                                .withHistory(7 + rounds)
                                .withDisplayName("The Team ✓" + "!".repeat(rounds)));
    }

    @Test
    void whomAnAdministratorLetsInHandsOnOnlyWhatCameSince() {
        store.create(group(owner));
        Instant made = clock.instant();
        clock.advance(Duration.ofHours(1));
        put(new Group.Member(bob, false)); // by an owner: nothing is hidden
        assertThat(store.find(team).orElseThrow().historySince()).isEqualTo(made);
        clock.advance(Duration.ofHours(1));
        Instant then = clock.instant();
        AddressOfRecord mallory = new AddressOfRecord("mallory", domain);
        store.change(
                team,
                GroupChanges.hidingThePast(GroupChanges.put(new Group.Member(mallory, true))));
        assertThat(store.find(team).orElseThrow().historySince()).isEqualTo(then);
        clock.advance(Duration.ofHours(1));
        AddressOfRecord carol = new AddressOfRecord("carol", domain);
        join(carol); // whom mallory adds
        Instant released = clock.instant();
        assertThat(store.change(team, GroupChanges.release())).contains(true);
        assertThat(store.change(team, GroupChanges.release())).contains(false);
        assertThat(store.find(team).orElseThrow().historySince()).isEqualTo(made);
        assertThat(store.joinedAfter(team, made))
                .as("what is released is for those who come then")
                .containsOnly(
                        Map.entry(bob, new GroupStore.Joined(made.plus(Duration.ofHours(1)), made)),
                        Map.entry(mallory, new GroupStore.Joined(then, then)),
                        Map.entry(carol, new GroupStore.Joined(released, then)));
    }

    @Test
    void aGroupMayBeMadeAsPartOfAnotherCommit() {
        GroupChange<GroupChanges.Coming> joining = GroupChanges.join(bob);
        assertThatThrownBy(() -> commit(companion(true).and(store.creating(group(owner)))))
                .isInstanceOf(CompanionRefusedException.class);
        assertThat(store.find(team)).isEmpty();
        rollBack(store.creating(group(owner)));
        assertThat(store.find(team)).isEmpty();
        assertThat(store.membershipsOf(alice)).isEmpty();
        commit(store.creating(group(owner)).and(store.changing(team, joining, _ -> {})));
        assertThat(store.find(team)).contains(group(owner, new Group.Member(bob, false)));
        assertThatThrownBy(() -> commit(store.creating(group())))
                .isInstanceOf(CompanionRefusedException.class);
        assertThat(store.find(team).orElseThrow().members()).hasSize(2);
        assertThat(heard).as("whoever commits says so").isEmpty();
    }

    @Test
    void somebodysGroupsAreFound() {
        assertThat(store.groupsOf(alice)).isEmpty();
        store.create(group(owner, new Group.Member(bob, false)));
        AddressOfRecord other = new AddressOfRecord("other", domain);
        store.create(
                new Group(
                        other,
                        "",
                        false,
                        false,
                        0,
                        clock.instant(),
                        List.of(new Group.Member(bob, true))));
        assertThat(store.groupsOf(alice))
                .containsExactly(
                        new GroupStore.Membership(team, "The Team ✓", true, true, true, 2));
        assertThat(store.groupsOf(bob))
                .containsExactly(
                        new GroupStore.Membership(other, "", false, false, true, 1),
                        new GroupStore.Membership(team, "The Team ✓", true, true, false, 2));
    }

    @Test
    void aChangeMayBePartOfAnotherCommit() {
        store.create(group(owner));
        heard.clear();
        AtomicReference<Optional<GroupChanges.Coming>> outcome =
                new AtomicReference<>(Optional.empty());
        GroupChange<GroupChanges.Coming> joining = GroupChanges.join(bob);
        assertThatThrownBy(() ->
                        commit(companion(true).and(store.changing(team, joining, outcome::set))))
                .isInstanceOf(CompanionRefusedException.class);
        assertThat(store.find(team)).contains(group(owner));
        assertThat(outcome.get()).isEmpty();
        rollBack(companion(false).and(store.changing(team, joining, outcome::set)));
        assertThat(store.find(team)).contains(group(owner));
        assertThat(store.membershipsOf(bob)).isEmpty();
        assertThatThrownBy(() ->
                        commit(store.changing(team, joining, outcome::set).and(companion(true))))
                .isInstanceOf(CompanionRefusedException.class);
        assertThat(store.find(team)).contains(group(owner));
        Instant joined = clock.instant();
        commit(companion(false).and(store.changing(team, joining, outcome::set)));
        assertThat(outcome.get()).contains(GroupChanges.Coming.CAME);
        assertThat(store.membershipsOf(bob)).containsExactly(Map.entry(team, joined));
        assertThat(heard).as("whoever commits says so").isEmpty();
        store.announce(team);
        assertThat(heard).containsExactly(Change.of(Topic.GROUP, team));
        commit(store.changing(bob, joining, outcome::set));
        assertThat(outcome.get()).as("no such group").isEmpty();
    }
}
