package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.nio.file.Path;
import java.util.List;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes after the answer: loose routing by our own signed Record-Route (RFC 3261 §16.4, §16.12; RFC 5658).
class DialogTest {
    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private List<String> routesOfCaller = List.of();
    private List<String> routesOfCallee = List.of();

    @Test
    void oneRecordRouteWhereBothSidesSpeakTheSame() {
        call(ALICE_TLS);
        assertThat(routesOfCallee).hasSize(1);
        assertThat(routesOfCallee.getFirst())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.1:5061;transport=tls;lr");
    }

    @Test
    void theAnswerBringsATokenWithBothTags() {
        call(ALICE_TLS);
        assertThat(routesOfCaller).hasSize(1).doesNotContainAnyElementsOf(routesOfCallee);
    }

    @Test
    void twoWhereTheTransportChanges() {
        Flow udp = RecordedRequest.udpFlow();
        f.authenticator.trust(udp, f.alice);
        call(udp);
        assertThat(routesOfCallee).hasSize(2);
        assertThat(routesOfCallee.getFirst()).isEqualTo("sip:192.0.2.1:5061;transport=tls;lr");
        assertThat(routesOfCallee.getLast()).endsWith("@192.0.2.1:5060;transport=udp;lr");
    }

    @Test
    void theAckFollowsTheCall() {
        call(ALICE_TLS);
        RecordedRequest ack = f.send(ALICE_TLS, inDialog("ACK", true, routesOfCaller));
        assertThat(ack.responses()).isEmpty();
        assertThat(f.node.acks()).hasSize(1);
        assertThat(f.node.acks().getFirst().destination())
                .isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(f.node.acks().getFirst().request().getHeader("Route")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE", "UPDATE", "INFO", "PRACK", "REFER", "NOTIFY"})
    void theCallerReachesTheCallee(String method) {
        call(ALICE_TLS);
        RecordedRequest request = f.send(ALICE_TLS, inDialog(method, true, routesOfCaller));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(sent.request().getRequestURI()).hasToString("sip:bob@10.0.0.5:5060");
        assertThat(ProxyFixture.recordRoutes(sent.request())).isEmpty();
        sent.respond(200, "OK");
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(200);
    }

    // RFC 3428 §5: it belongs to no dialog, so it goes to the phones of whom it is for
    @Test
    void aMessageInADialogIsAMessageLikeAnyOther() {
        call(ALICE_TLS);
        RecordedRequest request = f.send(ALICE_TLS, inDialog("MESSAGE", true, routesOfCaller));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(sent.request().getRequestURI())
                .hasToString("sip:bob@192.0.2.5:40005;transport=tls");
        sent.respond(200, "OK");
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INVITE"})
    void theCalleeReachesTheCaller(String method) {
        call(ALICE_TLS);
        f.send(BOB_TLS, inDialog(method, false, routesOfCallee));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(ALICE_TLS));
        assertThat(sent.request().getRequestURI()).hasToString("sip:alice@10.0.0.4:5060");
    }

    @Test
    void bothOfTwoRecordRoutesAreTakenOff() {
        Flow udp = RecordedRequest.udpFlow();
        f.authenticator.trust(udp, f.alice);
        call(udp);
        f.send(BOB_TLS, inDialog("BYE", false, routesOfCallee));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(udp));
        assertThat(sent.request().getHeader("Route")).isNull();
    }

    @Test
    void aStrictRouterIsUndone() {
        call(ALICE_TLS);
        String bye =
                inDialog("BYE", true, List.of("sip:bob@10.0.0.5:5060"))
                        .replace("BYE sip:bob@10.0.0.5:5060", "BYE " + routesOfCaller.getFirst());
        f.send(ALICE_TLS, bye);
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.request().getRequestURI()).hasToString("sip:bob@10.0.0.5:5060");
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
    }

