package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.sip.header.ToHeader;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerTransactionsTest {
    private static final String INVITE = StackMessages.text("INVITE", "z9hG4bK-1");
    private static final String MESSAGE = StackMessages.text("MESSAGE", "z9hG4bK-2");

    private final LayerFixture stack = new LayerFixture();

    @Test
    void aRepeatedRequestIsAnsweredByTheTransaction() {
        stack.receive(MESSAGE);
        stack.receive(MESSAGE);
        assertThat(stack.handled).hasSize(1);
        assertThat(stack.outlet.isSilent()).isTrue();

        stack.handled.getFirst().respond(202, "Accepted");
        Response first = stack.outlet.takeResponse();
        stack.receive(MESSAGE);
        Response again = stack.outlet.takeResponse();
        assertThat(again).hasToString(first.toString());
        assertThat(stack.handled).hasSize(1);

        stack.pass(32_000);
        assertThat(stack.layer.serverTransactions()).isZero();
        assertThat(stack.timers.waiting()).isZero();
    }

    @Test
    void afterTheFinalResponseAnotherIsDropped() {
        stack.receive(MESSAGE);
        stack.handled.getFirst().respond(200, "OK");
        stack.handled.getFirst().respond(500, "Late");
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(200);
        assertThat(stack.outlet.isSilent()).isTrue();
    }

    @Test
    void whatBecomesOfRequestsIsObservedOnceEach() {
        stack.receive(MESSAGE);
        stack.receive(MESSAGE);
        stack.handled.getFirst().respond(180, "Ringing");
        assertThat(stack.observed).containsExactly("MESSAGE again");
        stack.handled.getFirst().respond(202, "Accepted");
        stack.handled.getFirst().respond(500, "Late");
        stack.receive(MESSAGE);
        assertThat(stack.observed).containsExactly("MESSAGE again", "MESSAGE 202", "MESSAGE again");

        stack.observed.clear();
        stack.receive(INVITE);
        stack.receive(INVITE.replace("INVITE", "CANCEL"));
        stack.receive(INVITE.replace("INVITE", "CANCEL").replace("z9hG4bK-1", "z9hG4bK-7"));
        stack.handled.getLast().respond(200, "OK");
        stack.handled.getLast().respond(200, "OK");
        stack.receive(ack(INVITE));
        stack.layer.onMalformed(
                new MalformedMessage(400, "Bad Request", "MESSAGE", Optional.empty()),
                LayerFixture.ALICE);
        assertThat(stack.observed)
                .containsExactly("CANCEL 200", "CANCEL 481", "INVITE 200", "malformed");
    }

    @Test
    void aRequestThatIsOneTooManyIsObservedToo() {
        LayerFixture full = new LayerFixture(new StackLimits(1, 10, Duration.ofSeconds(5)));
        full.receive(MESSAGE);
        full.receive(MESSAGE.replace("z9hG4bK-2", "z9hG4bK-3"));
        assertThat(full.observed).containsExactly("MESSAGE 503");
    }

    @Test
    void anotherBranchMethodOrSentByIsAnotherTransaction() {
        stack.receive(MESSAGE);
        stack.receive(MESSAGE.replace("z9hG4bK-2", "z9hG4bK-3"));
        stack.receive(MESSAGE.replace("192.0.2.4:5060;branch", "192.0.2.4:5070;branch"));
        stack.receive(MESSAGE.replace("MESSAGE", "OPTIONS"));
        assertThat(stack.handled).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"branch=1", "x=y"})
    void withoutAMagicCookieTheHeadersTell(String parameter) {
        String old = INVITE.replace("branch=z9hG4bK-1", parameter);
        stack.receive(old);
        stack.receive(old);
        stack.receive(old.replace("CSeq: 7", "CSeq: 8"));
        stack.receive(old.replace("Call-ID: call-1", "Call-ID: call-2"));
        assertThat(stack.handled).hasSize(3);

        stack.handled.getFirst().respond(486, "Busy Here");
        stack.outlet.takeResponse();
        stack.receive(ack(old));
        stack.pass(5_000);
        assertThat(stack.layer.serverTransactions()).isEqualTo(2);
    }

    @Test
    void anAckToAFailureIsAbsorbed() {
        stack.receive(INVITE);
        stack.handled.getFirst().respond(486, "Busy Here");
        stack.receive(ack(INVITE));
        assertThat(stack.handled).hasSize(1);
        stack.pass(5_000);
        assertThat(stack.layer.serverTransactions()).isZero();
        assertThat(stack.timers.waiting()).isZero();
    }

    /// A phone that waits for its ACK refuses the REFER that has overtaken it (JsSIP: 403).
    @Test
    void whatFollowsAnAckInItsCallDoesNotOvertakeIt() {
        Deque<Runnable> threads = new ArrayDeque<>();
        LayerFixture quick = new LayerFixture(StackLimits.DEFAULT, threads::addLast);
        quick.receive(ack(INVITE));
        quick.receive(MESSAGE);
        quick.receive(
                MESSAGE.replace("z9hG4bK-2", "z9hG4bK-3")
                        .replace("Call-ID: call-1", "Call-ID: call-2"));
        while (!threads.isEmpty()) {
            threads.removeLast().run(); // the last one first
        }
        assertThat(quick.handled)
                .extracting(request -> request.method() + " " + request.callId())
                .containsExactly("MESSAGE call-2", "ACK call-1", "MESSAGE call-1");

        quick.receive(MESSAGE.replace("z9hG4bK-2", "z9hG4bK-4"));
        threads.removeLast().run();
        assertThat(quick.handled).hasSize(4);
    }

    @Test
    void anAckToASuccessGoesToTheHandler() {
        stack.receive(INVITE);
        stack.handled.getFirst().respond(200, "OK");
        stack.receive(ack(INVITE).replace("z9hG4bK-1", "z9hG4bK-9"));
        assertThat(stack.handled)
                .extracting(InboundRequest::method)
                .containsExactly("INVITE", "ACK");
        // Some old clients use the branch of the INVITE for it.
        stack.receive(ack(INVITE));
        assertThat(stack.handled).hasSize(3);
    }

    @Test
    void tryingIsSentAfter200Milliseconds() {
        stack.receive(INVITE);
        stack.pass(199);
        assertThat(stack.outlet.isSilent()).isTrue();
        stack.pass(1);
        Response trying = stack.outlet.takeResponse();
        assertThat(trying.getStatusCode()).isEqualTo(100);
        assertThat(((ToHeader) trying.getHeader(ToHeader.NAME)).getTag()).isNull();
    }

    @Test
    void aCancelFromTheSameSourceReachesTheHandler() {
        stack.receive(INVITE);
        List<String> cancelled = new ArrayList<>();
        InboundRequest invite = stack.handled.getFirst();
        invite.onCancel(cancel -> cancelled.add(cancel.getMethod()));
        invite.respond(180, "Ringing");
        String tag = ((ToHeader) stack.outlet.takeResponse().getHeader(ToHeader.NAME)).getTag();

        stack.receive(cancel(INVITE));
        stack.receive(cancel(INVITE));
        for (int i = 0; i < 2; i++) {
            Response ok = stack.outlet.takeResponse();
            assertThat(ok.getStatusCode()).isEqualTo(200);
            assertThat(((ToHeader) ok.getHeader(ToHeader.NAME)).getTag()).isEqualTo(tag);
        }
        assertThat(cancelled).containsExactly("CANCEL");

        invite.onCancel(_ -> cancelled.add("late"));
        assertThat(cancelled).containsExactly("CANCEL", "late");
    }

    @Test
    void aCancelFromElsewhereIs481() {
        stack.receive(INVITE);
        stack.handled.getFirst().onCancel(_ -> stack.heard.add("cancelled"));
        stack.receive(cancel(INVITE), FakeOutlet.flow(Transport.UDP, "192.0.2.5", 5060));
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(481);
        assertThat(stack.heard).isEmpty();
    }

    @Test
    void aCancelAfterTheFinalResponseChangesNothing() {
        stack.receive(INVITE);
        stack.handled.getFirst().onCancel(_ -> stack.heard.add("cancelled"));
        stack.handled.getFirst().respond(200, "OK");
        stack.outlet.takeResponse();
        stack.receive(cancel(INVITE));
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(200);
        assertThat(stack.heard).isEmpty();
    }

    @Test
    void aCancelForNothingIs481() {
        stack.receive(cancel(INVITE));
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(481);
        assertThat(stack.handled).isEmpty();
    }

    @Test
    void withRportTheAnswerGoesToTheSourceElseToTheSentBy() {
        Flow natted = FakeOutlet.flow(Transport.UDP, "203.0.113.7", 40000);
        stack.receive(MESSAGE, natted);
        stack.handled.getFirst().respond(200, "OK");
        assertThat(stack.outlet.take().flow().remote()).isEqualTo(natted.remote());

        stack.receive(MESSAGE.replace(";rport", "").replace("z9hG4bK-2", "z9hG4bK-3"), natted);
        stack.handled.getLast().respond(200, "OK");
        var remote = stack.outlet.take().flow().remote();
        assertThat(remote.getHostString()).isEqualTo("203.0.113.7");
        assertThat(remote.getPort()).isEqualTo(5060);
    }

    @Test
    void whereTheConnectionIsGoneTheViaSaysWhereTo() {
        Flow connection = FakeOutlet.flow(Transport.TCP, "192.0.2.4", 40000);
        stack.receive(MESSAGE.replace("/UDP", "/TCP"), connection);
        stack.outlet.close(connection);
        stack.handled.getFirst().respond(200, "OK");
        var remote = stack.outlet.take().flow().remote();
        assertThat(remote.getHostString()).isEqualTo("192.0.2.4");
        assertThat(remote.getPort()).isEqualTo(5060);
        assertThat(stack.layer.serverTransactions()).isZero();
    }

    @Test
    void aboveTheLimitItIs503WithRetryAfter() {
        LayerFixture small = new LayerFixture(new StackLimits(2, 10, Duration.ofSeconds(7)));
        for (int i = 0; i < 3; i++) {
            small.receive(MESSAGE.replace("z9hG4bK-2", "z9hG4bK-" + i));
        }
        Response refused = small.outlet.takeResponse();
        assertThat(refused.getStatusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).hasToString("Retry-After: 7\r\n");

        small.handled.getFirst().respond(200, "OK");
        small.receive(MESSAGE.replace("z9hG4bK-2", "z9hG4bK-again"));
        assertThat(small.handled).hasSize(3);
    }

    @Test
    void aboveTheOtherLimitAnsweredOnesAreNotRetained() {
        LayerFixture small = new LayerFixture(new StackLimits(10, 2, Duration.ofSeconds(7)));
        for (int i = 0; i < 5; i++) {
            small.receive(MESSAGE.replace("z9hG4bK-2", "z9hG4bK-" + i));
            small.handled.getLast().respond(200, "OK");
        }
        assertThat(small.layer.serverTransactions()).isEqualTo(2);
    }

    @Test
    void aHandlerThatNeverAnswersLeavesNothingBehind() {
        stack.receive(MESSAGE);
        stack.pass(32_000);
        assertThat(stack.layer.serverTransactions()).isZero();
        assertThat(stack.layer.unanswered()).isZero();
        stack.handled.getFirst().respond(200, "Too late");
        assertThat(stack.outlet.isSilent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"TCP", "TLS"})
    void whoRepeatsAForeignRequestGetsNeitherItsAnswersNorItsCancel(Transport transport) {
        Flow alice = FakeOutlet.flow(Transport.TLS, "192.0.2.4", 40000);
        Flow thief = FakeOutlet.flow(transport, "192.0.2.66", 50000);
        String invite = INVITE.replace("/UDP", "/TLS");
        stack.receive(invite, alice);
        InboundRequest request = stack.handled.getFirst();
        request.onCancel(_ -> stack.heard.add("cancelled"));
        request.respond(180, "Ringing");
        stack.outlet.take();

        stack.receive(invite, thief);
        assertThat(stack.outlet.isSilent()).isTrue();
        stack.receive(cancel(invite), thief);
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(481);
        assertThat(stack.heard).isEmpty();
        request.respond(200, "OK");
        assertThat(stack.outlet.take().flow()).isEqualTo(alice);
    }

    @Test
    void overUdpOnlyItsSourceHasARequestAnsweredAgain() {
        stack.receive(MESSAGE);
        stack.handled.getFirst().respond(200, "OK");
        stack.outlet.take();
        stack.receive(MESSAGE, FakeOutlet.flow(Transport.UDP, "192.0.2.66", 5060));
        assertThat(stack.outlet.isSilent()).isTrue();
    }

    @Test
    void aClientThatComesBackOverANewConnectionIsAnsweredThere() {
        Flow first = FakeOutlet.flow(Transport.TLS, "192.0.2.4", 40000);
        Flow second = FakeOutlet.flow(Transport.TLS, "192.0.2.4", 40001);
        String message = MESSAGE.replace("/UDP", "/TLS");
        stack.receive(message, first);
        stack.receive(message, second); // while the first stands it is somebody else
        stack.outlet.close(first);
        stack.receive(message, second);
        stack.handled.getFirst().respond(200, "OK");
        assertThat(stack.outlet.take().flow()).isEqualTo(second);
        assertThat(stack.handled).hasSize(1);
    }

    @Test
    void noCleartextConnectionTakesThePlaceOfATlsOne() {
        Flow tls = FakeOutlet.flow(Transport.TLS, "192.0.2.4", 40000);
        stack.receive(MESSAGE.replace("/UDP", "/TCP"), tls);
        stack.outlet.close(tls);
        stack.handled.getFirst().respond(200, "OK");
        assertThat(stack.outlet.isSilent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void aChallengeOverUdpIsSentOnceAndForgotten(int status) {
        stack.receive(INVITE);
        stack.handled.getFirst().respond(status, "Who Are You");
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(status);
        assertThat(stack.layer.serverTransactions()).isZero();
        assertThat(stack.layer.unanswered()).isZero();
        assertThat(stack.timers.waiting()).isZero();

        stack.receive(INVITE); // it was lost: here is another
        stack.handled.getLast().respond(status, "Who Are You");
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(status);
    }

    @Test
    void aClientThatWasToldToWaitGetsItsChallengeReliably() {
        stack.receive(INVITE);
        stack.pass(200);
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(100);
        stack.handled.getFirst().respond(407, "Who Are You");
        stack.outlet.takeResponse();
        stack.pass(500);
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(407);
    }

    @Test
    void aboveTheOtherLimitRefusedInvitesAreNotRetainedEither() {
        LayerFixture small = new LayerFixture(new StackLimits(10, 2, Duration.ofSeconds(7)));
        for (int i = 0; i < 5; i++) {
            small.receive(INVITE.replace("z9hG4bK-1", "z9hG4bK-" + i));
            small.handled.getLast().respond(404, "Not Found");
        }
        assertThat(small.layer.serverTransactions()).isEqualTo(2);
    }

    @Test
    void anInviteThatIsNeverAnsweredLeavesNothingBehind() {
        stack.receive(INVITE);
        stack.pass(Duration.ofMinutes(14).toMillis());
        stack.handled.getFirst().respond(180, "Ringing"); // somebody still cares
        stack.pass(Duration.ofMinutes(14).toMillis());
        assertThat(stack.layer.unanswered()).isEqualTo(1);
        stack.pass(Duration.ofMinutes(1).toMillis());
        assertThat(stack.layer.serverTransactions()).isZero();
        assertThat(stack.layer.unanswered()).isZero();
        assertThat(stack.timers.waiting()).isZero();
    }

    @Test
    void aTaskThatFailsIsAnswered500() {
        stack.receive(INVITE);
        stack.handled
                .getFirst()
                .queue()
                .execute(() -> {
                    throw new StackOverflowError("on purpose");
                });
        assertThat(stack.outlet.takeResponse().getStatusCode()).isEqualTo(500);
        assertThat(stack.layer.unanswered()).isZero();
    }

    @Test
    void aHandlerThatFailsByAnErrorIsAnswered500() {
        RecordedRequest request = StackMessages.request("INVITE");
        RequestDispatch.run(
                _ -> {
                    throw new StackOverflowError("on purpose");
                },
                request);
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(500);
    }

    private static String ack(String invite) {
        return invite.replace("INVITE", "ACK")
                .replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=b1");
    }

    private static String cancel(String invite) {
        return invite.replace("INVITE", "CANCEL");
    }
}
