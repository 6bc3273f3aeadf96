package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.nio.file.Path;
import java.util.Set;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.channel.ChannelPolicy;
import org.earshot.proxy.channel.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing that carries words passes beside the record.
class BesideTheRecordTest {
    private static final String CHAT_SDP = PLAIN_SDP + "m=message 2855 TCP/TLS/MSRP *\n";
    private static final ChannelPolicy LAX =
            new ChannelPolicy(Rule.ALLOW, Rule.ALLOW, Rule.ALLOW, Set.of());

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @BeforeEach
    void bob() {
        f.bindBob();
    }

    @Test
    void anOfferOfChatIs488AndSaysWhy() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", CHAT_SDP));

        assertThat(f.node.sent()).isEmpty();
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(warning(invite.finalResponse()))
                .isEqualTo(
                        "Warning: 399 example.org \"chat inside a call is not recorded, send a message instead\"");
    }

    @Test
    void whoIsNotKnownLearnsNothingOfIt() {
        RecordedRequest invite = f.send(RecordedRequest.udpFlow(), f.text("INVITE", "", CHAT_SDP));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(407);
    }

    @Test
    void whereItIsAllowedItPasses() {
        f.configure(config -> config.withUnrecorded(LAX));
        f.send(ALICE_TLS, f.text("INVITE", "Subject: lunch", CHAT_SDP));
        LoopbackNode.Sent sent = f.node.take();
        assertThat(sent.request().toString()).contains("m=message", "Subject: lunch");
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), CHAT_SDP));
        assertThat(f.node.acks()).isEmpty();
    }

    @Test
    void anAnswerWithChatIsHungUp() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", ""));
        LoopbackNode.Sent sent = f.node.take();

        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), CHAT_SDP));

        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(warning(invite.finalResponse())).contains("chat inside a call");
        assertThat(f.node.acks()).hasSize(1);
        LoopbackNode.Sent bye = f.node.take();
        assertThat(bye.request().toString())
                .startsWith("BYE ")
                .contains("CSeq: 2 BYE", "cause=488", "chat inside a call");
        assertThat(bye.destination()).isEqualTo(new Destination.Existing(ProxyFixture.BOB_TLS));
        assertThat(f.proxy.calls()).isEmpty();
    }

    @Test
    void anEarlyAnswerWithChatEndsTheBranch() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", ""));
        LoopbackNode.Sent sent = f.node.take();

        sent.respond(ProxyFixture.withBody(sent.createResponse(183, "Session Progress"), CHAT_SDP));

        assertThat(invite.responses()).isEmpty();
        assertThat(sent.cancelled()).isPresent();
        sent.respond(487, "Request Terminated");
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(warning(invite.finalResponse())).contains("chat inside a call");
    }

    @Test
    void aRefusalSaysItWithoutItsBody() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(606, "So"), CHAT_SDP));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(606);
        assertThat(invite.finalResponse().toString()).doesNotContain("m=message", "Content-Type");
    }

    @Test
    void whatAPhoneCouldDoGoesBackWithoutItsBody() {
        RecordedRequest options = f.send("OPTIONS");
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), CHAT_SDP));
        assertThat(options.finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(options.finalResponse().toString()).doesNotContain("m=message");
    }

    @Test
    void inACallToo() {
        String headers = inCall();
        for (String method : new String[] {"INVITE", "UPDATE", "PRACK"}) {
            RecordedRequest later = f.send(ALICE_TLS, later(f.text(method, headers, CHAT_SDP)));
            assertThat(later.finalResponse().getStatusCode()).as(method).isEqualTo(488);
        }
        f.send(ALICE_TLS, later(f.text("ACK", headers, CHAT_SDP)));
        assertThat(f.node.acks()).isEmpty();
        f.send(ALICE_TLS, later(f.text("ACK", headers, PLAIN_SDP)));
        assertThat(f.node.acks()).hasSize(1);
        assertThat(f.node.sent()).hasSize(1);
    }

    @Test
    void anAnswerWithChatWithinACallEndsIt() {
        String headers = inCall();
        assertThat(f.proxy.calls()).hasSize(1);
        RecordedRequest again = f.send(ALICE_TLS, later(f.text("INVITE", headers, "")));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), CHAT_SDP));

        assertThat(again.finalResponse().getStatusCode()).isEqualTo(481);
        assertThat(warning(again.finalResponse())).contains("chat inside a call");
        assertThat(f.node.take().request().getMethod()).isEqualTo("BYE");
        assertThat(f.proxy.calls()).isEmpty();
    }

    @Test
    void anAnswerWithChatToAnUpdateIs488() {
        String headers = inCall();
        RecordedRequest update = f.send(ALICE_TLS, later(f.text("UPDATE", headers, PLAIN_SDP)));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(ProxyFixture.withBody(sent.createResponse(200, "OK"), CHAT_SDP));
        assertThat(update.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(f.proxy.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "INVITE", "UPDATE", "REFER", "OPTIONS", "NOTIFY"})
    void textInOtherRequestsIs415(String method) {
        String headers = inCall();
        RecordedRequest request =
                f.send(ALICE_TLS, later(typed("text/plain", f.text(method, headers, "hello"))));
        assertThat(request.finalResponse().getStatusCode()).isEqualTo(415);
        assertThat(warning(request.finalResponse())).contains("send a message instead");
        assertThat(request.finalResponse().toString()).contains("Accept: application/sdp");
        assertThat(f.node.sent()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "ACK"})
    void whatMustArriveGoesOnWithoutItsText(String method) {
        String headers = inCall() + "\nSubject: sell all";
        f.send(ALICE_TLS, later(typed("text/plain", f.text(method, headers, "sell all"))));
        Request sent =
                method.equals("ACK") ? f.node.acks().getFirst().request() : f.node.take().request();
        assertThat(sent.getMethod()).isEqualTo(method);
        assertThat(sent.toString()).doesNotContain("sell all", "Content-Type");
    }

    @Test
    void aByeEndsTheCallWhateverItCarries() {
        String headers = inCall();
        f.send(ALICE_TLS, later(f.text("BYE", headers, CHAT_SDP)));
        assertThat(f.node.take().request().toString()).startsWith("BYE ").doesNotContain("m=");
        assertThat(f.proxy.calls()).isEmpty();
    }

    @Test
    void textBesideAnAnswerIsHungUp() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        String body =
                "--b\nContent-Type: text/plain\n\nsell all\n--b\nContent-Type: application/x-sdp\n\n"
                        + PLAIN_SDP
                        + "--b--\n";
        String answer = ProxyFixture.withBody(sent.createResponse(200, "OK"), body).toString();
        sent.respond((Response) RecordedRequest.parse(typed("multipart/mixed;boundary=b", answer)));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(warning(invite.finalResponse())).contains("text is recorded in MESSAGE only");
        assertThat(f.node.take().request().getMethod()).isEqualTo("BYE");
    }

    @Test
    void signalsPass() {
        String headers = inCall();
        f.send(
                ALICE_TLS,
                later(typed("application/dtmf-relay", f.text("INFO", headers, "Signal=1"))));
        assertThat(f.node.sent()).hasSize(2);
    }

    @Test
    void aCallHasNoSubject() {
        f.send(ALICE_TLS, f.text("INVITE", "Subject: sell all", PLAIN_SDP));
        assertThat(f.node.take().request().getHeader("Subject")).isNull();
    }

    @Test
    void textInAnAnswerIsTakenOff() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        LoopbackNode.Sent sent = f.node.take();
        sent.respond(text(sent.createResponse(180, "Ringing")));
        assertThat(invite.responses()).hasSize(1);
        assertThat(invite.responses().getFirst().toString()).doesNotContain("sell all");
        sent.respond(text(sent.createResponse(486, "Busy Here")));
        assertThat(invite.finalResponse().getStatusCode()).isEqualTo(486);
        assertThat(invite.finalResponse().toString()).doesNotContain("sell all", "Content-Type");
    }

    @Test
    void anEncryptedMessageIsRefusedAndThatIsRecorded() {
        RecordedRequest message =
                f.send(ALICE_TLS, typed("application/pkcs7-mime", f.text("MESSAGE", "", "MIIB")));
        assertThat(f.node.sent()).isEmpty();
        assertThat(message.finalResponse().getStatusCode()).isEqualTo(415);
        assertThat(warning(message.finalResponse())).contains("application/pkcs7-mime");
        assertThat(message.finalResponse().toString()).contains("Accept: text/plain");
        assertThat(f.archive.events).hasSize(1);
        assertThat(f.archive.events.getFirst()).isInstanceOf(ArchiveEvent.MessageRefused.class);
    }

    @Test
    void whereItIsAllowedTheRecordSaysThatNobodyCanReadIt() {
        f.configure(config -> config.withUnrecorded(LAX));
        f.send(ALICE_TLS, typed("application/pkcs7-mime", f.text("MESSAGE", "", "MIIB")));
        assertThat(f.node.sent()).hasSize(1);
        assertThat(f.archive.events.getFirst())
                .isInstanceOfSatisfying(
                        ArchiveEvent.MessageReceived.class,
                        event ->
                                assertThat(event.notReviewable())
                                        .contains("application/pkcs7-mime"));
    }

    /// Bob answers alice; the Route of what follows.
    private String inCall() {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        f.node.take().respond(200, "OK");
        return "Route: <" + ProxyFixture.recordRoutes(invite.finalResponse()).getLast() + ">";
    }

    private static Response text(Response response) {
        String sdp = ProxyFixture.withBody(response, "sell all").toString();
        return (Response) RecordedRequest.parse(typed("text/plain", sdp));
    }

    private static String typed(String type, String message) {
        return message.replace("application/sdp", type);
    }

    private static String later(String text) {
        return text.replace(
                "To: <sip:bob@example.org>",
                "To: <sip:bob@example.org>;tag=" + RecordedRequest.TO_TAG);
    }

    private static String warning(Response response) {
        return response.getHeader("Warning").toString().strip();
    }
}
