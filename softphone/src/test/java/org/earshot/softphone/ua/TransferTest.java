package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.HELD;
import static org.earshot.softphone.ua.UserAgentEvent.TransferPhase.ASKED;
import static org.earshot.softphone.ua.UserAgentEvent.TransferPhase.DONE;
import static org.earshot.softphone.ua.UserAgentEvent.TransferPhase.FAILED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that are handed on (RFC 5589): alice talks with bob, and has him talk with carol.
class TransferTest {
    private final FakeTimers timers = new FakeTimers();
    private final TestPhone alice = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);
    private final TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers);
    private final TestPhone carol = new TestPhone("carol", "192.0.2.3", Transport.TLS, timers);
    private Id aliceToBob;
    private Id atBob;

    private void talk() {
        for (TestPhone phone : List.of(alice, bob, carol)) {
            phone.registered();
            phone.node.answeredBy(this::serve);
        }
        aliceToBob = alice.agent.call("bob");
        atBob = bob.last(UserAgentEvent.IncomingCall.class).call();
        bob.agent.answer(atBob);
    }

    /// A proxy that adds nothing.
    private void serve(InboundRequest request) {
        String to = request.message().getRequestURI().toString();
        for (TestPhone phone : List.of(alice, bob, carol)) {
            if (to.startsWith("sip:" + phone.account.address().user() + "@")) {
                phone.agent.handle(request);
                return;
            }
        }
        request.respond(404, "Not Found");
    }

    private UserAgentEvent.CallChanged call(TestPhone phone, Id id) {
        return phone.events(UserAgentEvent.CallChanged.class).stream()
                .filter(changed -> changed.call().equals(id))
                .toList()
                .getLast();
    }

    private List<UserAgentEvent.TransferPhase> transfers() {
        return alice.events(UserAgentEvent.TransferChanged.class).stream()
                .map(UserAgentEvent.TransferChanged::state)
                .toList();
    }

    private Request lastSent(TestPhone phone, String method) {
        return phone.node.sent().stream()
                .map(LoopbackNode.Sent::request)
                .filter(request -> request.getMethod().equals(method))
                .toList()
                .getLast();
    }

    private static List<String> methods(TestPhone phone) {
        return phone.node.sent().stream().map(sent -> sent.request().getMethod()).toList();
    }

    @Test
    void blind() {
        talk();
        alice.agent.transfer(aliceToBob, "carol");
        assertThat(call(alice, aliceToBob).state()).isEqualTo(HELD);
        Id bobToCarol = bob.last(UserAgentEvent.CallReferred.class).call();
        assertThat(bob.last(UserAgentEvent.CallReferred.class).by()).isEqualTo(atBob);
        assertThat(carol.last(UserAgentEvent.IncomingCall.class).from())
                .isEqualTo("sip:bob@example.org");
        assertThat(transfers()).containsExactly(ASKED, UserAgentEvent.TransferPhase.RINGING);

        Id atCarol = carol.last(UserAgentEvent.IncomingCall.class).call();
        carol.agent.answer(atCarol);
        assertThat(call(bob, bobToCarol).state()).isEqualTo(ESTABLISHED);
        assertThat(call(carol, atCarol).state()).isEqualTo(ESTABLISHED);
        assertThat(transfers()).endsWith(DONE);
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ENDED);
        assertThat(call(alice, aliceToBob).reason())
                .isEqualTo("transferred to sip:carol@example.org");
        assertThat(call(bob, atBob).state()).isEqualTo(ENDED);
        assertThat(lastSent(bob, Request.INVITE).getHeader("Referred-By").toString())
                .contains("sip:alice@example.org");
    }

    /// JsSIP refuses a REFER with 403 until it has the ACK, linphone with 491 (RFC 3261 §14.2 says nothing of other requests).
    @Test
    void nobodyIsAskedToCallSomebodyInTheMiddleOfBeingPutOnHold() {
        talk();
        List<InboundRequest> onTheWay = new ArrayList<>();
        alice.node.answeredBy(request -> {
            if (request.method().equals(Request.INVITE)) {
                onTheWay.add(request);
            } else {
                serve(request);
            }
        });
        alice.agent.transfer(aliceToBob, "carol");
        assertThat(transfers()).containsExactly(ASKED);
        assertThat(onTheWay).hasSize(1);
        assertThat(methods(alice)).doesNotContain(Request.REFER);

        serve(onTheWay.getFirst());
        assertThat(methods(alice)).endsWith(Request.INVITE, Request.REFER);
    }

    @Test
    void blindToSomebodyWhoDeclines() {
        talk();
        alice.agent.transfer(aliceToBob, "carol");
        carol.agent.reject(carol.last(UserAgentEvent.IncomingCall.class).call());
        assertThat(transfers()).endsWith(FAILED);
        assertThat(alice.last(UserAgentEvent.TransferChanged.class).reason()).isEqualTo("busy");
        assertThat(call(alice, aliceToBob).state()).isEqualTo(HELD);
        alice.agent.resume(aliceToBob);
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ESTABLISHED);
        alice.agent.transfer(aliceToBob, "carol");
        carol.agent.answer(carol.last(UserAgentEvent.IncomingCall.class).call());
        assertThat(transfers()).as("once more").endsWith(DONE);
    }

    @Test
    void blindToNobody() {
        talk();
        alice.agent.transfer(aliceToBob, "dave");
        assertThat(alice.last(UserAgentEvent.TransferChanged.class).reason())
                .isEqualTo("no such address");
        assertThat(call(alice, aliceToBob).state()).isEqualTo(HELD);
    }

    @Test
    void attended() {
        talk();
        alice.agent.hold(aliceToBob);
        Id aliceToCarol = alice.agent.call("carol");
        Id atCarol = carol.last(UserAgentEvent.IncomingCall.class).call();
        carol.agent.answer(atCarol);
        carol.events.clear();

        alice.agent.transferTo(aliceToBob, aliceToCarol);
        assertThat(carol.events(UserAgentEvent.IncomingCall.class)).as("rings").isEmpty();
        UserAgentEvent.CallReplaced replaced = carol.last(UserAgentEvent.CallReplaced.class);
        assertThat(replaced.replaced()).isEqualTo(atCarol);
        assertThat(replaced.from()).isEqualTo("sip:bob@example.org");
        assertThat(call(carol, replaced.call()).state()).isEqualTo(ESTABLISHED);
        assertThat(call(carol, atCarol).state()).isEqualTo(ENDED);
        assertThat(call(bob, bob.last(UserAgentEvent.CallReferred.class).call()).state())
                .isEqualTo(ESTABLISHED);
        assertThat(call(bob, atBob).state()).isEqualTo(ENDED);
        assertThat(transfers()).endsWith(DONE);
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ENDED);
        assertThat(call(alice, aliceToCarol).state()).isEqualTo(ENDED);
        assertThat(lastSent(bob, Request.INVITE).getHeader("Require").toString())
                .contains("replaces");
    }

    @Test
    void whomTheOtherSideHandsOnMayHangUpBeforeThat() {
        talk();
        alice.agent.transfer(aliceToBob, "carol");
        bob.agent.hangUp(bob.last(UserAgentEvent.CallReferred.class).call());
        assertThat(transfers()).endsWith(FAILED);
        assertThat(alice.last(UserAgentEvent.TransferChanged.class).reason())
                .isEqualTo("cancelled");
        assertThat(call(alice, aliceToBob).state()).isEqualTo(HELD);
    }

    @Test
    void whoHandsOnMayHangUpBeforeThat() {
        talk();
        alice.agent.transfer(aliceToBob, "carol");
        alice.agent.hangUp(aliceToBob);
        carol.agent.answer(carol.last(UserAgentEvent.IncomingCall.class).call());
        assertThat(call(bob, bob.last(UserAgentEvent.CallReferred.class).call()).state())
                .isEqualTo(ESTABLISHED);
        assertThat(call(alice, aliceToBob).reason()).isEqualTo("hung up");
    }

    @Test
    void aPhoneThatSaysNothingMore() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        aliceToBob = alice.agent.call("bob");
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        alice.node.answeredBy(request -> {
            if (request.method().equals(Request.REFER)) {
                request.respond(202, "Accepted");
            } else {
                bob.agent.handle(request);
            }
        });
        bob.node.answeredBy(request -> request.respond(200, "OK")); // hears nothing, and leaves
        alice.agent.transfer(aliceToBob, "carol");
        timers.advance(Duration.ofMinutes(4));
        assertThat(transfers()).endsWith(FAILED);
        assertThat(call(alice, aliceToBob).state()).isEqualTo(HELD);
    }

    /// linphone takes no REFER while it is being put on hold.
    @ParameterizedTest(name = "pending {0} times")
    @ValueSource(ints = {2, 20})
    void aPhoneThatIsBusyWithSomethingElseIsAskedAgain(int pending) {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        aliceToBob = alice.agent.call("bob");
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        int[] asked = new int[1];
        alice.node.answeredBy(request -> {
            if (request.method().equals(Request.REFER) && ++asked[0] <= pending) {
                request.respond(491, "Request Pending");
            } else {
                bob.agent.handle(request);
            }
        });
        alice.agent.transfer(aliceToBob, "carol");
        assertThat(transfers()).containsExactly(ASKED);
        timers.advance(Duration.ofSeconds(20));
        if (pending == 2) {
            assertThat(asked[0]).isEqualTo(3);
            assertThat(bob.events(UserAgentEvent.CallReferred.class)).hasSize(1);
        } else {
            assertThat(asked[0]).isEqualTo(6);
            assertThat(transfers()).endsWith(FAILED);
        }
    }

    @Test
    void bothHandEachOtherOn() {
        talk();
        alice.agent.transfer(aliceToBob, "carol");
        bob.agent.transfer(atBob, "carol");
        assertThat(carol.events(UserAgentEvent.IncomingCall.class)).hasSize(2);
        carol.agent.answer(carol.events(UserAgentEvent.IncomingCall.class).getFirst().call());
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ENDED);
        assertThat(call(bob, atBob).state()).isEqualTo(ENDED);
        assertThat(call(bob, bob.last(UserAgentEvent.CallReferred.class).call()).state())
                .isEqualTo(ESTABLISHED);
    }

    @Test
    void commandsThatCanNotBe() {
        talk();
        alice.agent.transfer(new Id(99), "carol");
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text()).contains("no call");
        alice.agent.transfer(aliceToBob, "not an address");
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text())
                .contains("not an address");
        alice.agent.transferTo(aliceToBob, aliceToBob);
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text()).contains("no other call");
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ESTABLISHED);
        alice.agent.transfer(aliceToBob, "carol");
        alice.agent.transfer(aliceToBob, "carol");
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text())
                .contains("is being transferred");
    }

    @Test
    void aCommandThatCanNotBeDoesNotPutTheCallOnHoldEither() {
        talk();
        alice.agent.transfer(aliceToBob, "carol");
        alice.agent.resume(aliceToBob);
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ESTABLISHED);
        alice.agent.transfer(aliceToBob, "carol");
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text())
                .contains("is being transferred");
        assertThat(call(alice, aliceToBob).state()).isEqualTo(ESTABLISHED);
    }

    /// RFC 3891 §3: what names no call of ours rings nowhere.
    @ParameterizedTest
    @ValueSource(strings = {"481 nobody;to-tag=1;from-tag=2", "400 nobody", "400 nobody;to-tag=1"})
    void anInviteInThePlaceOfNoCall(String expected) {
        talk();
        RecordedRequest invite =
                RecordedRequest.of(
                                """
                                INVITE sip:bob@192.0.2.2 SIP/2.0
                                Via: SIP/2.0/TLS 192.0.2.9:5060;branch=z9hG4bKi
                                From: <sip:carol@example.org>;tag=b
                                To: <sip:bob@example.org>
                                Call-ID: c1
                                CSeq: 1 INVITE
                                Max-Forwards: 70
                                Replaces: %s
                                Contact: <sip:carol@192.0.2.9>

                                """
                                        .formatted(expected.substring(4)),
                                bob.flow)
                        .handledBy(bob.agent);
        assertThat(invite.finalResponse().getStatusCode())
                .isEqualTo(Integer.parseInt(expected.substring(0, 3)));
        assertThat(call(bob, atBob).state()).isEqualTo(ESTABLISHED);
    }
}
