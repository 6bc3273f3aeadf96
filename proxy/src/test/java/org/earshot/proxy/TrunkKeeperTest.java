package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.DigestResponse;
import org.earshot.common.auth.Ha1;
import org.earshot.common.dns.ServiceNames;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.proxy.route.TrunkLogin;
import org.earshot.proxy.route.TrunkState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What we ask trunks, and what we make of their answers.
class TrunkKeeperTest {
    private final FakeTimers clock = new FakeTimers();
    private final LoopbackNode node = new LoopbackNode();
    private final TrunkBook book = new TrunkBook(clock);
    private final TrunkKeeper keeper =
            new TrunkKeeper(
                    node,
                    book,
                    List.of(
                            new ListenPoint(
                                    Transport.UDP, new InetSocketAddress("192.0.2.1", 5060))),
                    "example.org",
                    Runnable::run,
                    clock);

    private boolean byService;

    private void keep(boolean register, Duration keepAlive) {
        Trunk trunk =
                new Trunk(
                        "one",
                        "203.0.113.9",
                        5070,
                        byService,
                        Transport.UDP,
                        "provider.example",
                        register ? Optional.of(new TrunkLogin("us", "secret")) : Optional.empty(),
                        register,
                        30,
                        List.of(),
                        false,
                        "+49301234",
                        Trunk.Identity.FROM,
                        keepAlive,
                        Duration.ofSeconds(6));
        book.take(
                new RoutingPlan(
                        List.of(trunk),
                        new NumberingPlan("", "", ""),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        1,
                        1));
        keeper.look();
    }

    private TrunkState state() {
        return book.facts().getFirst().state();
    }

    @ParameterizedTest(name = "{0} to OPTIONS is {1}")
    @CsvSource({"200, UP", "401, UP", "404, UP", "405, UP", "483, UP", "500, DOWN", "503, DOWN"})
    void whateverItAnswersItIsThere(int status, TrunkState.Reach reach) {
        keep(false, Duration.ofSeconds(30));
        LoopbackNode.Sent options = node.take();
        assertThat(options.request().getMethod()).isEqualTo(Request.OPTIONS);
        assertThat(options.request().getRequestURI()).hasToString("sip:provider.example");
        options.respond(status, "x");
        assertThat(state().reach()).isEqualTo(reach);
        assertThat(state().reason()).contains(Integer.toString(status));
    }

