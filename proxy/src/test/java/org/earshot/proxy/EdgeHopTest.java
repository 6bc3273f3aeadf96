package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.KEYED_SDP;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A call from a phone of one node to one of another, from INVITE to BYE.
class EdgeHopTest {
    @TempDir static Path directory;

    private final TwoNodes nodes = new TwoNodes(directory);
    private final ProxyFixture here = nodes.here;
    private final ProxyFixture there = nodes.there;

    @Test
    void anInviteGoesThroughTheNodeThatHoldsTheConnection() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(hop.destination())
                .isEqualTo(
                        new Destination.Address(Transport.TLS, "192.0.2.2", 5061, "example.org"));
        assertThat(TwoNodes.routes(hop.request()))
                .singleElement()
                .asString()
                .matches("<sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.2:5061;transport=tls;lr>");

        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(TwoNodes.BOB_TLS));
        assertThat(last.request().getRequestURI())
                .hasToString("sip:bob@192.0.2.5:40005;transport=tls");
        assertThat(((MaxForwardsHeader) last.request().getHeader("Max-Forwards")).getMaxForwards())
                .isEqualTo(68);
        last.respond(100, "Trying");
        last.respond(180, "Ringing");
        last.respond(200, "OK");
        assertThat(arrived.statuses()).containsExactly(180, 200);
        arrived.responses().forEach(hop::respond);
        assertThat(invite.statuses()).containsExactly(180, 200);
        assertThat(here.proxy.calls()).hasSize(1);
        // that one is its edge, and no more
        assertThat(there.proxy.calls()).isEmpty();
        assertThat(there.archive.events).isEmpty();
        assertThat(here.archive.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ArchiveEvent.CallAnswered.class,
                        answered -> assertThat(answered.flow()).contains(TwoNodes.BOB_TLS));
    }

    @Test
    void noPhoneEverSeesAnEdgeToken() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        String token = token(hop.request());
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        assertThat(last.request().getHeader("Route")).isNull();
        assertThat(last.request().toString()).doesNotContain(token);
        last.respond(180, "Ringing");
        last.respond(200, "OK");
        arrived.responses().forEach(hop::respond);
        assertThat(invite.responses())
                .hasSize(2)
                .allSatisfy(response -> assertThat(response.toString()).doesNotContain(token));
    }

    @Test
    void thePhoneStaysWithItsNodeAndBothKnowTheTokens() {
        nodes.call();
        assertThat(nodes.routesOfCallee).hasSize(2);
        assertThat(nodes.routesOfCallee.getFirst())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.2:5061;transport=tls;lr");
        assertThat(nodes.routesOfCallee.getLast())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.1:5061;transport=tls;lr");
        assertThat(nodes.routesOfCaller)
                .hasSize(2)
                .doesNotContainAnyElementsOf(nodes.routesOfCallee);
    }

    @Test
    void theAckAndTheByeOfTheCallerGoTheSameWay() {
        nodes.call();
        here.send(ALICE_TLS, TwoNodes.inDialog("ACK", true, nodes.routesOfCaller));
        LoopbackNode.SentAck ack = here.node.acks().getFirst();
        TwoNodes.carried(ack.request(), there);
        LoopbackNode.SentAck last = there.node.acks().getFirst();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(TwoNodes.BOB_TLS));
        assertThat(last.request().getHeader("Route")).isNull();

        RecordedRequest bye =
                here.send(ALICE_TLS, TwoNodes.inDialog("BYE", true, nodes.routesOfCaller));
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        LoopbackNode.Sent gone = there.node.take();
        assertThat(gone.destination()).isEqualTo(new Destination.Existing(TwoNodes.BOB_TLS));
        assertThat(gone.request().getHeader("Route")).isNull();
        gone.respond(200, "OK");
        arrived.responses().forEach(hop::respond);
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(here.proxy.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE", "UPDATE", "INFO", "REFER", "NOTIFY"})
    void theCalleeReachesTheCallerFromItsOwnNode(String method) {
        nodes.call();
        RecordedRequest request =
                RecordedRequest.of(
                                TwoNodes.inDialog(method, false, nodes.routesOfCallee),
                                TwoNodes.BOB_TLS)
                        .handledBy(there.handler());
        LoopbackNode.Sent hop = there.node.take();
        assertThat(TwoNodes.routes(hop.request())).hasSize(1);
        assertThat(hop.destination())
                .isEqualTo(
                        new Destination.Address(Transport.TLS, "192.0.2.1", 5061, "example.org"));
        RecordedRequest arrived = TwoNodes.carried(hop.request(), here);
        LoopbackNode.Sent last = here.node.take();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
        assertThat(last.request().getHeader("Route")).isNull();
        last.respond(200, "OK");
        arrived.responses().forEach(hop::respond);
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(here.proxy.calls()).hasSize(method.equals("BYE") ? 0 : 1);
    }

    /// His node has not got the call, but has seen it pass.
    @Test
    void theRecordOfAByeOfTheCalleeSaysWhenTheCallBegan() {
        Instant began = there.clock.instant();
        nodes.call();
        there.clock.advance(Duration.ofSeconds(60));
        RecordedRequest.of(TwoNodes.inDialog("BYE", false, nodes.routesOfCallee), TwoNodes.BOB_TLS)
                .handledBy(there.handler());
        assertThat(there.archive.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        ArchiveEvent.CallEnded.class,
                        ended -> {
                            assertThat(ended.began()).contains(began);
                            assertThat(ended.answered()).contains(began);
                            assertThat(ended.caller().address()).isEqualTo(ALICE.toString());
                        });
        TwoNodes.carried(there.node.take().request(), here);
        assertThat(here.archive.events).as("is told once").hasSize(1);
    }

    /// Bob's phone has moved: it is connected to alice's node now, and its BYE names the other one.
    @Test
    void aRouteOfAnotherNodeIsOursInADialog() {
        nodes.call();
        Flow moved = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 41005, 15);
        here.authenticator.trust(moved, here.bob);
        RecordedRequest bye =
                here.send(moved, TwoNodes.inDialog("BYE", false, nodes.routesOfCallee));
        LoopbackNode.Sent last = here.node.take();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
        assertThat(last.request().getHeader("Route")).isNull();
        last.respond(200, "OK");
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(200);
    }

    @Test
    void aRouteOfAnotherNodeIsNotOursOutsideADialog() {
        nodes.call();
        String invite =
                here.text(
                        "INVITE",
                        "Route: <" + elsewhere(nodes.routesOfCaller.getFirst()) + ">",
                        "");
        RecordedRequest again = here.send(ALICE_TLS, invite);
        assertThat(again.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(here.node.sent()).hasSize(1);
    }

    @Test
    void aStrictRouterIsUndoneForAnotherNodeToo() {
        nodes.call();
        String bye =
                TwoNodes.inDialog("BYE", true, List.of("sip:bob@10.0.0.5:5060"))
                        .replace(
                                "BYE sip:bob@192.0.2.5:40005;transport=tls",
                                "BYE " + elsewhere(nodes.routesOfCaller.getFirst()));
        here.send(ALICE_TLS, bye);
        assertThat(here.node.take().request().getRequestURI()).hasToString("sip:bob@10.0.0.5:5060");
    }

    @Test
    void aFlowThatIsNotOpenThereIs480() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        there.node.close(TwoNodes.BOB_TLS);
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        assertThat(arrived.statuses()).containsExactly(430);
        arrived.responses().forEach(hop::respond);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(480);
        assertThat(there.node.sent()).isEmpty();
    }

    @Test
    void aNodeThatCantBeReachedIs480() {
        RecordedRequest invite = here.send("INVITE");
        here.node.take().fail("no route to host");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(480);
    }

    @Test
    void aConnectionThatBreaksOnTheWayIs480() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        there.node.take().fail("closed");
        arrived.responses().forEach(hop::respond);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(480);
    }

    @Test
    void aCancelGoesAllTheWay() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(180, "Ringing");
        arrived.responses().forEach(hop::respond);
        invite.cancel(invite.message());
        assertThat(hop.cancelled()).isPresent();
        Request cancel = (Request) hop.request().clone();
        cancel.addHeader(Headers.of("Reason", "SIP;cause=200"));
        arrived.cancel(cancel);
        assertThat(last.cancelled().orElseThrow()).hasSize(1);
        last.respond(487, "Request Terminated");
        hop.respond(arrived.finalResponse());
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(487);
    }

    /// The other node is gone, and with it who would have cancelled.
    @Test
    void aPhoneThatRingsForEverIsCancelled() {
        here.send("INVITE");
        TwoNodes.carried(here.node.take().request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(180, "Ringing");
        there.clock.advance(ProxyFixture.config().timerC().plusSeconds(1));
        assertThat(last.cancelled()).isPresent();
    }

    @Test
    void anInviteThatIsAnsweredIsNotCancelled() {
        here.send("INVITE");
        TwoNodes.carried(here.node.take().request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(180, "Ringing");
        last.respond(200, "OK");
        there.clock.advance(ProxyFixture.config().timerC().plusSeconds(1));
        assertThat(last.cancelled()).isEmpty();
    }

    /// Alice can't get keys in clear, so bob hears that there is no call: at his node.
    @Test
    void anAnswerThatIsNotLetThroughIsHungUpOnTheSameWay() {
        Flow clear = RecordedRequest.flow(Transport.TCP, "192.0.2.4", 40014, 14);
        here.authenticator.trust(clear, here.alice);
        RecordedRequest invite = here.send(clear, here.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(ProxyFixture.withBody(last.createResponse(200, "OK"), KEYED_SDP));
        arrived.responses().forEach(hop::respond);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        TwoNodes.carried(here.node.acks().getFirst().request(), there);
        assertThat(there.node.acks().getFirst().destination())
                .isEqualTo(new Destination.Existing(TwoNodes.BOB_TLS));
        TwoNodes.carried(here.node.take().request(), there);
        LoopbackNode.Sent bye = there.node.take();
        assertThat(bye.request().getMethod()).isEqualTo("BYE");
        assertThat(bye.destination()).isEqualTo(new Destination.Existing(TwoNodes.BOB_TLS));
        assertThat(bye.request().getHeader("Route")).isNull();
    }

    /// A refresh by the callee passes the caller's node, which began the call, as its edge only.
    @Test
    void aCallGoesOnWhoseRefreshesComeByTheOtherNode() {
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        nodes.routesOfCallee = ProxyFixture.recordRoutes(hop.request());
        RecordedRequest arrived = TwoNodes.carried(hop.request(), there);
        respondWithTimer(there.node.take());
        arrived.responses().forEach(hop::respond);

        here.clock.advance(Duration.ofSeconds(80));
        RecordedRequest.of(
                        TwoNodes.inDialog("UPDATE", false, nodes.routesOfCallee), TwoNodes.BOB_TLS)
                .handledBy(there.handler());
        TwoNodes.carried(there.node.take().request(), here);
        respondWithTimer(here.node.take());
        here.clock.advance(Duration.ofSeconds(80));
        here.proxy.endLostCalls();
        assertThat(here.proxy.calls()).hasSize(1);
        here.clock.advance(Duration.ofSeconds(80));
        here.proxy.endLostCalls();
        assertThat(here.proxy.calls()).isEmpty();
    }

    private static void respondWithTimer(LoopbackNode.Sent sent) {
        Response ok = sent.createResponse(200, "OK");
        ok.addHeader(Headers.of("Session-Expires", "90"));
        sent.respond(ok);
    }

    /// A phone that is gone from the other node ends its call as one of this node would.
    @Test
    void aPhoneThatIsGoneFromTheOtherNodeEndsItsCall() {
        nodes.call();
        here.proxy.endLostCalls();
        here.clock.advance(Duration.ofMinutes(4));
        here.unbind(BOB);
        here.proxy.endLostCalls();
        here.clock.advance(CallPulse.GRACE.minusSeconds(1));
        here.proxy.endLostCalls();
        assertThat(here.proxy.calls()).hasSize(1);
        here.clock.advance(Duration.ofSeconds(1));
        here.proxy.endLostCalls();
        assertThat(here.proxy.calls()).isEmpty();
    }

    private static String elsewhere(String route) {
        return route.replaceFirst("@[^;]*", "@192.0.2.3:5061");
    }

    private static String token(Request request) {
        return TwoNodes.routes(request)
                .getFirst()
                .replaceFirst("<sip:", "")
                .replaceFirst("@.*", "");
    }
}
