package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.CALLING;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.HELD;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.RINGING;

import java.time.Duration;
import java.util.List;
import javax.sip.message.Request;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.Silence;
import org.junit.jupiter.api.Test;

/// Two of our phones, joined in memory.
class CallTest {
    private final FakeTimers timers = new FakeTimers();
    private final TestPhone alice = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);
    private final TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers);
    private Id atAlice;
    private Id atBob;

    private void ring() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
        atAlice = alice.agent.call("bob");
        atBob = bob.last(UserAgentEvent.IncomingCall.class).call();
    }

    private void talk() {
        ring();
        bob.agent.answer(atBob);
    }

    @Test
    void aCallIsEncryptedWithTheStrongestSuite() {
        talk();
        assertThat(alice.phases()).containsExactly(CALLING, RINGING, ESTABLISHED);
        assertThat(bob.last(UserAgentEvent.IncomingCall.class).from())
                .isEqualTo("sip:alice@example.org");
        assertThat(bob.phases()).containsExactly(ESTABLISHED);
        assertThat(alice.call().encryption()).contains("SDES:AEAD_AES_256_GCM");
        assertThat(bob.call().encryption()).contains("SDES:AEAD_AES_256_GCM");
        assertThat(alice.call().codec()).contains("opus");
        assertThat(alice.media.last().last().inboundKeys())
                .isEqualTo(bob.media.last().last().outboundKeys());
        assertThat(alice.node.acks()).hasSize(1);
    }

    @Test
    void theCallerHangsUp() {
        talk();
        alice.agent.hangUp(atAlice);
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason()).isEqualTo("hung up");
        assertThat(bob.call().state()).isEqualTo(ENDED);
        assertThat(bob.call().reason()).isEqualTo("the other side hung up");
        assertThat(bob.call().missed()).isFalse();
        assertThat(alice.media.last().closed).isTrue();
        assertThat(bob.media.last().closed).isTrue();
    }

    @Test
    void theCalleeHangsUp() {
        talk();
        bob.agent.hangUp(atBob);
        assertThat(alice.call().reason()).isEqualTo("the other side hung up");
        assertThat(alice.media.last().endTone).isEmpty();
        assertThat(bob.media.last().endTone).isEmpty();
        assertThat(bob.call().state()).isEqualTo(ENDED);
    }

    @Test
    void declined() {
        ring();
        bob.agent.reject(atBob);
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason()).isEqualTo("busy");
        assertThat(bob.call().missed()).isFalse();
    }

    @Test
    void cancelledWhileItRings() {
        ring();
        alice.agent.hangUp(atAlice);
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.media.last().endTone).isEmpty();
        assertThat(bob.media.last().endTone).isEmpty();
        assertThat(bob.call().state()).isEqualTo(ENDED);
        assertThat(bob.call().reason()).isEqualTo("the caller hung up");
        assertThat(bob.call().missed()).isTrue();
        assertThat(bob.media.last().closed).isTrue();
    }

    @Test
    void notAnsweredIsMissed() {
        ring();
        timers.advance(Duration.ofMinutes(3));
        assertThat(bob.call().missed()).isTrue();
        assertThat(alice.call().reason()).isEqualTo("not reachable now");
    }

    @Test
    void holdAndResume() {
        talk();
        alice.agent.hold(atAlice);
        assertThat(alice.call().state()).isEqualTo(HELD);
        assertThat(alice.media.last().last().direction()).isEqualTo(Direction.SEND_ONLY);
        assertThat(alice.media.last().hushed).isTrue();
        assertThat(bob.call().heldByPeer()).isTrue();
        assertThat(bob.media.last().last().direction()).isEqualTo(Direction.RECV_ONLY);

        bob.agent.hold(atBob);
        assertThat(bob.call().state()).isEqualTo(HELD);
        assertThat(bob.media.last().last().direction()).isEqualTo(Direction.INACTIVE);

        alice.agent.resume(atAlice);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        assertThat(alice.media.last().hushed).isFalse();
        assertThat(alice.media.last().last().direction()).isEqualTo(Direction.RECV_ONLY);
        bob.agent.resume(atBob);
        assertThat(bob.call().state()).isEqualTo(ESTABLISHED);
        assertThat(bob.media.last().last().direction()).isEqualTo(Direction.SEND_RECV);
        assertThat(alice.media.last().last().direction()).isEqualTo(Direction.SEND_RECV);
        assertThat(alice.media.last().last().outboundKeys())
                .isEqualTo(alice.media.last().applied.getFirst().outboundKeys());
    }

    @Test
    void keysAndMute() {
        talk();
        alice.agent.sendDigits(atAlice, "12#d");
        assertThat(alice.media.last().digits).isEqualTo("12#D");
        assertThat(alice.last(UserAgentEvent.DigitsSent.class))
                .isEqualTo(
                        new UserAgentEvent.DigitsSent(
                                atAlice, 4, UserAgentEvent.DigitWay.TELEPHONE_EVENT));
        bob.media.last().listener.digit('7');
        assertThat(bob.last(UserAgentEvent.DigitReceived.class).digit()).isEqualTo('7');
        alice.agent.mute(true);
        assertThat(alice.media.last().muted).isTrue();
        alice.agent.sendDigits(atAlice, "12x");
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).text()).contains("0-9");
    }

    @Test
    void reportsComeEverySecond() {
        talk();
        timers.advance(Duration.ofSeconds(3));
        List<UserAgentEvent.MediaReport> reports = alice.events(UserAgentEvent.MediaReport.class);
        assertThat(reports).hasSize(3);
        assertThat(reports.getFirst().rttMs()).isEqualTo(7);
        assertThat(reports.getFirst().echoReducedDb()).hasValue(38.5);
        assertThat(reports.getFirst().call()).isEqualTo(atAlice);
    }

    @Test
    void aCallThatHearsNothingEnds() {
        talk();
        timers.advance(Duration.ofSeconds(40));
        alice.media.last().heard = 1;
        timers.advance(Duration.ofSeconds(59));
        assertThat(alice.call().state()).isEqualTo(ENDED); // bob heard nothing for a minute
        assertThat(bob.call().reason()).isEqualTo("nothing was heard for 60 seconds");
    }

    /// RFC 3389 §4: one word of it is enough.
    @Test
    void aCallWithOneWhoIsSilentAndSaidSoGoesOn() {
        talk();
        for (FakeMedia.Opened media : List.of(alice.media.last(), bob.media.last())) {
            media.heard = 1;
            media.silence = Silence.COMFORT_NOISE;
        }
        timers.advance(Duration.ofMinutes(10));
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        assertThat(alice.events(UserAgentEvent.AudioTrouble.class)).isEmpty();
        timers.advance(Duration.ofSeconds(1));
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason())
                .isIn("neither audio nor reports came for 600 seconds", "hung up");
    }

    @Test
    void whoIsHeldMayHearNothing() {
        talk();
        alice.agent.hold(atAlice);
        bob.media.last().heard = 1;
        timers.advance(Duration.ofSeconds(30));
        bob.media.last().heard = 2;
        timers.advance(Duration.ofSeconds(45));
        assertThat(alice.call().state()).isEqualTo(HELD);
    }

    @Test
    void audioThatFailsEndsTheCall() {
        talk();
        bob.media.last().listener.failed("the microphone is gone");
        assertThat(bob.call().reason()).isEqualTo("the microphone is gone");
        assertThat(alice.call().state()).isEqualTo(ENDED);
    }

    @Test
    void withoutPortsThereIsNoCall() {
        alice.registered();
        alice.media.none = true;
        Id id = alice.agent.call("bob");
        assertThat(alice.call().call()).isEqualTo(id);
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason()).isEqualTo("no free port");
    }

    @Test
    void notAnAddress() {
        alice.registered();
        alice.agent.call("bob jones@@");
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason()).contains("is not an address");
    }

    @Test
    void commandsForNoCall() {
        alice.registered();
        alice.agent.answer(new Id(77));
        assertThat(alice.last(UserAgentEvent.CommandFailed.class).id()).contains(new Id(77));
        ring2();
        bob.agent.hold(atBob);
        assertThat(bob.last(UserAgentEvent.CommandFailed.class).text())
                .isEqualTo("call " + atBob + " is not established");
    }

    private void ring2() {
        bob.registered();
        TestPhone.join(alice, bob);
        atAlice = alice.agent.call("sip:bob@example.org");
        atBob = bob.last(UserAgentEvent.IncomingCall.class).call();
    }

    @Test
    void quittingEndsCallsAndLogsOut() {
        talk();
        var done = alice.agent.quit().toCompletableFuture();
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(bob.call().state()).isEqualTo(ENDED);
        var last = alice.node.sent().getLast().request();
        assertThat(last.getMethod()).isEqualTo(Request.REGISTER);
        assertThat(last.getHeader("Expires").toString()).contains("Expires: 0");
        assertThat(done).isCompleted();
    }

    @Test
    void overUdpNothingIsKeyed() {
        TestPhone carol = new TestPhone("carol", "192.0.2.3", Transport.UDP, timers).registered();
        TestPhone dave = new TestPhone("dave", "192.0.2.4", Transport.UDP, timers).registered();
        TestPhone.join(carol, dave);
        carol.agent.call("dave");
        dave.agent.answer(dave.last(UserAgentEvent.IncomingCall.class).call());
        assertThat(carol.call().encryption()).contains("none");
        assertThat(carol.node.sent().get(1).request().toString())
                .contains("RTP/AVP")
                .doesNotContain("inline:");
    }

    @Test
    void nothingIsLeftBehind() {
        alice.registered();
        bob.registered();
        int before = timers.waiting();
        TestPhone.join(alice, bob);
        alice.agent.call("bob");
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        alice.agent.hangUpAll();
        assertThat(timers.waiting()).isEqualTo(before);
    }
}
