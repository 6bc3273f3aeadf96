package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.HELD;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The machine comes into another network, or wakes up: RFC 5626 §4.4 for the registration, RFC 3261 §14.1 and RFC 3264
/// §8.3.1 for calls.
class NetworkChangeTest {
    private static final String ELSEWHERE = "198.51.100.7";
    private static final Duration NOTICED = Duration.ofSeconds(2);

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
        alice.media.last().heard = 1;
    }

    private void moves(TestPhone phone) {
        phone.host = ELSEWHERE;
        timers.advance(NOTICED);
    }

    private static List<Request> requests(TestPhone phone, String method) {
        return phone.node.sent().stream()
                .map(LoopbackNode.Sent::request)
                .filter(r -> r.getMethod().equals(method))
                .toList();
    }

    // The registration

    @Test
    void atAnotherAddressThePhoneRegistersAtOnceOverANewConnection() {
        alice.agent.register(alice.account);
        LoopbackNode.Sent first = alice.node.take();
        TestPhone.welcome(first);
        alice.events.clear();
        moves(alice);
        assertThat(alice.closed).containsExactly(alice.flow);
        LoopbackNode.Sent second = alice.node.take();
        assertThat(second.request().getHeader("Contact").toString())
                .contains("@" + ELSEWHERE)
                .contains("+sip.instance=\"<urn:uuid:0-alice>\"")
                .contains("reg-id=1");
        assertThat(second.request().getHeader("Call-ID"))
                .isEqualTo(first.request().getHeader("Call-ID"));
        TestPhone.welcome(second);
        assertThat(alice.events).isEmpty(); // it never was offline
        timers.advance(Duration.ofMinutes(5));
        assertThat(alice.node.sent()).hasSize(2);
    }

    @Test
    void whereNothingChangesNothingIsSent() {
        alice.registered();
        timers.advance(Duration.ofMinutes(5));
        alice.unreachable = true; // the cable is out for a while
        timers.advance(Duration.ofMinutes(1));
        alice.unreachable = false;
        timers.advance(Duration.ofMinutes(1));
        assertThat(alice.node.sent()).hasSize(1);
        assertThat(alice.closed).isEmpty();
    }

    @Test
    void aMachineThatSleptRegistersAnew() {
        alice.registered();
        alice.sleep(Duration.ofHours(1));
        timers.advance(NOTICED);
        alice.node.take().respond(200, "OK");
        assertThat(alice.closed).containsExactly(alice.flow);
        timers.advance(Duration.ofMinutes(5));
        assertThat(alice.node.sent()).hasSize(2);
    }

    @Test
    void aMachineThatSleptAndWokeUpElsewhereRegistersOnce() {
        alice.registered();
        alice.host = ELSEWHERE;
        alice.sleep(Duration.ofHours(1));
        timers.advance(NOTICED);
        alice.node.take().respond(200, "OK");
        timers.advance(Duration.ofMinutes(5));
        assertThat(alice.node.sent()).hasSize(2);
    }

    @Test
    void whatIsUnderWayWhenTheNetworkChangesBeginsAnew() {
        alice.agent.register(alice.account);
        LoopbackNode.Sent first = alice.node.take();
        moves(alice);
        assertThat(first.abandoned()).isTrue();
        assertThat(alice.closed).containsExactly(alice.flow);
        assertThat(alice.node.take().request().getHeader("Contact").toString()).contains(ELSEWHERE);
    }

    @Test
    void aConnectionThatWasBegunBeforeIsNotUsed() {
        List<CompletableFuture<Signalling.Connected>> connecting = new ArrayList<>();
        alice.connecting = Optional.of(connecting);
        alice.agent.register(alice.account);
        Signalling.Connected before = alice.connected();
        moves(alice);
        connecting.getFirst().complete(before);
        assertThat(alice.closed).containsExactly(alice.flow);
        assertThat(alice.node.sent()).isEmpty();
        connecting.getLast().complete(alice.connected());
        assertThat(alice.node.take().request().getHeader("Contact").toString()).contains(ELSEWHERE);
    }

    @Test
    void whenTheNetworkComesBackTheNextTryDoesNotWait() {
        alice.unreachable = true;
        alice.agent.register(alice.account);
        timers.advance(Duration.ofMinutes(10)); // a try each minute or less
        alice.unreachable = false;
        timers.advance(NOTICED);
        alice.node.take().respond(200, "OK");
        assertThat(alice.events(UserAgentEvent.Registered.class)).hasSize(1);
    }

    @Test
    void aPauseThatTheServerAskedForIsNotCutShort() throws Exception {
        alice.agent.register(alice.account);
        LoopbackNode.Sent first = alice.node.take();
        Response busy = first.createResponse(503, "Service Unavailable");
        busy.addHeader(Fields.header("Retry-After", "30"));
        first.respond(busy);
        moves(alice);
        assertThat(alice.node.sent()).hasSize(1);
        timers.advance(Duration.ofSeconds(30));
        assertThat(alice.node.sent()).hasSize(2);
    }

    @Test
    void whatWasRefusedForGoodIsNotTriedInAnotherNetwork() {
        alice.agent.register(alice.account);
        alice.node.take().respond(403, "Forbidden");
        moves(alice);
        assertThat(alice.node.sent()).hasSize(1);
    }

    @Test
    void whoLoggedOutIsNotWatched() {
        alice.registered();
        alice.agent.unregister();
        alice.node.take().respond(200, "OK");
        moves(alice);
        assertThat(alice.node.sent()).hasSize(2);
        assertThat(timers.waiting()).isZero();
    }

    // Calls

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TLS"})
    void aCallGoesOnAtTheNewAddress(Transport transport) {
        TestPhone carol = new TestPhone("carol", "192.0.2.3", transport, timers).registered();
        TestPhone dave = new TestPhone("dave", "192.0.2.4", transport, timers).registered();
        TestPhone.join(carol, dave);
        carol.agent.call("dave");
        dave.agent.answer(dave.last(UserAgentEvent.IncomingCall.class).call());
        var before = carol.media.last().last();
        int port = carol.media.last().rtpPort;
        moves(carol);

        Request invite = requests(carol, Request.INVITE).getLast();
        assertThat(requests(carol, Request.INVITE)).hasSize(2);
        assertThat(invite.getHeader("Contact").toString()).contains("@" + ELSEWHERE);
        assertThat(Fields.bodyText(invite))
                .contains("c=IN IP4 " + ELSEWHERE)
                .contains("m=audio " + (port + 2));
        assertThat(carol.media.last().addresses)
                .containsExactly(
                        InetAddress.ofLiteral("192.0.2.3"), InetAddress.ofLiteral(ELSEWHERE));
        assertThat(dave.media.last().last().remoteRtp())
                .isEqualTo(new InetSocketAddress(ELSEWHERE, port + 2));
        assertThat(carol.media.last().last().outboundKeys()).isEqualTo(before.outboundKeys());
        assertThat(carol.media.last().last().inboundKeys()).isEqualTo(before.inboundKeys());
        assertThat(carol.call().state()).isEqualTo(ESTABLISHED);
        assertThat(carol.node.acks()).hasSize(2);

        dave.agent.hangUp(dave.call().call());
        assertThat(requests(dave, Request.BYE).getLast().getRequestURI().toString())
                .contains("@" + ELSEWHERE); // the target was refreshed
    }

    @Test
    void theCalleeMayMoveToo() {
        talk();
        moves(bob);
        assertThat(alice.media.last().last().remoteRtp().getAddress())
                .isEqualTo(InetAddress.ofLiteral(ELSEWHERE));
        assertThat(bob.call().encryption()).contains("SDES:AEAD_AES_256_GCM");
        alice.agent.hangUp(atAlice);
        assertThat(bob.call().state()).isEqualTo(ENDED);
    }

    @Test
    void aCallOnHoldStaysOnHold() {
        talk();
        alice.agent.hold(atAlice);
        moves(alice);
        assertThat(alice.call().state()).isEqualTo(HELD);
        assertThat(alice.media.last().last().direction()).isEqualTo(Direction.SEND_ONLY);
        assertThat(bob.call().heldByPeer()).isTrue();
    }

    @Test
    void afterASleepACallAsksWhetherItStillStands() {
        talk();
        alice.sleep(Duration.ofMinutes(1));
        timers.advance(NOTICED);
        assertThat(requests(alice, Request.INVITE)).hasSize(2);
        assertThat(alice.media.last().addresses).hasSize(1);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
    }

    @Test
    void aLostConnectionThatComesBackElsewhereMovesTheCallsToo() {
        talk();
        alice.host = ELSEWHERE;
        alice.agent.flowClosed(alice.flow);
        timers.advance(Duration.ofSeconds(1));
        assertThat(bob.media.last().last().remoteRtp().getAddress())
                .isEqualTo(InetAddress.ofLiteral(ELSEWHERE));
    }

    @Test
    void aRefreshAtTheSameAddressLeavesCallsAlone() {
        talk();
        for (int i = 0; i < 10; i++) {
            alice.media.last().heard++;
            bob.media.last().heard++;
            timers.advance(Duration.ofSeconds(55));
        }
        assertThat(requests(alice, Request.REGISTER)).hasSize(2);
        assertThat(requests(alice, Request.INVITE)).hasSize(1);
    }

    @Test
    void withoutPortsThereTheCallIsToldWhereItIsReachedAllTheSame() {
        talk();
        alice.media.none = true;
        moves(alice);
        Request invite = requests(alice, Request.INVITE).getLast();
        assertThat(invite.getHeader("Contact").toString()).contains("@" + ELSEWHERE);
        assertThat(Fields.bodyText(invite)).contains("c=IN IP4 192.0.2.1");
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
    }

    @Test
    void whatOnlyRingsIsCutOff() {
        ring();
        moves(alice);
        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason()).isEqualTo("the network changed");
        assertThat(alice.media.last().closed).isTrue();
        moves(bob);
        assertThat(bob.call().state()).isEqualTo(ENDED);
        assertThat(bob.call().missed()).isTrue();
    }

    @Test
    void aCallThatIsBeingAnsweredMovesOnceItStands() throws Exception {
        alice.registered();
        alice.agent.call("bob");
        String offer = Fields.bodyText(alice.node.take().request());
        assertThat(offer).contains("192.0.2.1");
        bob.registered();
        LoopbackNode.Sent invite = alice.node.sent().getLast();
        var rung = new RecordedRequest(invite.request(), bob.flow).handledBy(bob.agent);
        atBob = bob.last(UserAgentEvent.IncomingCall.class).call();
        bob.agent.answer(atBob);
        invite.respond(rung.finalResponse());
        moves(bob);
        bob.node.take().respond(200, "OK"); // REGISTER
        Request ack = alice.node.acks().getLast().request();
        new RecordedRequest(ack, bob.flow).handledBy(bob.agent);
        assertThat(bob.call().state()).isEqualTo(ESTABLISHED);
        Request again = bob.node.take().request();
        assertThat(again.getMethod()).isEqualTo(Request.INVITE);
        assertThat(Fields.bodyText(again)).contains("c=IN IP4 " + ELSEWHERE);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 430, 480, 500, 503, 504})
    void aWayThatIsNotThereYetIsTriedAgain(int status) {
        LoopbackNode.Sent invite = movedInACall();
        invite.respond(status, "Not Yet");
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        timers.advance(Duration.ofSeconds(1));
        assertThat(requests(alice, Request.INVITE)).hasSize(3);
        assertThat(alice.events(UserAgentEvent.CommandFailed.class)).isEmpty();
    }

    @Test
    void aCallOfWhichTheOtherSideKnowsNothingEnds() {
        movedInACall().respond(481, "Call Does Not Exist");
        assertThat(alice.call().state()).isEqualTo(ENDED);
    }

    @Test
    void aRefusalForGoodIsBorne() {
        movedInACall().respond(488, "Not Acceptable Here");
        timers.advance(Duration.ofSeconds(30));
        assertThat(requests(alice, Request.INVITE)).hasSize(2);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        assertThat(alice.events(UserAgentEvent.CommandFailed.class)).isEmpty();
    }

    @Test
    void aChangeThatWasUnderWayIsMadeAtTheNewAddress() {
        talk();
        alice.node.answeredBy(null);
        alice.agent.hold(atAlice);
        LoopbackNode.Sent lost = alice.node.sent().getLast();
        moves(alice);
        alice.node.sent().getLast().respond(200, "OK"); // REGISTER
        assertThat(lost.abandoned()).isTrue();
        Request invite = requests(alice, Request.INVITE).getLast();
        assertThat(Fields.bodyText(invite))
                .contains("c=IN IP4 " + ELSEWHERE)
                .contains("a=sendonly");
    }

    /// Registered in the other network; the re-INVITE waits for its answer.
    private LoopbackNode.Sent movedInACall() {
        talk();
        alice.node.answeredBy(null);
        moves(alice);
        alice.node.sent().getLast().respond(200, "OK");
        LoopbackNode.Sent invite = alice.node.sent().getLast();
        assertThat(invite.request().getMethod()).isEqualTo(Request.INVITE);
        return invite;
    }
}
