package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.KEYED_SDP;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.earshot.proxy.message.EdgeNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two nodes with one key ring: alice is connected to this one, bob to that one.
class EdgeHopTest {
    /// What one node has opened to the other.
    private static final Flow BETWEEN =
            RecordedRequest.flow(Transport.TLS, "192.0.2.99", 50001, 99);

    private static final EdgeNode THIS = node("192.0.2.1", true);
    private static final EdgeNode THAT = node("192.0.2.2", true);
    private static final Flow BOB_TCP = RecordedRequest.flow(Transport.TCP, "192.0.2.5", 40006, 6);

    /// Bob's phone, over TLS, at that node.
    private static final Flow BOB_TLS =
            new Flow(
                    "there-1",
                    Transport.TLS,
                    THAT.sip(),
                    new InetSocketAddress("192.0.2.5", 40005),
                    5);

    @TempDir static Path directory;

    private final ProxyFixture here = new ProxyFixture(directory, BETWEEN);
    private final ProxyFixture there = new ProxyFixture(directory, BOB_TLS);
    private List<String> routesOfCaller = List.of();
    private List<String> routesOfCallee = List.of();

    private static EdgeNode node(String host, boolean takesCalls) {
        return new EdgeNode(new InetSocketAddress(host, 5061), takesCalls);
    }

