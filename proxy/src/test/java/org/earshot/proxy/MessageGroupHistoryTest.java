package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChanges;
import org.junit.jupiter.api.Test;

/// What was written in a group before somebody came: who gets it, and who does not.
class MessageGroupHistoryTest extends GroupScene {
    private int taken;

    private void oneWasWrittenBeforeCarolCame() {
        f.groups.remove(TEAM, CAROL);
        f.groups.change(TEAM, GroupChanges.set(group -> group.withHistory(2)));
        bindBob(false);
        alice("one");
        f.node.take().respond(200, "OK");
        taken++;
    }

    /// What is on its way, and is taken, until nothing more comes.
    private List<String> takeAll() {
        List<String> all = new ArrayList<>();
        do {
            while (taken < f.node.sent().size()) {
                taken++;
                LoopbackNode.Sent sent = f.node.take();
                all.add(body(sent));
                sent.respond(200, "OK");
            }
            f.clock.advance(Duration.ofMinutes(2));
        } while (taken < f.node.sent().size());
        return all;
    }

    @Test
    void anOwnerAddsSomebodyWhoGetsWhatWasWrittenBefore() {
        oneWasWrittenBeforeCarolCame();
        takeAll();
        bindCarol(false);
        alice("/add carol");
        assertThat(takeAll()).contains("[Alice A.] one");
    }

    @Test
    void whoCameWhileTheRecordWasAwayIsGreetedAndGetsTheHistoryWhenItIsBack() {
        oneWasWrittenBeforeCarolCame();
        takeAll();
        bindCarol(false);
        f.archive.available = false;
        f.groups.change(TEAM, GroupChanges.join(CAROL));
        f.groups.remove(TEAM, BOB);
        f.groups.change(TEAM, GroupChanges.join(BOB));
        f.clock.advance(Duration.ofMinutes(5));
        assertThat(takeAll()).isEmpty();
        assertThat(f.clock.waiting()).as("one tries for all").isEqualTo(1);
        f.archive.available = true;
        assertThat(takeAll())
                .hasSize(3) // bob has had it
                .contains("[Alice A.] one");
        assertThat(f.clock.waiting()).as("nobody tries any longer").isZero();
    }

    @Test
    void aCrashBehindTheCommitOfTheGreetingCostsNoHistory() {
        oneWasWrittenBeforeCarolCame();
        takeAll();
        bindCarol(false);
        f.archive.afterCommit =
                () -> {
                    throw new IllegalStateException("as if the process had ended here");
                };
        try {
            f.groups.change(TEAM, GroupChanges.join(CAROL));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("as if");
        }
        f.configureMessages(config -> config);
        bindCarol(false); // a phone that comes gets what waits
        assertThat(takeAll()).hasSize(2).contains("[Alice A.] one");
    }

    @Test
    void anOwnerWhomAnAdministratorMadeHandsOnNoMoreThanTheySaw() {
        oneWasWrittenBeforeCarolCame();
        f.groups.remove(TEAM, BOB);
        administratorPuts(new Group.Member(CAROL, true));
        bindCarol(false);
        f.clock.advance(Duration.ofSeconds(1));
        alice("two");
        takeAll();
        send("carol", CAROL_TLS, "text/plain", "/add bob");
        assertThat(takeAll()).contains("[Alice A.] two").noneMatch(text -> text.contains("one"));
    }

    @Test
    void whatAnAdministratorOpensOrWidensBeginsThen() {
        oneWasWrittenBeforeCarolCame();
        f.groups.change(
                TEAM, GroupChanges.hidingThePast(GroupChanges.set(group -> group.withOpen(true))));
        takeAll();
        bindCarol(false);
        send("carol", CAROL_TLS, "text/plain", "/join");
        assertThat(takeAll()).noneMatch(text -> text.contains("one"));
    }

    @Test
    void whatAnOfficerReleasesIsGivenAgain() {
        oneWasWrittenBeforeCarolCame();
        administratorPuts(new Group.Member(CAROL, true));
        f.groups.remove(TEAM, CAROL);
        f.groups.change(TEAM, GroupChanges.release());
        takeAll();
        bindCarol(false);
        alice("/add carol");
        assertThat(takeAll()).contains("[Alice A.] one");
    }

