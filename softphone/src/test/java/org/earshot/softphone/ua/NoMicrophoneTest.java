package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;

import java.time.Duration;
import javax.sip.message.Request;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A call in which one side has nothing to speak into.
class NoMicrophoneTest {
    private final FakeTimers timers = new FakeTimers();
    private final TestPhone alice = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);
    private final TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers);
    private Id atAlice;
    private Id atBob;

    private void talk() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        atAlice = alice.agent.call("bob");
        atBob = bob.last(UserAgentEvent.IncomingCall.class).call();
        bob.agent.answer(atBob);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
    }

    private static Direction direction(TestPhone phone) {
        return phone.media.last().last().direction();
    }

    private long reinvites(TestPhone phone) {
        return phone.node.sent().stream()
                .map(sent -> sent.request())
                .filter(sent -> sent.getMethod().equals(Request.INVITE))
                .filter(sent -> sent.toString().contains(";tag=recorded"))
                .count();
    }

    @Test
    void theCallersOfferSaysSo() {
        alice.media.hasMicrophone = false;
        talk();
        assertThat(Fields.bodyText(alice.node.sent().get(1).request())).contains("a=recvonly");
        assertThat(direction(alice)).isEqualTo(Direction.RECV_ONLY);
        assertThat(direction(bob)).isEqualTo(Direction.SEND_ONLY);
        assertThat(bob.call().heldByPeer()).as("that is no hold").isFalse();
    }

    @Test
    void theCalleesAnswerSaysSo() {
        bob.media.hasMicrophone = false;
        talk();
        assertThat(direction(bob)).isEqualTo(Direction.RECV_ONLY);
        assertThat(direction(alice)).isEqualTo(Direction.SEND_ONLY);
        assertThat(alice.call().heldByPeer()).isFalse();
    }

    @Test
    void theUserIsToldAndNobodyHangsUpForTheSilence() {
        bob.media.hasMicrophone = false;
        talk();
        for (int i = 0; i < 120; i++) {
            bob.media.last().heard += 50;
            timers.advance(Duration.ofSeconds(1));
        }
        assertThat(bob.last(UserAgentEvent.AudioTrouble.class).text())
                .contains("no microphone")
                .contains("can't hear you");
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        assertThat(bob.call().state()).isEqualTo(ESTABLISHED);
    }

    /// Else there is silence without a reason.
    @Test
    void theOtherOneIsToldToo() {
        alice.media.hasMicrophone = false;
        talk();
        timers.advance(Duration.ofSeconds(1));
        assertThat(bob.last(UserAgentEvent.AudioTrouble.class).text())
                .isEqualTo("The other side only listens: it may have no microphone");
        bob.agent.hold(atBob);
        timers.advance(Duration.ofSeconds(1));
        assertThat(bob.last(UserAgentEvent.AudioTrouble.class).text()).isEmpty();
        bob.agent.resume(atBob);
        timers.advance(Duration.ofSeconds(1));
        assertThat(bob.last(UserAgentEvent.AudioTrouble.class).text()).contains("only listens");
        alice.media.plug(true);
        timers.advance(Duration.ofSeconds(1));
        assertThat(bob.last(UserAgentEvent.AudioTrouble.class).text()).isEmpty();
    }

    @Test
    void aMicrophoneThatIsPluggedInIsHeard() {
        alice.media.hasMicrophone = false;
        talk();
        alice.media.plug(true);
        assertThat(direction(alice)).isEqualTo(Direction.SEND_RECV);
        assertThat(direction(bob)).isEqualTo(Direction.SEND_RECV);
        alice.media.plug(true);
        assertThat(reinvites(alice)).as("once").isEqualTo(1);
        alice.media.plug(false);
        assertThat(direction(alice)).isEqualTo(Direction.RECV_ONLY);
        assertThat(direction(bob)).isEqualTo(Direction.SEND_ONLY);
    }

    @Test
    void oneThatComesWhileItRingsIsHeardToo() {
        bob.media.hasMicrophone = false;
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        atAlice = alice.agent.call("bob");
        bob.media.plug(true);
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        assertThat(direction(alice)).isEqualTo(Direction.SEND_RECV);
        assertThat(direction(bob)).isEqualTo(Direction.SEND_RECV);
    }

    @Test
    void onHoldAsWell() {
        alice.media.hasMicrophone = false;
        talk();
        alice.agent.hold(atAlice);
        assertThat(direction(alice)).isEqualTo(Direction.INACTIVE);
        assertThat(bob.call().heldByPeer()).isTrue();
        alice.media.plug(true);
        assertThat(direction(alice)).isEqualTo(Direction.SEND_ONLY);
        alice.agent.resume(atAlice);
        assertThat(direction(alice)).isEqualTo(Direction.SEND_RECV);
        assertThat(bob.call().heldByPeer()).isFalse();
    }

    @Test
    void theOtherSidesChangesKeepIt() {
        alice.media.hasMicrophone = false;
        talk();
        bob.agent.hold(atBob);
        assertThat(direction(bob)).isEqualTo(Direction.SEND_ONLY);
        bob.agent.resume(atBob);
        assertThat(direction(alice)).isEqualTo(Direction.RECV_ONLY);
        assertThat(direction(bob)).isEqualTo(Direction.SEND_ONLY);
        assertThat(reinvites(alice)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {488, 603})
    void aSideThatRefusesTheChangeIsNotAskedWithoutEnd(int status) {
        alice.media.hasMicrophone = false;
        talk();
        alice.node.answeredBy(request -> request.respond(status, "No"));
        alice.media.plug(true);
        timers.advance(Duration.ofSeconds(30));
        assertThat(reinvites(alice)).isEqualTo(1);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
    }
}
