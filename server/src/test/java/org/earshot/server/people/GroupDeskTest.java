package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.account.Account;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Passwords;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.Administered;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.MemoryCompanion;
import org.earshot.proxy.archive.NotYetAnchoredException;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChanges;
import org.earshot.proxy.message.group.InMemoryGroupStore;
import org.earshot.server.config.PeopleConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to groups is in the record, or does not happen.
class GroupDeskTest {
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "example.org");

    @TempDir private Path temp;
    private final FakeTimers clock = new FakeTimers();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final InMemoryAccountStore accounts = new InMemoryAccountStore(clock, changes);
    private final InMemoryGroupStore groups = new InMemoryGroupStore(changes, clock);
    private final Kept archive = new Kept();
    private GroupDesk desk;
    private People.Owner alice;

    /// An archive that can be away, and into whose commits others come.
    private static final class Kept implements Archive {
        private final List<Administered> events = new ArrayList<>();
        private int untilAway = Integer.MAX_VALUE;
        private boolean anchors = true;
        private Runnable before = () -> {};

        @Override
        public CompletableFuture<ArchivePosition> submit(
                ArchiveEvent event, Optional<Companion> companion) {
            if (untilAway-- <= 0) {
                return CompletableFuture.failedFuture(
                        new ArchiveUnavailableException("away", null));
            }
            before.run();
            try {
                companion.ifPresent(one -> ((MemoryCompanion) one).apply());
            } catch (CompanionRefusedException e) {
                return CompletableFuture.failedFuture(e);
            }
            events.add((Administered) event);
            return anchors || companion.isEmpty()
                    ? CompletableFuture.completedFuture(new ArchivePosition(new UUID(0, 0), 1))
                    : CompletableFuture.failedFuture(
                            new NotYetAnchoredException("no anchor", null));
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        KeyRing keys = KeyRing.open(temp.resolve("keys"));
        desk =
                new GroupDesk(
                        new PeopleParts(
                                "example.org",
                                () -> PeopleConfig.SignUp.CLOSED,
                                _ -> false,
                                accounts,
                                accounts.credentials(),
                                new InMemoryBindingStore(clock, changes),
                                new InMemoryPictureTable(changes),
                                new InMemoryLinkTable(),
                                new Passwords(new SealedHa1(keys), "example.org"),
                                archive,
                                changes,
                                _ -> "none",
                                _ -> {},
                                (_, _) -> {},
                                (_, _, _) -> {},
                                clock),
                        new GroupParts(() -> PeopleConfig.Groups.STAFF, groups, Withholding.NONE));
        alice = owner("alice");
        owner("bob");
        owner("carol");
    }

    private People.Owner owner(String name) {
        Account account = accounts.create(new AddressOfRecord(name, "example.org"), "");
        return new People.Owner(account, InetAddress.getLoopbackAddress(), Optional.empty());
    }

    private Group make(String... members) throws RefusedException {
        return desk.make(alice, new GroupDesk.Wish("Team", Optional.empty(), List.of(members)));
    }

    private static Group.Member member(String name) {
        return new Group.Member(new AddressOfRecord(name, "example.org"), false);
    }

    @Test
    void aChangeIsOneEventWithHowItWasAndIs() throws RefusedException {
        Group made = make("bob");
        Group before = groups.find(TEAM).orElseThrow();
        assertThat(made).isEqualTo(before);
        desk.rename(alice, "team", "Ours");
        assertThat(archive.events)
                .extracting(Administered::stage)
                .containsExactly(
                        Administered.Stage.BEGUN, Administered.Stage.DONE, Administered.Stage.DONE);
        assertThat(archive.events.get(1).begun()).contains(archive.events.getFirst().id());
        assertThat(archive.events.get(1).after()).contains(before.inWords());
        Administered renamed = archive.events.getLast();
        assertThat(renamed.before()).contains(before.inWords());
        assertThat(renamed.after()).contains(groups.find(TEAM).orElseThrow().inWords());
        assertThat(renamed.address()).contains("sip:team@example.org");
        assertThat(renamed.actor()).startsWith("sip:alice@example.org, from ");
    }

    @Test
    void whatChangesNothingIsNoEvent() throws RefusedException {
        make("bob");
        desk.add(alice, "team", List.of("bob"));
        desk.rename(alice, "team", "Team");
        assertThat(archive.events).hasSize(2);
    }

    @Test
    void withoutARecordNothingChanges() throws RefusedException {
        make("bob");
        Group before = groups.find(TEAM).orElseThrow();
        archive.untilAway = 0;
        assertThatThrownBy(() -> desk.leave(known("bob"), "team"))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThatThrownBy(() -> desk.add(alice, "team", List.of("carol")))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(groups.find(TEAM)).contains(before);
        assertThatThrownBy(() ->
                        desk.make(alice, new GroupDesk.Wish("Other", Optional.empty(), List.of())))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(groups.list()).containsExactly(before);
        archive.untilAway = Integer.MAX_VALUE;
        assertThat(
                        desk.make(alice, new GroupDesk.Wish("Other", Optional.empty(), List.of()))
                                .address()
                                .user())
                .as("no name was used up")
                .isEqualTo("other");
    }

    @Test
    void aRecordThatGoesAwayAfterTheBeginningLeavesNoGroup() {
        archive.untilAway = 1;
        assertThatThrownBy(() -> make("bob")).isInstanceOf(ArchiveUnavailableException.class);
        assertThat(groups.list()).isEmpty();
        assertThat(archive.events).hasSize(1);
    }

    /// Who hears that nothing has changed asks again, and would have a second group.
    @Test
    void whatIsCommittedAndNotAnchoredYetIsAnsweredAsDone() throws RefusedException {
        archive.anchors = false;
        assertThat(make("bob")).isEqualTo(groups.find(TEAM).orElseThrow());
        desk.rename(alice, "team", "Ours");
        desk.add(alice, "team", List.of("carol"));
        Group now = groups.find(TEAM).orElseThrow();
        assertThat(now.displayName()).isEqualTo("Ours");
        assertThat(now.members()).contains(member("bob"), member("carol"));
        assertThat(groups.list()).containsExactly(now);
    }

    @Test
    void anAddressThatCantBeHadDoesNotSayWhoseItIs() {
        for (String name : List.of("bob", "b0b")) {
            assertThatThrownBy(() ->
                            desk.make(
                                    alice,
                                    new GroupDesk.Wish("Crew", Optional.of(name), List.of())))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> {
                                assertThat(e.status()).isEqualTo(409);
                                assertThat(e)
                                        .hasMessage(
                                                "this address can't be had: choose another one");
                            });
        }
    }

    @Test
    void whoIsNoOwnerPutsNobodyInEither() throws RefusedException {
        make("bob");
        assertThatThrownBy(() -> desk.add(known("bob"), "team", List.of()))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.status()).isEqualTo(403));
        desk.add(alice, "team", List.of());
    }

    @Test
    void whatOthersChangeMeanwhileIsNotUndoneAndIsInWhatIsRecorded() throws RefusedException {
        make("bob");
        archive.before =
                () -> {
                    archive.before = () -> {};
                    groups.change(TEAM, GroupChanges.join(member("carol").address()));
                };
        desk.rename(alice, "team", "Ours");
        Group now = groups.find(TEAM).orElseThrow();
        assertThat(now.displayName()).isEqualTo("Ours");
        assertThat(now.members()).contains(member("bob"), member("carol"));
        assertThat(archive.events.getLast().after()).contains(now.inWords());
        assertThat(archive.events.getLast().before().orElseThrow()).contains("sip:carol@");
        assertThat(archive.events).hasSize(3);
    }

    @Test
    void whoIsOwnerNoMoreMeanwhileChangesNothing() throws RefusedException {
        make("bob");
        archive.before =
                () ->
                        groups.change(
                                TEAM,
                                GroupChanges.put(
                                        new Group.Member(alice.account().address(), false)));
        assertThatThrownBy(() -> desk.rename(alice, "team", "Ours"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.status()).isEqualTo(403));
        assertThat(archive.events).hasSize(2);
    }

    @Test
    void aGroupThatNeverRestsIsLeftForLater() throws RefusedException {
        make("bob");
        archive.before =
                () -> groups.change(TEAM, GroupChanges.set(group -> group.withOpen(!group.open())));
        assertThatThrownBy(() -> desk.rename(alice, "team", "Ours"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThat(groups.find(TEAM).orElseThrow().displayName()).isEqualTo("Team");
    }

    @Test
    void whoIsInManyGroupsMakesNoOtherOne() {
        for (int i = 0; i < GroupDesk.MOST_GROUPS; i++) {
            groups.create(
                    new Group(
                            new AddressOfRecord("g" + i, "example.org"),
                            "",
                            false,
                            false,
                            0,
                            clock.instant(),
                            List.of(member("alice"))));
        }
        assertThatThrownBy(() -> make())
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.status()).isEqualTo(409));
    }

    @Test
    void whoIsPutInIsToldAndWhoMakesItKnows() throws RefusedException {
        clock.advance(java.time.Duration.ofSeconds(1));
        archive.before = () -> clock.advance(java.time.Duration.ofMillis(1)); // a commit takes time
        Group made = make("bob", "carol");
        assertThat(groups.joinedAfter(TEAM, made.createdAt()).keySet())
                .isEqualTo(Set.of(member("bob").address(), member("carol").address()));
    }

    private People.Owner known(String name) {
        return new People.Owner(
                accounts.find(new AddressOfRecord(name, "example.org")).orElseThrow(),
                InetAddress.getLoopbackAddress(),
                Optional.empty());
    }
}
