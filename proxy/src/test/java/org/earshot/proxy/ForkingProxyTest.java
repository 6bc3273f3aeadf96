package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.service.FlowLoss;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets a request, what leaves, and what goes back.
class ForkingProxyTest {
    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @BeforeEach
    void bobIsThere() {
        f.bindBob();
    }

    @Test
    void anInviteGoesToTheFlowOfTheBinding() {
        f.send("INVITE");

        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(sent.request().getRequestURI())
                .hasToString("sip:bob@192.0.2.5:40005;transport=tls");
        assertThat(sent.request().toString())
                .contains("Max-Forwards: 69")
                .contains("From: \"Alice A.\" <sip:alice@example.org>;tag=a");
    }

    @Test
    void answersGoBackWithoutOurVia() {
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent sent = f.node.take();

        sent.respond(100, "Trying");
        sent.respond(180, "Ringing");
        sent.respond(200, "OK");

        assertThat(invite.statuses()).containsExactly(180, 200);
        Response ok = invite.finalResponse();
        assertThat(Headers.all(ok, "Via")).hasSize(1);
        assertThat(ok.getHeader("From").toString()).contains("Mallory"); // as the caller wrote it
    }

    @ParameterizedTest(name = "{0} is {2}")
    @CsvSource({
        "INVITE sip:bob@example.org, INVITE tel:+491234, 416",
        "INVITE sip:bob@example.org, INVITE sip:bob@example.com, 403",
        "INVITE sip:bob@example.org, INVITE sip:bob@192.0.2.1:9999, 403",
        "INVITE sip:bob@example.org, INVITE sip:nobody@example.org, 404",
        "INVITE sip:bob@example.org, INVITE sip:example.org, 404",
        "INVITE sip:bob@example.org, INVITE sip:carol@example.org, 480",
        "Max-Forwards: 70, Max-Forwards: 0, 483",
        "Max-Forwards: 70, 'Proxy-Require: frobnicate, more', 420",
        "Max-Forwards: 70, Max-Breadth: 0, 440",
        "Max-Forwards: 70, Max-Breadth: many, 400",
        "Max-Forwards: 70, Route: <sip:192.0.2.99;lr>, 403",
        "<sip:alice@example.org>, <sip:carol@example.org>, 403",
        "<sip:alice@example.org>, <sip:alice@example.com>, 403",
        "To: <sip:bob@example.org>, To: <sip:bob@example.org>;tag=forged, 481",
    })
    void whatIsRefused(String of, String instead, int status) {
        RecordedRequest invite = f.send("INVITE", text -> text.replace(of, instead));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(status);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void ourDomainIsKnownByItsAddressesToo() {
        f.send("INVITE", text -> text.replace("sip:bob@example.org SIP", "sip:bob@192.0.2.1 SIP"));
        assertThat(f.node.sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVITE",
                "MESSAGE",
                "SUBSCRIBE",
                "PUBLISH",
                "REFER",
                "OPTIONS",
                "INFO",
                "BYE"
            })
    void whateverBeginsSomethingIsChallenged(String method) {
        Flow unknown = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
        RecordedRequest request = f.send(unknown, f.text(method));
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(407);
        assertThat(request.finalResponse().getHeader("Proxy-Authenticate")).isNotNull();
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void whatOnlyWeCouldVouchForIsTakenOut() {
        f.send(
                RecordedRequest.udpFlow(),
                f.text(
                        "INVITE",
                        """
                        P-Asserted-Identity: <sip:ceo@example.org>
                        Identity: x
                        Proxy-Authorization: Digest username="alice", realm="example.org", nonce="1", uri="sip:x", response="1"
                        Proxy-Authorization: Digest username="alice", realm="other.example", nonce="1", uri="sip:x", response="1\"\
                        """,
                        ""));
        String sent = f.node.take().request().toString();
        assertThat(sent)
                .doesNotContain("P-Asserted-Identity")
                .doesNotContain("Identity:")
                .doesNotContain("realm=\"example.org\"")
                .contains("realm=\"other.example\"");
    }

    @Test
    void aTrustedNetworkIsNeitherChallengedNorChecked() {
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("203.0.113.0/24"))));
        Flow trunk = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
        f.send(
                trunk,
                f.text("INVITE", "P-Asserted-Identity: <sip:+491234@trunk.example>", "")
                        .replace("sip:alice@example.org", "sip:+491234@trunk.example"));
        assertThat(f.node.take().request().toString()).contains("P-Asserted-Identity");
    }

    @Test
    void aTrustedNetworkIsNoOpenRelayEither() {
        f.configure(config -> config.withTrusted(TrustedNetworks.of(List.of("203.0.113.0/24"))));
        Flow trunk = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
        RecordedRequest invite =
                f.send(
                        trunk,
                        f.text("INVITE").replace("bob@example.org SIP", "bob@example.com SIP"));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void optionsForUsAreAnsweredWithoutCredentials() {
        Flow unknown = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
        RecordedRequest options =
                f.send(
                        unknown,
                        f.text("OPTIONS")
                                .replace("sip:bob@example.org SIP", "sip:example.org SIP"));
        assertThat(options.finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(options.finalResponse().toString())
                .contains("MESSAGE")
                .contains("PRACK")
                .contains("outbound");

        RecordedRequest lastHop =
                f.send(unknown, f.text("OPTIONS").replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertThat(lastHop.finalResponse().getStatusCode()).isEqualTo(200);
    }

    @Test
    void aRequestThatComesBackUnchangedIsALoop() {
        f.bind(ALICE, "sip:bob@example.org", BOB_TLS);
        f.send("INVITE");
        Request looped = f.node.take().request();
        looped.setRequestURI(RecordedRequest.of(f.text("INVITE")).message().getRequestURI());
        looped.removeHeader("Record-Route");

        RecordedRequest again = new RecordedRequest(looped, ALICE_TLS).handledBy(f.proxy);

        assertThat(again.finalResponse().getStatusCode()).isEqualTo(482);
    }

    @Test
    void aSpiralIsNoLoop() {
        f.bind(ALICE, "sip:alice@192.0.2.4:40004", ALICE_TLS);
        f.send("INVITE");
        Request spiral = f.node.take().request();
        spiral.setRequestURI(
                RecordedRequest.of(f.text("INVITE").replace("sip:bob@", "sip:alice@"))
                        .message()
                        .getRequestURI());
        spiral.removeHeader("Record-Route");

        new RecordedRequest(spiral, ALICE_TLS).handledBy(f.proxy);

        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void allPhonesRingAtOnceAndTheFirstThatAnswersEndsTheOthers() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent one = f.node.take();
        LoopbackNode.Sent other = f.node.take();
        one.respond(180, "Ringing");
        other.respond(180, "Ringing");

        one.respond(200, "OK");

        assertThat(invite.statuses()).containsExactly(180, 180, 200);
        assertThat(other.cancelled()).isPresent();
        assertThat(other.cancelled().get().toString())
                .contains("SIP;cause=200;text=\"Call completed elsewhere\"");
        assertThat(one.cancelled()).isEmpty();
        other.respond(487, "Request Terminated");
        assertThat(invite.statuses()).containsExactly(180, 180, 200);
    }

    @Test
    void a2xxThatCrossedTheCancelGoesBackToo() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite = f.send("INVITE");
        f.node.take().respond(200, "OK");
        f.node.take().respond(200, "OK");
        assertThat(invite.statuses()).containsExactly(200, 200);
    }

    @Test
    void whoDeclinesForAllEndsTheOthersWithoutThatReason() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent one = f.node.take();
        LoopbackNode.Sent other = f.node.take();

        one.respond(603, "Decline");

        assertThat(other.cancelled()).contains(List.of());
        assertThat(invite.answered()).isFalse();
        other.respond(487, "Request Terminated");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(603);
    }

    @Test
    void breadthIsSharedAmongTheBranches() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        f.send(
                "INVITE",
                text -> text.replace("Max-Forwards: 70", "Max-Forwards: 70\nMax-Breadth: 5"));
        assertThat(f.node.take().request().toString()).contains("Max-Breadth: 3");
        assertThat(f.node.take().request().toString()).contains("Max-Breadth: 2");
    }

    @Test
    void moreBranchesThanTheBreadthIs440() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite =
                f.send("INVITE", text -> text.replace("Max-Forwards: 70", "Max-Breadth: 1"));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(440);
    }

    @Test
    void theCallersCancelEndsAllBranches() {
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(180, "Ringing");

        invite.cancel(
                (Request)
                        RecordedRequest.parse(
                                f.text("CANCEL", "Reason: SIP;cause=487;text=\"gone\"", "")));

        assertThat(sent.cancelled().orElseThrow().toString()).contains("cause=487");
        sent.respond(487, "Request Terminated");
        assertThat(invite.statuses()).containsExactly(180, 487);
    }

    @Test
    void timerCEndsAPhoneThatRingsForEver() {
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(180, "Ringing");
        f.clock.advance(Duration.ofSeconds(100));
        sent.respond(180, "Ringing"); // resets it
        f.clock.advance(Duration.ofSeconds(184));
        assertThat(sent.cancelled()).isEmpty();

        f.clock.advance(Duration.ofSeconds(1));

        assertThat(sent.cancelled()).isPresent();
        sent.respond(487, "Request Terminated");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(408);
        assertThat(f.clock.waiting()).isZero();
    }

    @Test
    void anAnswerLeavesNoTimerBehind() {
        f.send("INVITE");
        f.node.take().respond(486, "Busy Here");
        assertThat(f.clock.waiting()).isZero();
    }

    /// RFC 4320 §4.1 and §4.2.
    @Test
    void whatIsNoInviteGetsNoProvisionalAnswerAndNo408() {
        RecordedRequest options = f.send("OPTIONS");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(183, "Working");
        sent.timeOut();
        assertThat(options.responses()).isEmpty();

        RecordedRequest again = f.send("OPTIONS");
        f.node.take().respond(408, "Request Timeout");
        assertThat(again.responses()).isEmpty();
    }

    @Test
    void aPathIsFollowedWhateverTheContactSays() {
        f.bindings.update(BOB, _ -> List.of());
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP, List.of("<sip:edge.example.org;lr>"));
        f.send("INVITE");
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(BOB_UDP));
    }

    @Test
    void aBranchThatCanNotBeMadeDoesNotStopTheOthers() {
        f.bind(BOB, "sip:bob@10.0.0.6", BOB_UDP, List.of("<<<"));
        RecordedRequest invite = f.send("INVITE");
        assertThat(invite.responses()).isEmpty();
        f.node.take().respond(200, "OK");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(200);
    }

    @Test
    void nobodyAnsweringIs408AndABrokenFlow480() {
        RecordedRequest timeout = f.send("INVITE");
        f.node.take().timeOut();
        assertThat(timeout.finalResponse().getStatusCode()).isEqualTo(408);

        RecordedRequest broken = f.send("INVITE");
        f.node.take().fail("connection reset");
        assertThat(broken.finalResponse().getStatusCode()).isEqualTo(480);
    }

    /// The phone may have answered, and may be back in a moment: not so one that was never there, or whose user does not answer.
    @Test
    void aFlowThatBreaksWhileThePhoneHasTheRequestIsSaid() {
        RecordedRequest invite = f.send("INVITE");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(180, "Ringing");
        sent.fail("connection reset");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(480);
        assertThat(invite.finalResponse().getHeader("Warning").toString())
                .contains("399")
                .contains(FlowLoss.WORDS);

        RecordedRequest other = f.send("INVITE");
        f.node.take().fail("connection reset");
        assertThat(other.finalResponse().getHeader("Warning")).isNull();
    }

    @Test
    void aFlowThatIsGoneIs480() {
        f.node.close(BOB_TLS);
        RecordedRequest invite = f.send("INVITE");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(480);
        assertThat(f.node.sent()).isEmpty();
    }

    @Test
    void aPhoneThatListensIsReachedWithoutItsFlow() {
        Flow gone = RecordedRequest.flow(Transport.TCP, "192.0.2.7", 40007, 7);
        f.bind(ALICE, "sip:alice@192.0.2.7:5080;transport=tcp", gone);
        f.node.close(gone);

        f.send(
                BOB_TLS,
                f.text("INVITE")
                        .replace("alice@", "x@")
                        .replace("bob@", "alice@")
                        .replace("x@", "bob@"));

        assertThat(f.node.take().destination())
                .isEqualTo(
                        new Destination.Address(
                                Transport.TCP, "192.0.2.7", 5080, "192.0.2.7", Optional.of(gone)));
    }

    @Test
    void aUdpPhoneIsReachedWhereItsRegisterCameFrom() {
        Flow before = new Flow("before", Transport.UDP, BOB_UDP.local(), BOB_UDP.remote(), 0);
        f.bind(ALICE, "sip:alice@10.0.0.1:5060", before);
        f.node.close(before);
        f.send(
                BOB_TLS,
                f.text("MESSAGE")
                        .replace("alice@", "x@")
                        .replace("bob@", "alice@")
                        .replace("x@", "bob@"));
        assertThat(f.node.take().destination())
                .isEqualTo(
                        new Destination.Address(
                                Transport.UDP,
                                "192.0.2.6",
                                5060,
                                "192.0.2.6",
                                Optional.of(before)));
    }

    @Test
    void aUdpPhoneThatNamesAnotherPortOfItsHostIsReachedThereFromTheSocketThatItKnows() {
        Flow flow = RecordedRequest.flow(Transport.UDP, "192.0.2.6", 40006, 0);
        f.bindings.update(BOB, _ -> List.of());
        f.bind(BOB, "sip:bob@192.0.2.6:5070", flow);
        f.send("MESSAGE");
        assertThat(f.node.take().destination())
                .isEqualTo(
                        new Destination.Address(
                                Transport.UDP, "192.0.2.6", 5070, "192.0.2.6", Optional.of(flow)));
    }

    @Test
    void aNameInAContactIsThePhonesWordWhenItsConnectionIsGone() {
        Flow gone = RecordedRequest.flow(Transport.TCP, "192.0.2.6", 40006, 9);
        f.bindings.update(BOB, _ -> List.of());
        f.bind(BOB, "sip:bob@phone.example.net:5070;transport=tcp", gone);
        f.node.close(gone);
        f.send("MESSAGE");
        assertThat(f.node.take().destination())
                .isInstanceOfSatisfying(
                        Destination.Address.class,
                        address -> assertThat(address.namedBy()).contains(gone));
    }

    @Test
    void aPhoneBehindAnEdgeGetsItsPathAsRoute() {
        f.bindings.update(BOB, _ -> List.of());
        f.bind(
                BOB,
                "sip:bob@10.0.0.1",
                BOB_TLS,
                List.of("<sip:one.example;lr>", "<sip:two.example;lr>"));
        f.send("INVITE");
        assertThat(Headers.all(f.node.take().request(), "Route"))
                .extracting(Object::toString)
                .extracting(String::strip)
                .containsExactly("Route: <sip:one.example;lr>", "Route: <sip:two.example;lr>");
    }

    @Test
    void challengesOfAllPhonesGoBackButNeverOneInOurRealm() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        RecordedRequest invite = f.send("INVITE");
        answer(f.node.take(), 401, "WWW-Authenticate", "Digest realm=\"a.example\", nonce=\"1\"");
        answer(f.node.take(), 407, "Proxy-Authenticate", "Digest realm=\"b.example\", nonce=\"1\"");
        assertThat(invite.finalResponse().toString()).contains("a.example").contains("b.example");

        RecordedRequest phished = f.send("INVITE");
        answer(
                f.node.take(),
                407,
                "Proxy-Authenticate",
                "Digest realm=\"example.org\", nonce=\"1\"");
        f.node.take().respond(487, "Request Terminated");
        assertThat(phished.finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void a503OfAPhoneIsNotOurs() {
        RecordedRequest invite = f.send("INVITE");
        f.node.take().respond(503, "Service Unavailable");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(500);
    }

    @Test
    void sipsReachesSecurePhonesOnly() {
        f.bind(BOB, "sip:bob@192.0.2.6", BOB_UDP);
        f.send("INVITE", text -> text.replace("INVITE sip:", "INVITE sips:"));
        assertThat(f.node.sent()).hasSize(1);
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(BOB_TLS));
    }

    @Test
    void methodsThatNobodyHasHeardOfPassToo() {
        RecordedRequest request = f.send("FROBNICATE");
        f.node.take().respond(501, "Not Implemented");
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(501);
    }

    private static void answer(LoopbackNode.Sent sent, int status, String header, String value) {
        Response response = sent.createResponse(status, "Unauthorized");
        response.addHeader(Headers.of(header, value));
        sent.respond(response);
    }
}