    /// An administrator who has set another password could be alice.
    @Test
    void whomAnOwnerAddsOnADeviceThatMustWaitGetsNothingOfBefore() {
        oneWasWrittenBeforeCarolCame();
        takeAll();
        bindCarol(false);
        bindAlice();
        f.withholding.hold(ALICE, Set.of("urn:uuid:other"));
        alice("/add carol");
        assertThat(takeAll()).noneMatch(text -> text.contains("one"));
    }

    @Test
    void whomAnOwnerAddsOnADeviceThatWasKnownBeforeGetsIt() {
        oneWasWrittenBeforeCarolCame();
        takeAll();
        bindCarol(false);
        bindAlice();
        f.withholding.hold(ALICE, Set.of("urn:uuid:a"));
        alice("/add carol");
        assertThat(takeAll()).contains("[Alice A.] one");
    }

    @Test
    void aNewDeviceOfAMemberGetsWhatCameSinceTheyDid() {
        oneWasWrittenBeforeCarolCame();
        takeAll();
        f.clock.advance(Duration.ofSeconds(1));
        administratorPuts(new Group.Member(CAROL, false));
        alice("two");
        takeAll();
        f.bindAsking(CAROL, "sip:carol@192.0.2.8:40008;transport=tls", CAROL_TLS, "urn:uuid:new");
        assertThat(takeAll())
                .anyMatch(text -> text.endsWith("two"))
                .noneMatch(text -> text.endsWith("one"));
    }

    @Test
    void whoJoinsGetsTheLatestMessagesWhereTheGroupIsSo() {
        f.groups.remove(TEAM, CAROL);
        f.groups.change(TEAM, GroupChanges.set(group -> group.withOpen(true).withHistory(2)));
        bindBob(false);
        for (String text : List.of("one", "two", "three")) {
            alice(text);
            f.node.take().respond(200, "OK");
        }
        bindCarol(false);
        send("carol", CAROL_TLS, "text/plain", "/join");
        f.clock.advance(Duration.ofSeconds(5));
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LoopbackNode.Sent sent = f.node.take();
            got.add(body(sent));
            sent.respond(200, "OK");
        }
        assertThat(got)
                .contains("[Alice A.] two", "[Alice A.] three")
                .noneMatch(text -> text.contains("one"));
        assertThat(got.indexOf("[Alice A.] two")).isLessThan(got.indexOf("[Alice A.] three"));
    }

    /// What was written before is withheld as one's own history is, also where one leaves a group and comes again.
    @Test
    void aDeviceThatMustWaitGetsNoHistoryOfAGroup() {
        oneWasWrittenBeforeCarolCame();
        f.withholding.hold(CAROL, Set.of());
        bindCarol(false);
        alice("/add carol");
        f.node.take().respond(200, "OK"); // that she is in
        int sent = f.node.sent().size();
        f.clock.advance(Duration.ofMinutes(2));
        assertThat(f.node.sent()).hasSize(sent);
    }

    @Test
    void whomAnAdministratorAddsHearsTheSameWordOnceAndGetsNothingOfBefore() {
        oneWasWrittenBeforeCarolCame();
        bindCarol(false);
        administratorPuts(new Group.Member(CAROL, false));
        LoopbackNode.Sent word = f.node.take();
        assertThat(body(word))
                .isEqualTo(
                        "You are in the group \"The Team\" now. /help tells what you can say, /leave lets you go.");
        word.respond(200, "OK");
        f.clock.advance(Duration.ofMinutes(2));
        int sent = f.node.sent().size();
        administratorPuts(new Group.Member(CAROL, true)); // another change of the group
        f.configureMessages(config -> config); // a start
        f.clock.advance(Duration.ofMinutes(2));
        assertThat(f.node.sent()).as("a word, and no past").hasSize(sent).hasSize(2);
    }
}
