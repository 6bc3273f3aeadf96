package org.earshot.proxy.message.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.FakeTimers;
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

    @BeforeEach
    void open() {
        changes.subscribe(Topic.GROUP, heard::add);
        store = open(clock, changes);
    }

    private Group group(Group.Member... members) {
        return new Group(team, "The Team ✓", true, true, 7, clock.instant(), List.of(members));
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
        assertThat(store.demote(team, alice)).isTrue();
        assertThat(store.demote(team, alice)).isFalse();
        assertThat(store.demote(team, bob)).isFalse();
        assertThat(store.find(team).orElseThrow().members())
                .containsExactly(new Group.Member(alice, false), new Group.Member(bob, true));
        assertThat(heard).containsExactly(Change.of(Topic.GROUP, team));
    }

    @Test
    void theOnlyOwnerOfOthersStays() {
        Group.Member member = new Group.Member(bob, false);
        store.create(group(owner, member));
        heard.clear();
        assertThat(store.leave(team, alice)).isEqualTo(GroupStore.Leaving.ONLY_OWNER);
        assertThat(store.find(team).orElseThrow().members()).containsExactly(owner, member);
        assertThat(heard).isEmpty();
        assertThat(store.leave(team, bob)).isEqualTo(GroupStore.Leaving.GONE);
        assertThat(store.leave(team, bob)).isEqualTo(GroupStore.Leaving.NO_MEMBER);
        // nobody is left who needs an owner
        assertThat(store.leave(team, alice)).isEqualTo(GroupStore.Leaving.GONE);
        assertThat(store.find(team).orElseThrow().members()).isEmpty();
        assertThat(store.leave(bob, alice)).isEqualTo(GroupStore.Leaving.NO_MEMBER);
        assertThat(heard).hasSize(2);
    }

    @Test
    void ownersOfAGroupThatNobodyOwnsMayBeMissing() {
        store.create(group(new Group.Member(alice, false), new Group.Member(bob, false)));
        assertThat(store.leave(team, alice)).isEqualTo(GroupStore.Leaving.GONE);
    }

    @Test
    void ofOwnersWhoLeaveAtOnceOneStays() throws Exception {
        Group.Member third = new Group.Member(new AddressOfRecord("carol", domain), false);
        store.create(group(third));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                store.put(team, owner);
                store.put(team, new Group.Member(bob, true));
                List<Callable<GroupStore.Leaving>> leaving =
                        List.of(() -> store.leave(team, alice), () -> store.leave(team, bob));
                List<GroupStore.Leaving> both = new ArrayList<>();
                for (Future<GroupStore.Leaving> each : executor.invokeAll(leaving)) {
                    both.add(each.get());
                }
                assertThat(both)
                        .containsExactlyInAnyOrder(
                                GroupStore.Leaving.GONE, GroupStore.Leaving.ONLY_OWNER);
                assertThat(store.find(team).orElseThrow().members())
                        .filteredOn(Group.Member::owner)
                        .hasSize(1);
            }
        }
    }

    @Test
    void itsRulesChangeAndItsMembersStay() {
        store.create(group(owner));
        assertThat(store.change(group().with(false, false, 0))).isTrue();
        assertThat(store.find(team)).contains(group(owner).with(false, false, 0));
        assertThat(store.change(new Group(bob, "", false, false, 0, clock.instant(), List.of())))
                .isFalse();
    }

    @Test
    void membersComeAndGo() {
        store.create(group(owner));
        assertThat(store.put(team, new Group.Member(bob, false))).isTrue();
        assertThat(store.put(team, new Group.Member(bob, false))).isFalse();
        assertThat(store.find(team).orElseThrow().member(bob))
                .contains(new Group.Member(bob, false));
        assertThat(store.put(team, new Group.Member(bob, true))).isTrue();
        assertThat(store.find(team).orElseThrow().member(bob))
                .contains(new Group.Member(bob, true));
        assertThat(store.remove(team, bob)).isTrue();
        assertThat(store.remove(team, bob)).isFalse();
        assertThat(store.find(team).orElseThrow().members()).containsExactly(owner);
        assertThat(heard).hasSize(4);
        assertThatThrownBy(() -> store.put(bob, owner))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoJoinsAgainStaysWhatTheyAre() {
        store.create(group(owner));
        heard.clear();
        assertThat(store.join(team, bob)).isTrue();
        assertThat(store.join(team, bob)).isFalse();
        assertThat(store.join(team, alice)).isFalse();
        assertThat(store.find(team).orElseThrow().members())
                .containsExactly(owner, new Group.Member(bob, false));
        assertThat(heard).hasSize(1);
        assertThatThrownBy(() -> store.join(bob, alice))
                .isInstanceOf(IllegalArgumentException.class);
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
        store.put(team, new Group.Member(bob, false));
        Instant joined = clock.instant();
        clock.advance(Duration.ofHours(1));
        store.put(team, new Group.Member(bob, true));
        assertThat(store.membershipsOf(alice)).containsExactly(Map.entry(team, made));
        assertThat(store.membershipsOf(bob)).containsExactly(Map.entry(team, joined));
        assertThat(store.joinedAfter(team, made)).containsExactly(Map.entry(bob, joined));
        assertThat(store.joinedAfter(team, joined)).isEmpty();
        store.remove(team, bob);
        assertThat(store.joinedAfter(team, made)).isEmpty();
        assertThat(store.membershipsOf(bob)).isEmpty();
    }
}