    @Test
    void itIsAskedAgainAndComesBack() {
        keep(false, Duration.ofSeconds(30));
        node.take().timeOut();
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.DOWN);
        assertThat(state().reason()).isEqualTo("no answer to OPTIONS");
        keeper.look();
        assertThat(node.sent()).hasSize(1);
        clock.advance(Duration.ofSeconds(31));
        keeper.look();
        keeper.look();
        assertThat(node.sent()).hasSize(2);
        node.take().respond(200, "OK");
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.UP);
    }

    private static String host(LoopbackNode.Sent sent) {
        return ((Destination.Address) sent.destination()).host();
    }

    private void twoPlaces() {
        byService = true;
        book.located(
                "_sip._udp.203.0.113.9",
                List.of(
                        new ServiceNames.Service(20, 0, 5071, "b.example"),
                        new ServiceNames.Service(10, 0, 5070, "a.example")));
    }

    @Test
    void ofSeveralPlacesTheNextIsAskedWhereOneIsSilent() {
        twoPlaces();
        keep(false, Duration.ofSeconds(30));
        LoopbackNode.Sent first = node.take();
        assertThat(host(first)).isEqualTo("a.example");
        first.timeOut();
        assertThat(state().reach()).as("one may be there").isEqualTo(TrunkState.Reach.UNKNOWN);
        LoopbackNode.Sent second = node.take();
        assertThat(host(second)).isEqualTo("b.example");
        second.respond(200, "OK");
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.UP);
        assertThat(state().reason()).contains("b.example:5071");

        clock.advance(Duration.ofSeconds(31));
        keeper.look();
        LoopbackNode.Sent third = node.take();
        assertThat(host(third)).as("where it was found").isEqualTo("b.example");
        third.fail("refused");
        LoopbackNode.Sent fourth = node.take();
        assertThat(host(fourth)).isEqualTo("a.example");
        fourth.respond(503, "No");
        assertThat(state().reach()).as("all of them").isEqualTo(TrunkState.Reach.DOWN);
        assertThat(node.sent()).hasSize(4);
    }

    @Test
    void itRegistersWhereSomebodyAnswers() {
        twoPlaces();
        keep(true, Duration.ZERO);
        node.take().timeOut();
        LoopbackNode.Sent second = node.take();
        assertThat(host(second)).isEqualTo("b.example");
        second.respond(challenge(second));
        LoopbackNode.Sent third = node.take();
        assertThat(host(third)).isEqualTo("b.example");
        third.respond(200, "OK");
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.UP);
    }

    @Test
    void oneThatIsNotToBeAskedIsNot() {
        keep(false, Duration.ZERO);
        assertThat(node.sent()).isEmpty();
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.UNKNOWN);
    }

    private static Response challenge(LoopbackNode.Sent sent) {
        Response challenge = sent.createResponse(401, "Unauthorized");
        challenge.addHeader(
                Headers.of(
                        "WWW-Authenticate",
                        "Digest realm=\"provider\", nonce=\"n1\", algorithm=MD5, qop=\"auth\""));
        return challenge;
    }

    @Test
    void itRegistersWithItsLoginAndAgainBeforeThatIsOver() {
        keep(true, Duration.ZERO);
        LoopbackNode.Sent first = node.take();
        assertThat(first.request().getHeader("Contact").toString())
                .contains("<sip:us@192.0.2.1:5060;transport=udp>");
        first.respond(challenge(first));
        LoopbackNode.Sent second = node.take();
        AuthorizationHeader login =
                (AuthorizationHeader) second.request().getHeader(AuthorizationHeader.NAME);
        assertThat(login.getUsername()).isEqualTo("us");
        assertThat(login.getResponse())
                .isEqualTo(
                        DigestResponse.sum(
                                Ha1.of(DigestAlgorithm.MD5, "us", "provider", "secret"),
                                "REGISTER",
                                "sip:provider.example",
                                "n1",
                                Optional.of(new DigestResponse.Protection(login.getCNonce(), 1))));
        assertThat(second.request().toString()).doesNotContain("secret");
        assertThat(number(second)).isEqualTo(number(first) + 1);
        assertThat(callId(second)).isEqualTo(callId(first));

        Response ok = second.createResponse(200, "OK");
        ok.addHeader(Headers.of("Contact", "<sip:us@192.0.2.77:5060>;expires=3000"));
        ok.addHeader(Headers.of("Contact", "<sip:us@192.0.2.1:5060;transport=udp>;expires=120"));
        second.respond(ok);
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.UP);
        assertThat(state().reason()).isEqualTo("registered for 120 s");
        clock.advance(Duration.ofSeconds(80));
        keeper.look();
        assertThat(node.sent()).hasSize(2);
        clock.advance(Duration.ofSeconds(11));
        keeper.look();
        assertThat(node.sent()).hasSize(3);
    }

    @Test
    void aWrongPasswordIsSaidAndNotTriedOften() {
        keep(true, Duration.ZERO);
        LoopbackNode.Sent first = node.take();
        first.respond(challenge(first));
        LoopbackNode.Sent second = node.take();
        second.respond(challenge(second));
        assertThat(state().reach()).isEqualTo(TrunkState.Reach.DOWN);
        assertThat(state().reason()).contains("does not take our login").doesNotContain("secret");
        clock.advance(Duration.ofSeconds(299));
        keeper.look();
        assertThat(node.sent()).hasSize(2);
        clock.advance(Duration.ofSeconds(2));
        keeper.look();
        assertThat(node.sent()).hasSize(3);
    }

    @Test
    void aTrunkMayWantLongerRegistrations() {
        keep(true, Duration.ZERO);
        LoopbackNode.Sent first = node.take();
        Response brief = first.createResponse(423, "Interval Too Brief");
        brief.addHeader(Headers.of("Min-Expires", "7200"));
        first.respond(brief);
        assertThat(node.take().request().getHeader("Expires").toString()).contains("7200");
    }

    @Test
    void whatCannotBeAnsweredIsSaid() {
        keep(true, Duration.ZERO);
        LoopbackNode.Sent first = node.take();
        Response odd = first.createResponse(401, "Unauthorized");
        odd.addHeader(
                Headers.of("WWW-Authenticate", "Digest realm=\"x\", nonce=\"n\", algorithm=FOO"));
        first.respond(odd);
        assertThat(node.sent()).hasSize(1);
        assertThat(state().reason()).contains("asks for a login that we can't give");
    }

    private static long number(LoopbackNode.Sent sent) {
        return ((CSeqHeader) sent.request().getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    private static String callId(LoopbackNode.Sent sent) {
        return ((CallIdHeader) sent.request().getHeader(CallIdHeader.NAME)).getCallId();
    }
}
