package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.util.List;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.message.group.Group;
import org.junit.jupiter.api.Test;

/// Commands to a group are in the record when they are carried out, and are carried out once.
class MessageGroupOrdersTest extends GroupScene {

    /// Sends the same once more, as who has lost the answer does.
    private RecordedRequest again(Flow flow, String request) {
        return f.send(flow, request.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKagain"));
    }

    private void restart() {
        f.configureMessages(config -> config);
    }

    private Group team() {
        return f.groups.find(TEAM).orElseThrow();
    }

    private long recorded(String text) {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageReceived.class::isInstance)
                .map(event -> ((ArchiveEvent.MessageReceived) event).content().body().array())
                .filter(body ->
                        new String(body, java.nio.charset.StandardCharsets.UTF_8).equals(text))
                .count();
    }

    @Test
    void whoHasLeftAndLostTheAnswerGetsTheSame() {
        String leave = request("bob", "text/plain", "/leave");
        assertThat(f.send(BOB_TLS, leave).statuses()).containsExactly(202);
        assertThat(again(BOB_TLS, leave).statuses()).containsExactly(202);
        restart();
        assertThat(again(BOB_TLS, leave).statuses()).containsExactly(202);
        assertThat(team().member(BOB)).isEmpty();
        assertThat(recorded("/leave")).isEqualTo(1);
        assertThat(replies("bob"))
                .containsExactly("You are not in the group \"The Team\" any more.");
        assertThat(bob("/who").statuses()).as("another one").containsExactly(403);
    }

    @Test
    void whoseTextWasTakenGetsTheSameAnswerThoughTheyMayWriteNoMore() {
        bindCarol(false);
        String text = request("bob", "text/plain", "hello");
        RecordedRequest first = f.send(BOB_TLS, text);
        f.node.take().respond(200, "OK");
        assertThat(first.statuses()).containsExactly(200);
        alice("/moderated on");
        restart();
        assertThat(again(BOB_TLS, text).statuses()).containsExactly(200);
        alice("/remove bob");
        restart();
        assertThat(again(BOB_TLS, text).statuses()).containsExactly(200);
        assertThat(recorded("hello")).isEqualTo(1);
        assertThat(bob("more").statuses()).containsExactly(403);
    }

    @Test
    void aRepeatUndoesNothingThatOthersHaveChangedSince() {
        alice("/owner bob");
        String open = request("alice", "text/plain", "/open on");
        f.send(ALICE_TLS, open);
        bob("/open off");
        restart();
        assertThat(again(ALICE_TLS, open).statuses()).containsExactly(202);
        assertThat(team().open()).isFalse();
    }

    @Test
    void whatTheRecordCannotTakeIsNotCarriedOut() {
        f.archive.available = false;
        String leave = request("bob", "text/plain", "/leave");
        assertThat(f.send(BOB_TLS, leave).statuses()).containsExactly(503);
        for (String command : List.of("/open on", "/moderated on", "/remove carol", "/owner bob")) {
            assertThat(alice(command).statuses()).containsExactly(503);
        }
        assertThat(team().open()).isFalse();
        assertThat(team().moderated()).isFalse();
        assertThat(team().members())
                .containsExactly(
                        new Group.Member(ALICE, true),
                        new Group.Member(BOB, false),
                        new Group.Member(CAROL, false));
        f.archive.available = true;
        assertThat(again(BOB_TLS, leave).statuses()).containsExactly(202);
        assertThat(team().member(BOB)).isEmpty();
        assertThat(replies("bob")).hasSize(1);
        assertThat(replies("alice")).isEmpty();
    }

    @Test
    void afterACrashBehindTheCommitTheCommandHasBeenCarriedOutOnce() {
        f.groups.remove(TEAM, CAROL);
        bindCarol(false);
        String add = request("alice", "text/plain", "/add carol");
        f.archive.afterCommit =
                () -> {
                    throw new IllegalStateException("as if the process had ended here");
                };
        assertThat(f.send(ALICE_TLS, add).statuses()).containsExactly(500);
        assertThat(team().member(CAROL)).isPresent();
        assertThat(f.node.sent()).isEmpty();
        restart();
        assertThat(body(f.node.take())).startsWith("You are in the group");
        assertThat(again(ALICE_TLS, add).statuses()).containsExactly(202);
        assertThat(recorded("/add carol")).isEqualTo(1);
        assertThat(replies("alice"))
                .containsExactly("That was dealt with before: /who and /help tell how it is.");
        assertThat(replies("carol")).hasSize(1);
    }

    @Test
    void whoJoinsTwiceIsGreetedOnce() {
        f.groups.remove(TEAM, BOB);
        alice("/open on");
        String join = request("bob", "text/plain", "/join");
        f.send(BOB_TLS, join);
        restart();
        assertThat(again(BOB_TLS, join).statuses()).containsExactly(202);
        assertThat(replies("bob")).singleElement().asString().startsWith("You are in the group");
    }

    @Test
    void whatIsCommittedAndNotYetAnchoredIsCarriedOut() {
        f.archive.anchors = false;
        assertThat(bob("/leave").statuses()).containsExactly(202);
        assertThat(team().member(BOB)).isEmpty();
    }

    @Test
    void whoCanNoLongerCommandAtTheMomentOfTheCommitChangesNothing() {
        alice("/owner bob");
        bindBob(false);
        // bob's own command is looked at while he is an owner, and committed when he is none
        f.archive.beforeCommit =
                () ->
                        f.groups.change(
                                TEAM, org.earshot.proxy.message.group.GroupChanges.demote(BOB));
        bob("/open on");
        assertThat(team().open()).isFalse();
        assertThat(replies("bob").getLast()).contains("Only owners");
        LoopbackNode.Sent told = f.node.take();
        assertThat(body(told)).contains("Only owners");
    }
}