    @BeforeEach
    void connect() {
        for (ProxyFixture each : List.of(here, there)) { // one database
            each.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS);
            each.bind(ALICE, "sip:alice@192.0.2.4:40004;transport=tls", ALICE_TLS);
        }
        here.isAt(THAT, BOB_TLS);
        there.isAt(THIS, ALICE_TLS);
        there.authenticator.trust(BOB_TLS, there.bob);
    }

    @Test
    void anInviteGoesThroughTheNodeThatHoldsTheConnection() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(hop.destination())
                .isEqualTo(
                        new Destination.Address(Transport.TLS, "192.0.2.2", 5061, "example.org"));
        assertThat(routes(hop.request()))
                .singleElement()
                .asString()
                .matches("<sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.2:5061;transport=tls;lr>");

        RecordedRequest arrived = carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
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
                        answered -> assertThat(answered.flow()).contains(BOB_TLS));
    }

    @Test
    void noPhoneEverSeesAnEdgeToken() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        String token = token(hop.request());
        RecordedRequest arrived = carried(hop.request(), there);
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
        call();
        assertThat(routesOfCallee).hasSize(2);
        assertThat(routesOfCallee.getFirst())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.2:5061;transport=tls;lr");
        assertThat(routesOfCallee.getLast())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.1:5061;transport=tls;lr");
        assertThat(routesOfCaller).hasSize(2).doesNotContainAnyElementsOf(routesOfCallee);
    }

    @Test
    void theAckAndTheByeOfTheCallerGoTheSameWay() {
        call();
        here.send(ALICE_TLS, inDialog("ACK", true, routesOfCaller));
        LoopbackNode.SentAck ack = here.node.acks().getFirst();
        carried(ack.request(), there);
        LoopbackNode.SentAck last = there.node.acks().getFirst();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(last.request().getHeader("Route")).isNull();

        RecordedRequest bye = here.send(ALICE_TLS, inDialog("BYE", true, routesOfCaller));
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = carried(hop.request(), there);
        LoopbackNode.Sent gone = there.node.take();
        assertThat(gone.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(gone.request().getHeader("Route")).isNull();
        gone.respond(200, "OK");
        arrived.responses().forEach(hop::respond);
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(here.proxy.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE", "UPDATE", "INFO", "REFER", "NOTIFY"})
    void theCalleeReachesTheCallerFromItsOwnNode(String method) {
        call();
        RecordedRequest request =
                RecordedRequest.of(inDialog(method, false, routesOfCallee), BOB_TLS)
                        .handledBy(there.handler());
        LoopbackNode.Sent hop = there.node.take();
        assertThat(routes(hop.request())).hasSize(1);
        assertThat(hop.destination())
                .isEqualTo(
                        new Destination.Address(Transport.TLS, "192.0.2.1", 5061, "example.org"));
        RecordedRequest arrived = carried(hop.request(), here);
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
        call();
        there.clock.advance(Duration.ofSeconds(60));
        RecordedRequest.of(inDialog("BYE", false, routesOfCallee), BOB_TLS)
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
        carried(there.node.take().request(), here);
        assertThat(here.archive.events).as("is told once").hasSize(1);
    }

    /// Bob's phone has moved: it is connected to alice's node now, and its BYE names the other one.
    @Test
    void aRouteOfAnotherNodeIsOursInADialog() {
        call();
        Flow moved = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 41005, 15);
        here.authenticator.trust(moved, here.bob);
        RecordedRequest bye = here.send(moved, inDialog("BYE", false, routesOfCallee));
        LoopbackNode.Sent last = here.node.take();
        assertThat(last.destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
        assertThat(last.request().getHeader("Route")).isNull();
        last.respond(200, "OK");
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(200);
    }

    @Test
    void aRouteOfAnotherNodeIsNotOursOutsideADialog() {
        call();
        String invite =
                here.text("INVITE", "Route: <" + elsewhere(routesOfCaller.getFirst()) + ">", "");
        RecordedRequest again = here.send(ALICE_TLS, invite);
        assertThat(again.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(here.node.sent()).hasSize(1);
    }

    @Test
    void aStrictRouterIsUndoneForAnotherNodeToo() {
        call();
        String bye =
                inDialog("BYE", true, List.of("sip:bob@10.0.0.5:5060"))
                        .replace(
                                "BYE sip:bob@192.0.2.5:40005;transport=tls",
                                "BYE " + elsewhere(routesOfCaller.getFirst()));
        here.send(ALICE_TLS, bye);
        assertThat(here.node.take().request().getRequestURI()).hasToString("sip:bob@10.0.0.5:5060");
    }

    @Test
    void aFlowThatIsNotOpenThereIs480() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        there.node.close(BOB_TLS);
        RecordedRequest arrived = carried(hop.request(), there);
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
        RecordedRequest arrived = carried(hop.request(), there);
        there.node.take().fail("closed");
        arrived.responses().forEach(hop::respond);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(480);
    }

    @Test
    void aCancelGoesAllTheWay() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = carried(hop.request(), there);
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
        carried(here.node.take().request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(180, "Ringing");
        there.clock.advance(ProxyFixture.config().timerC().plusSeconds(1));
        assertThat(last.cancelled()).isPresent();
    }

    @Test
    void anInviteThatIsAnsweredIsNotCancelled() {
        here.send("INVITE");
        carried(here.node.take().request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(180, "Ringing");
        last.respond(200, "OK");
        there.clock.advance(ProxyFixture.config().timerC().plusSeconds(1));
        assertThat(last.cancelled()).isEmpty();
    }

    @Test
    void keysGoToNoFlowThatIsReadableAtItsEnd() {
        here.unbind(BOB);
        here.bind(BOB, "sip:bob@192.0.2.5:40006;transport=tcp", BOB_TCP);
        here.isAt(THAT, BOB_TCP);
        RecordedRequest keyed = here.send(ALICE_TLS, here.text("INVITE", "", KEYED_SDP));
        assertThat(keyed.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(here.node.sent()).isEmpty();
        here.send(ALICE_TLS, here.text("INVITE", "", PLAIN_SDP));
        assertThat(here.node.sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "sips"})
    void theOtherNodeHoldsToThatItself(String what) {
        boolean keys = what.equals("keys");
        String invite =
                keys
                        ? here.text("INVITE", "", KEYED_SDP)
                        : here.text("INVITE").replace("INVITE sip:", "INVITE sips:");
        RecordedRequest arrived = edge(invite, tokenFor(BOB_TCP, INVITE), BETWEEN);
        assertThat(arrived.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(there.node.sent()).isEmpty();
        assertThat(edge(invite, tokenFor(BOB_TLS, INVITE), BETWEEN).answered()).isFalse();
        assertThat(there.node.sent()).hasSize(1);
    }

    private static final DialogId INVITE = new DialogId("1@phone", "a", "");

    @Test
    void whatHasNoGoodTokenIsAskedForAPasswordLikeAnybody() {
        String good = tokenFor(BOB_TLS, INVITE);
        Flow stranger = RecordedRequest.flow(Transport.TLS, "203.0.113.9", 1234, 77);
        String invite = here.text("INVITE");

        String otherCall = invite.replace("1@phone", "2@phone");
        assertThat(edge(otherCall, good, stranger).statuses()).as("replayed").containsExactly(407);
        String otherSender = invite.replace("tag=a", "tag=z");
        assertThat(edge(otherSender, good, stranger).statuses()).containsExactly(407);
        assertThat(edge(invite, good.substring(1), stranger).statuses())
                .as("forged")
                .containsExactly(407);
        Flow tcp = RecordedRequest.flow(Transport.TCP, "203.0.113.9", 1234, 78);
        assertThat(edge(invite, good, tcp).statuses()).as("in clear").containsExactly(407);
        String below =
                "<sip:192.0.2.1:5061;transport=tls;lr>, <sip:" + good + "@192.0.2.1:5061;lr>";
        assertThat(handled(here.text("INVITE", "Route: " + below, ""), stranger).statuses())
                .as("not on top")
                .containsExactly(407);
        there.clock.advance(EdgeTokens.LIFE);
        assertThat(edge(invite, good, stranger).statuses()).as("expired").containsExactly(407);
        assertThat(there.node.sent()).isEmpty();
    }

    @Test
    void inADialogTooATokenThatIsNoneIsRefused() {
        String bye = inDialog("BYE", true, List.of());
        DialogId other = new DialogId("1@phone", "a", "other");
        RecordedRequest request = edge(bye, tokenFor(BOB_TLS, other), ALICE_TLS);
        assertThat(request.statuses()).containsExactly(403);
        assertThat(there.node.sent()).isEmpty();
    }

    /// Each of two nodes may think that the other has a flow, or that a third has: it goes nowhere.
    @Test
    void whatIsForTheFlowOfAnotherNodeIsSentOnToNobody() {
        RecordedRequest arrived = edge(here.text("INVITE"), tokenFor(ALICE_TLS, INVITE), BETWEEN);
        assertThat(arrived.statuses()).containsExactly(430);
        assertThat(there.node.sent()).isEmpty();
    }

    @Test
    void hopsAreCountedThereToo() {
        String invite = here.text("INVITE").replace("Max-Forwards: 70", "Max-Forwards: 0");
        assertThat(edge(invite, tokenFor(BOB_TLS, INVITE), BETWEEN).statuses())
                .containsExactly(483);
    }

    @Test
    void aMessageGoesByTheStoreAlone() {
        RecordedRequest message = edge(here.text("MESSAGE"), tokenFor(BOB_TLS, INVITE), BETWEEN);
        assertThat(message.statuses()).containsExactly(407);
    }

    /// Alice can't get keys in clear, so bob hears that there is no call: at his node.
    @Test
    void anAnswerThatIsNotLetThroughIsHungUpOnTheSameWay() {
        Flow clear = RecordedRequest.flow(Transport.TCP, "192.0.2.4", 40014, 14);
        here.authenticator.trust(clear, here.alice);
        RecordedRequest invite = here.send(clear, here.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        last.respond(ProxyFixture.withBody(last.createResponse(200, "OK"), KEYED_SDP));
        arrived.responses().forEach(hop::respond);
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        carried(here.node.acks().getFirst().request(), there);
        assertThat(there.node.acks().getFirst().destination())
                .isEqualTo(new Destination.Existing(BOB_TLS));
        carried(here.node.take().request(), there);
        LoopbackNode.Sent bye = there.node.take();
        assertThat(bye.request().getMethod()).isEqualTo("BYE");
        assertThat(bye.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(bye.request().getHeader("Route")).isNull();
    }

    @Test
    void aRegistrarAloneIsAnEdgeTooAndItsPhonesCallBackHere() {
        here.isAt(node("192.0.2.3", false), BOB_TLS);
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(routes(hop.request())).singleElement().asString().contains("@192.0.2.3:5061");
        assertThat(ProxyFixture.recordRoutes(hop.request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.1:5061");
    }

    @Test
    void aPathOfAnEdgeProxyFollowsTheHop() {
        here.unbind(BOB);
        here.bind(BOB, "sip:bob@10.0.0.5", BOB_TLS, List.of("<sip:edge.example.net;lr>"));
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(routes(hop.request())).hasSize(2);
        carried(hop.request(), there);
        assertThat(routes(there.node.take().request()))
                .containsExactly("<sip:edge.example.net;lr>");
    }

    @Test
    void aPhoneOnAWebSocketStaysOnThat() {
        Flow socket =
                new Flow(
                        "there-1",
                        Transport.WSS,
                        new InetSocketAddress("192.0.2.2", 7443),
                        new InetSocketAddress("192.0.2.5", 40007),
                        7);
        here.unbind(BOB);
        here.bind(BOB, "sip:x@y.invalid;transport=ws", socket);
        here.isAt(THAT, socket);
        here.send(ALICE_TLS, here.text("INVITE", "", KEYED_SDP));
        LoopbackNode.Sent hop = here.node.take();
        assertThat(ProxyFixture.recordRoutes(hop.request()).getFirst())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.2:7443;transport=wss;lr");
        carried(hop.request(), there);
        assertThat(there.node.take().destination()).isEqualTo(new Destination.Existing(socket));
    }

    /// A router lets datagrams through from the node alone to which its phone has sent some.
    @Test
    void aPhoneOverUdpIsReachedThroughItsNodeBehindARouterOnly() {
        Flow udp =
                new Flow(
                        "there-1",
                        Transport.UDP,
                        new InetSocketAddress("192.0.2.2", 5060),
                        new InetSocketAddress("192.0.2.6", 31000),
                        0);
        here.unbind(BOB);
        here.bind(BOB, "sip:bob@10.0.0.6:5060", udp);
        here.isAt(THAT, udp);
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(routes(hop.request())).hasSize(1);
        carried(hop.request(), there);
        assertThat(there.node.take().destination()).isEqualTo(new Destination.Existing(udp));

        here.unbind(BOB);
        here.bind(BOB, "sip:bob@192.0.2.6:5060", udp);
        here.send("INVITE", text -> text.replace("1@phone", "2@phone"));
        LoopbackNode.Sent straight = here.node.take();
        assertThat(straight.destination().transport()).isEqualTo(Transport.UDP);
        assertThat(straight.request().getHeader("Route")).isNull();
    }

    /// A refresh by the callee passes the caller's node, which began the call, as its edge only.
    @Test
    void aCallGoesOnWhoseRefreshesComeByTheOtherNode() {
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        routesOfCallee = ProxyFixture.recordRoutes(hop.request());
        RecordedRequest arrived = carried(hop.request(), there);
        respondWithTimer(there.node.take());
        arrived.responses().forEach(hop::respond);

        here.clock.advance(Duration.ofSeconds(80));
        RecordedRequest.of(inDialog("UPDATE", false, routesOfCallee), BOB_TLS)
                .handledBy(there.handler());
        carried(there.node.take().request(), here);
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
        call();
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

    /// Bob's connection went, and he is back at a third node: found by where he has registered.
    @Test
    void whoHasMovedIsReachedWhereHeIs() {
        call();
        Flow moved = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 41005, 15);
        here.unbind(BOB);
        here.bind(BOB, "sip:bob@192.0.2.5:41005;transport=tls", moved);
        here.isAt(node("192.0.2.3", true), moved);
        here.send(ALICE_TLS, inDialog("BYE", true, routesOfCaller));
        assertThat(routes(here.node.take().request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.3:5061");
    }

    /// Bob's node is gone, and what he had registered there still stands; he is back here, with the same Contact.
    @Test
    void whatADeadNodeHasLeftBehindIsInNobodysWay() {
        call();
        here.edges.remove(BOB_TLS);
        here.unbind(BOB);
        String contact = "sip:bob@192.0.2.5:40005;transport=tls";
        here.bind(BOB, contact.replace(":40005", ":40005;ob"), BOB_TLS);
        Flow back = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 40005, 15);
        here.bind(BOB, contact, back);
        here.send(ALICE_TLS, inDialog("BYE", true, routesOfCaller));
        assertThat(here.node.take().destination()).isEqualTo(new Destination.Existing(back));
    }

    /// The store knows nothing of a party that never registered, or can't say it now.
    @Test
    void aPartyOfWhomTheStoreKnowsNothingIsReachedOverItsFlow() {
        call();
        here.storeIsAway = true;
        here.send(ALICE_TLS, inDialog("BYE", true, routesOfCaller));
        assertThat(routes(here.node.take().request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.2:5061");
    }

    /// Alice calls bob, who answers.
    private void call() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        routesOfCallee = ProxyFixture.recordRoutes(last.request());
        last.respond(200, "OK");
        arrived.responses().forEach(hop::respond);
        routesOfCaller = ProxyFixture.recordRoutes(invite.finalResponse()).reversed();
    }

    /// What one node has sent comes to the other.
    private static RecordedRequest carried(Request request, ProxyFixture to) {
        return new RecordedRequest((Request) request.clone(), BETWEEN).handledBy(to.handler());
    }

    private String tokenFor(Flow flow, DialogId dialog) {
        return new EdgeTokens(there.keyRing, there.clock).sign(flow, ALICE_TLS, dialog);
    }

    /// A request with a token in its topmost Route comes to bob's node.
    private RecordedRequest edge(String request, String token, Flow flow) {
        String route = "Route: <sip:" + token + "@192.0.2.1:5061;transport=tls;lr>\n";
        return handled(request.replaceFirst("Max-Forwards", route + "Max-Forwards"), flow);
    }

    private RecordedRequest handled(String request, Flow flow) {
        return RecordedRequest.of(request, flow).handledBy(there.handler());
    }

    private static String elsewhere(String route) {
        return route.replaceFirst("@[^;]*", "@192.0.2.3:5061");
    }

    private static List<String> routes(Request request) {
        return Headers.all(request, "Route").stream().map(Headers::value).toList();
    }

    private static String token(Request request) {
        return routes(request).getFirst().replaceFirst("<sip:", "").replaceFirst("@.*", "");
    }

    private static String inDialog(String method, boolean byCaller, List<String> routes) {
        List<String> lines = new ArrayList<>();
        lines.add(
                method
                        + (byCaller
                                ? " sip:bob@192.0.2.5:40005;transport=tls"
                                : " sip:alice@192.0.2.4:40004;transport=tls")
                        + " SIP/2.0");
        lines.add("Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bKdialog" + method);
        lines.add("Max-Forwards: 70");
        String alice = "<sip:alice@example.org>;tag=a";
        String bob = "<sip:bob@example.org>;tag=" + RecordedRequest.TO_TAG;
        lines.add("From: " + (byCaller ? alice : bob));
        lines.add("To: " + (byCaller ? bob : alice));
        lines.add("Call-ID: 1@phone");
        lines.add("CSeq: 2 " + method);
        routes.forEach(route -> lines.add("Route: <" + route + ">"));
        return String.join("\n", lines) + "\n";
    }
}