    @Test
    void whereverTheRequestUriPointsItGoesToTheOtherParty() {
        call(ALICE_TLS);
        f.send(
                ALICE_TLS,
                inDialog("BYE", true, routesOfCaller)
                        .replace("sip:bob@10.0.0.5:5060", "sip:victim@203.0.113.66"));
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(BOB_TLS));
    }

    @Test
    void aForgedTokenIs403() {
        call(ALICE_TLS);
        List<String> forged =
                List.of(routesOfCaller.getFirst().replaceFirst("sip:(.)(.)", "sip:$2$1"));
        RecordedRequest bye = f.send(ALICE_TLS, inDialog("BYE", true, forged));
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void aTokenOfAnotherDialogIs403() {
        call(ALICE_TLS);
        RecordedRequest bye =
                f.send(
                        ALICE_TLS,
                        inDialog("BYE", true, routesOfCaller).replace("1@phone", "2@phone"));
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void withoutATokenThereIsNoDialog() {
        call(ALICE_TLS);
        RecordedRequest bye = f.send(ALICE_TLS, inDialog("BYE", true, List.of()));
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(481);
        f.send(ALICE_TLS, inDialog("ACK", true, List.of()));
        assertThat(f.node.acks()).isEmpty();
    }

    @Test
    void aThirdAccountIsNoParty() {
        call(ALICE_TLS);
        Flow carol = RecordedRequest.flow(Transport.TLS, "192.0.2.7", 40007, 7);
        f.authenticator.trust(
                carol, f.accounts.find(new AddressOfRecord("carol", "example.org")).orElseThrow());
        RecordedRequest bye = f.send(carol, inDialog("BYE", true, routesOfCaller));
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "REFER", "SUBSCRIBE", "PUBLISH", "INVITE", "BYE", "INFO"})
    void aForeignNameIsNoneInADialogEither(String method) {
        call(ALICE_TLS);
        RecordedRequest request =
                f.send(
                        ALICE_TLS,
                        inDialog(method, true, routesOfCaller)
                                .replace("From: <sip:alice@", "From: <sip:ceo@"));
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void theCalleeIsCalledWhatTheCallerDialled() {
        f.bindBob();
        RecordedRequest invite =
                f.send("INVITE", text -> text.replace("To: <sip:bob@", "To: <sip:desk@"));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(200, "OK");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(200);
        List<String> routes = ProxyFixture.recordRoutes(sent.request());

        for (String from : new String[] {"desk", "bob"}) {
            RecordedRequest again = f.send(BOB_TLS, named(from, "INVITE", routes));
            assertThat(again.answered()).as(from).isFalse();
        }
        RecordedRequest other = f.send(BOB_TLS, named("ceo", "INVITE", routes));
        assertThat(other.finalResponse().getStatusCode()).isEqualTo(403);
        // what is shown to a person, and needs no dialog, is from nobody but the account
        RecordedRequest message = f.send(BOB_TLS, named("desk", "MESSAGE", routes));
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(403);
    }

    private static String named(String from, String method, List<String> routes) {
        return inDialog(method, false, routes)
                .replace("From: <sip:bob@", "From: <sip:" + from + "@")
                .replace("z9hG4bKdialog", "z9hG4bKdialog" + from);
    }

    @Test
    void anUnknownFlowIsChallengedInADialogToo() {
        call(ALICE_TLS);
        Flow unknown = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
        RecordedRequest bye = f.send(unknown, inDialog("BYE", true, routesOfCaller));
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(407);
    }

    @Test
    void aPhoneThatCameBackOverAnotherConnectionIsFoundAgain() {
        call(ALICE_TLS);
        Flow again = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 41005, 9);
        f.node.close(BOB_TLS);
        f.bindings.update(BOB, _ -> List.of());
        f.bind(BOB, "sip:bob@10.0.0.5:5060", again);
        f.send(ALICE_TLS, inDialog("BYE", true, routesOfCaller));
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(again));
    }

    @Test
    void aPhoneThatIsGoneIs480() {
        call(ALICE_TLS);
        f.node.close(BOB_TLS);
        f.bindings.update(BOB, _ -> List.of());
        RecordedRequest bye = f.send(ALICE_TLS, inDialog("BYE", true, routesOfCaller));
        assertThat(bye.finalResponse().getStatusCode()).isEqualTo(480);
    }

    @Test
    void liveCallsAreListedUntilTheBye() {
        call(ALICE_TLS);
        assertThat(f.proxy.calls())
                .containsExactly(
                        new LiveCall(
                                "1@phone", ALICE.toString(), BOB.toString(), f.clock.instant()));
        f.send(BOB_TLS, inDialog("BYE", false, routesOfCallee));
        assertThat(f.proxy.calls()).isEmpty();
    }

    @Test
    void aTrustedPeerThatIgnoresRecordRouteIsUnderstood() {
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("192.0.2.4"))));
        call(ALICE_TLS);
        f.send(ALICE_TLS, inDialog("ACK", true, List.of()));
        assertThat(f.node.acks()).hasSize(1);
        f.send(ALICE_TLS, inDialog("BYE", true, List.of()));
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(BOB_TLS));
    }

    @Test
    void aUdpPhoneIsReachedOverItsPairOfAddresses() {
        ProxyFixture udp = new ProxyFixture(directory, BOB_UDP);
        udp.bind(BOB, "sip:bob@10.0.0.6:5060", BOB_UDP);
        RecordedRequest invite = udp.send("INVITE");
        udp.node.take().respond(200, "OK");
        List<String> routes = ProxyFixture.recordRoutes(invite.finalResponse()).reversed();
        udp.send(ALICE_TLS, inDialog("BYE", true, routes));
        assertThat(udp.node.take().destination()).isEqualTo(new Destination.Existing(BOB_UDP));
    }

    /// An INVITE of alice that bob answers.
    private void call(Flow aliceFlow) {
        f.bindBob();
        RecordedRequest invite = f.send(aliceFlow, f.text("INVITE"));
        LoopbackNode.Sent sent = f.node.take();
        routesOfCallee = ProxyFixture.recordRoutes(sent.request());
        sent.respond(200, "OK");
        Response ok = invite.finalResponse();
        routesOfCaller = ProxyFixture.recordRoutes(ok).reversed();
    }

    /// @param byCaller whether alice sends it, else bob
    private static String inDialog(String method, boolean byCaller, List<String> routes) {
        String uri = byCaller ? "sip:bob@10.0.0.5:5060" : "sip:alice@10.0.0.4:5060";
        return DialogText.of(method, byCaller, uri, routes);
    }
}
