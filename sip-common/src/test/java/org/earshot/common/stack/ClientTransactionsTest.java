package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientTransactionsTest {
    private static final Destination BY_TCP =
            new Destination.Address(Transport.TCP, "192.0.2.9", 5060, "example.org");

    private final LayerFixture stack = new LayerFixture();

    /// Whatever happened: after timer D, 64*T1 and the time that a peer counts as without TCP nothing is left.
    @AfterEach
    void nothingIsLeft() {
        stack.pass(700_000);
        assertThat(stack.layer.clientTransactions()).isZero();
        assertThat(stack.timers.waiting()).isZero();
    }

    @Test
    void ourViaIsOnTopWithBranchAndRport() {
        ClientTransaction transaction = stack.send("MESSAGE");
        Request sent = stack.outlet.takeRequest();
        ViaHeader via = (ViaHeader) sent.getHeader(ViaHeader.NAME);
        assertThat(via.getBranch())
                .isEqualTo(transaction.branch())
                .startsWith("z9hG4bK")
                .endsWith("-h");
        assertThat(via.getHost()).isEqualTo(FakeOutlet.US);
        assertThat(via.toString()).contains(";rport");
        assertThat(((SIPRequest) sent).getViaHeaders()).hasSize(2);
        stack.answer(sent, 200);
        assertThat(stack.heard).containsExactly("200");
    }

    @Test
    void aLostRequestIsSentAgainUntilItsAnswerComes() {
        stack.send("MESSAGE");
        Request first = stack.outlet.takeRequest();
        stack.pass(500);
        assertThat(stack.outlet.takeRequest()).hasToString(first.toString());
        stack.answer(first, 200);
        stack.answer(first, 200);
        stack.pass(4_000);
        assertThat(stack.outlet.isSilent()).isTrue();
        assertThat(stack.heard).containsExactly("200");
    }

    @Test
    void anAnswerToAnotherMethodOrBranchIsNotOurs() {
        stack.send("MESSAGE");
        Request sent = stack.outlet.takeRequest();
        stack.answer(StackMessages.request("MESSAGE").message(), 200);
        Request other =
                (Request) RecordedRequest.parse(sent.toString().replace("MESSAGE", "OPTIONS"));
        stack.answer(other, 200);
        assertThat(stack.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 486, 503, 603})
    void aFailureIsAcknowledgedWithItsToTag(int status) {
        stack.send("INVITE");
        Request invite = stack.outlet.takeRequest();
        stack.answer(invite, status);
        Request ack = stack.outlet.takeRequest();
        assertThat(ack.getMethod()).isEqualTo("ACK");
        assertThat(ack.getRequestURI()).isEqualTo(invite.getRequestURI());
        assertThat(((ToHeader) ack.getHeader(ToHeader.NAME)).getTag()).isEqualTo("b1");
        assertThat(((SIPRequest) ack).getViaHeaders()).hasSize(1);
        assertThat(((SIPRequest) ack).getTopmostVia().getBranch())
                .isEqualTo(((SIPRequest) invite).getTopmostVia().getBranch());
        assertThat(((SIPRequest) ack).getCSeq().getSeqNumber()).isEqualTo(7);
        assertThat(stack.heard).containsExactly(String.valueOf(status));
    }

    @Test
    void aCancelWaitsForAProvisionalResponse() throws Exception {
        ClientTransaction transaction = stack.send("INVITE");
        Request invite = stack.outlet.takeRequest();
        transaction.cancel(List.of(SipMessages.headers().createHeader("Reason", "SIP;cause=200")));
        assertThat(stack.outlet.isSilent()).isTrue();

        stack.answer(invite, 180);
        Request cancel = stack.outlet.takeRequest();
        assertThat(cancel.getMethod()).isEqualTo("CANCEL");
        assertThat(cancel.getHeader("Reason")).hasToString("Reason: SIP;cause=200\r\n");
        assertThat(((SIPRequest) cancel).getTopmostVia().getBranch())
                .isEqualTo(transaction.branch());
        assertThat(((SIPRequest) cancel).getCSeq().toString().trim()).isEqualTo("CSeq: 7 CANCEL");
        stack.answer(cancel, 200);
        stack.answer(invite, 487);
        assertThat(stack.outlet.takeRequest().getMethod()).isEqualTo("ACK");
        transaction.cancel(List.of());
        assertThat(stack.outlet.isSilent()).isTrue();
        assertThat(stack.heard).containsExactly("180", "487");
    }

    @Test
    void aCancelIsNotSentWhenTheFinalResponseWasFirst() {
        ClientTransaction transaction = stack.send("INVITE");
        Request invite = stack.outlet.takeRequest();
        transaction.cancel(List.of());
        stack.answer(invite, 200);
        assertThat(stack.outlet.isSilent()).isTrue();
        assertThat(stack.heard).containsExactly("200");
    }

    @Test
    void aCancelledInviteWithoutFinalResponseTimesOut() {
        ClientTransaction transaction = stack.send("INVITE");
        stack.answer(stack.outlet.takeRequest(), 180);
        stack.pass(100_000);
        transaction.cancel(List.of());
        stack.pass(31_999);
        assertThat(stack.heard).containsExactly("180");
        stack.pass(1);
        assertThat(stack.heard).containsExactly("180", "timeout");
    }

    @Test
    void aCancelBeforeThereIsAConnectionEndsItQuietly() {
        CompletableFuture<Flow> connecting = stack.outlet.delayNext();
        ClientTransaction transaction = stack.send("INVITE", BY_TCP);
        transaction.cancel(List.of());
        connecting.complete(FakeOutlet.flow(Transport.TCP, "192.0.2.9", 5060));
        assertThat(stack.outlet.isSilent()).isTrue();
        assertThat(stack.heard).containsExactly("timeout");
    }

    @Test
    void anAbandonedInviteStillAcknowledges() {
        ClientTransaction transaction = stack.send("INVITE");
        Request invite = stack.outlet.takeRequest();
        stack.answer(invite, 180);
        transaction.abandon();
        stack.answer(invite, 486);
        assertThat(stack.outlet.takeRequest().getMethod()).isEqualTo("ACK");
        assertThat(stack.heard).containsExactly("180");
    }

    @Test
    void anAbandonedRequestIsForgotten() {
        stack.send("MESSAGE").abandon();
        assertThat(stack.layer.clientTransactions()).isZero();
        assertThat(stack.timers.waiting()).isZero();
    }

    @Test
    void withoutAnyAnswerItTimesOut() {
        stack.send("MESSAGE");
        stack.pass(32_000);
        assertThat(stack.heard).containsExactly("timeout");
    }

    @Test
    void aConnectionThatNeverOpensTimesOut() {
        CompletableFuture<Flow> connecting = stack.outlet.delayNext();
        stack.send("MESSAGE", BY_TCP);
        stack.pass(32_000);
        assertThat(stack.heard).containsExactly("timeout");
        connecting.complete(FakeOutlet.flow(Transport.TCP, "192.0.2.9", 5060));
        assertThat(stack.outlet.isSilent()).isTrue();
    }

    @Test
    void whatCannotBeSentIsATransportError() {
        stack.outlet.refuse(Transport.TCP);
        stack.send("MESSAGE", BY_TCP);
        Flow gone = FakeOutlet.flow(Transport.TLS, "192.0.2.9", 5061);
        stack.outlet.close(gone);
        stack.send("INVITE", new Destination.Existing(gone));
        assertThat(stack.heard).containsExactly("error", "error");
    }

    @Test
    void aConnectionThatBreaksFailsWhoeverWaitsOnIt() {
        Flow flow = FakeOutlet.flow(Transport.TCP, "192.0.2.9", 5060);
        stack.send("MESSAGE", BY_TCP);
        stack.send("INVITE", BY_TCP);
        stack.send("OPTIONS");
        stack.layer.onFlowClosed(flow, "reset");
        assertThat(stack.heard).containsExactly("error", "error");
        assertThat(stack.layer.clientTransactions()).isEqualTo(1);
    }

    @Test
    void everySuccessToAnInviteComesUpAndLateOnesAreStray() {
        stack.send("INVITE");
        Request invite = stack.outlet.takeRequest();
        stack.answer(invite, 200);
        stack.answer(invite, 200);
        assertThat(stack.heard).containsExactly("200", "200");
        stack.pass(32_000);
        stack.answer(invite, 200);
        stack.answer(invite, 486);
        assertThat(stack.strays).containsExactly(200);
    }

    @Test
    void aLargeRequestGoesByTcpAndElseByUdp() throws Exception {
        stack.layer.send(large(), LayerFixture.BOB, "", stack, Runnable::run);
        FakeOutlet.Sent byTcp = stack.outlet.take();
        assertThat(byTcp.flow().transport()).isEqualTo(Transport.TCP);
        ViaHeader via = (ViaHeader) byTcp.message().getHeader(ViaHeader.NAME);
        assertThat(via.getTransport()).isEqualTo("TCP");

        stack.outlet.refuse(Transport.TCP);
        stack.layer.send(large(), LayerFixture.BOB, "", stack, Runnable::run);
        FakeOutlet.Sent byUdp = stack.outlet.take();
        assertThat(byUdp.flow().transport()).isEqualTo(Transport.UDP);
        via = (ViaHeader) byUdp.message().getHeader(ViaHeader.NAME);
        assertThat(via.getTransport()).isEqualTo("UDP");
    }

    @Test
    void whoDoesNotTakeTcpIsAskedOnce() throws Exception {
        stack.outlet.refuse(Transport.TCP);
        stack.layer.send(large(), LayerFixture.BOB, "", stack, Runnable::run);
        assertThat(stack.outlet.take().flow().transport()).isEqualTo(Transport.UDP);
        stack.outlet.accept(Transport.TCP);
        stack.layer.send(large(), LayerFixture.BOB, "", stack, Runnable::run);
        assertThat(stack.outlet.take().flow().transport()).isEqualTo(Transport.UDP);

        stack.pass(600_000);
        while (!stack.outlet.isSilent()) {
            stack.outlet.take();
        }
        stack.layer.send(large(), LayerFixture.BOB, "", stack, Runnable::run);
        assertThat(stack.outlet.take().flow().transport()).isEqualTo(Transport.TCP);
    }

    @Test
    void anAckToASuccessHasAViaOfItsOwnAndNoTransaction() {
        stack.layer.sendAck(StackMessages.request("ACK").message(), LayerFixture.BOB);
        Request ack = stack.outlet.takeRequest();
        assertThat(((SIPRequest) ack).getTopmostVia().getHost()).isEqualTo(FakeOutlet.US);
        assertThat(stack.layer.clientTransactions()).isZero();
    }

    private static Request large() throws Exception {
        Request request = StackMessages.request("MESSAGE").message();
        request.setContent(
                "x".repeat(1200), SipMessages.headers().createContentTypeHeader("text", "plain"));
        return request;
    }
}
