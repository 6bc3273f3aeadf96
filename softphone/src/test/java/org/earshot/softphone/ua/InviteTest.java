package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;

import java.time.Duration;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What others may do in a call (RFC 3261 §13, §14; RFC 3262; RFC 3326).
class InviteTest {
    private static final String SDP =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.9
            s=-
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone =
            new TestPhone("alice", "192.0.2.1", Transport.UDP, timers).registered();

    private static Response answer(LoopbackNode.Sent invite, int status, String tag, String body)
            throws Exception {
        Response response = invite.createResponse(status, "Reason");
        ((javax.sip.header.ToHeader) response.getHeader("To")).setTag(tag);
        response.addHeader(Fields.header("Contact", "<sip:bob@192.0.2.9>"));
        if (!body.isEmpty()) {
            Fields.setBody(
                    response,
                    "application",
                    "sdp",
                    body.replace("\n", "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return response;
    }

    private RecordedRequest invite(String require, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\n";
        return RecordedRequest.of(
                        """
                        INVITE sip:alice@192.0.2.1 SIP/2.0
                        Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKi
                        From: <sip:bob@example.org>;tag=b
                        To: <sip:alice@example.org>
                        Call-ID: c1
                        CSeq: 1 INVITE
                        Max-Forwards: 70
                        Contact: <sip:bob@192.0.2.9>
                        %s%s
                        %s\
                        """
                                .formatted(require, type, body),
                        phone.flow)
                .handledBy(phone.agent);
    }

    @Test
    void whoCallsHearsThatItRingsUntilItIsAnswered() throws Exception {
        phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, 183, "one", ""));
        assertThat(phone.media.last().ringsBack).isFalse();
        invite.respond(answer(invite, 180, "one", ""));
        assertThat(phone.media.last().ringsBack).isTrue();
        invite.respond(answer(invite, 200, "one", SDP));
        assertThat(phone.media.last().ringsBack).isFalse();
    }

    @Test
    void whoIsNotAnsweredRingsNoMore() throws Exception {
        phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, 180, "one", ""));
        invite.respond(answer(invite, 486, "one", ""));
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.media.last().ringsBack).isFalse();
    }

    @ParameterizedTest(name = "{0} sounds like {1}")
    @CsvSource({
        "486, BUSY",
        "600, BUSY",
        "603, BUSY",
        "404, UNOBTAINABLE",
        "604, UNOBTAINABLE",
        "484, UNOBTAINABLE",
        "410, UNOBTAINABLE",
        "408, CONGESTION",
        "480, CONGESTION",
        "488, CONGESTION",
        "500, CONGESTION",
        "503, CONGESTION",
        "302, CONGESTION"
    })
    void whoCallsInVainHearsWhy(int status, EndTone tone) throws Exception {
        phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, status, "one", ""));
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.media.last().endTone).contains(tone);
    }

    @Test
    void aPhoneWithoutTelephoneEventsGetsKeysAsTones() throws Exception {
        Id id = phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, 200, "one", SDP));
        phone.agent.sendDigits(id, "5");
        assertThat(phone.last(UserAgentEvent.DigitsSent.class))
                .isEqualTo(new UserAgentEvent.DigitsSent(id, 1, UserAgentEvent.DigitWay.TONES));
        assertThat(phone.media.last().digits).isEqualTo("5");
    }

    @Test
    void aSecondForkThatAnswersIsEnded() throws Exception {
        phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, 200, "one", SDP));
        invite.respond(answer(invite, 200, "two", SDP));
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        assertThat(phone.node.acks()).hasSize(2);
        Request bye = phone.node.take().request();
        assertThat(bye.getMethod()).isEqualTo(Request.BYE);
        assertThat(bye.getHeader("To").toString()).contains("tag=two");
    }

    @Test
    void anAnswerThatCrossesTheCancelIsEnded() throws Exception {
        Id id = phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        phone.agent.hangUp(id);
        assertThat(invite.cancelled()).isPresent();
        invite.respond(answer(invite, 200, "one", SDP));
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.node.take().request().getMethod()).isEqualTo(Request.BYE);
    }

    @Test
    void aChallengeThatCrossesTheHangingUpIsNotAnswered() throws Exception {
        Id id = phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        phone.agent.hangUp(id);
        Response challenge = invite.createResponse(407, "Proxy Authentication Required");
        challenge.addHeader(
                Fields.header(
                        "Proxy-Authenticate",
                        "Digest realm=\"example.org\",nonce=\"n\",algorithm=SHA-256,qop=\"auth\""));
        invite.respond(challenge);
        assertThat(phone.node.sent()).hasSize(2); // REGISTER, INVITE
        assertThat(phone.call().state()).isEqualTo(ENDED);
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({"UPDATE, 491, offer", "UPDATE, 200, ''", "INFO, 200, ''", "OPTIONS, 200, ''"})
    void whatTheOtherSideAsksWhileItRings(String method, int status, String offer)
            throws Exception {
        phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, 180, "one", ""));
        RecordedRequest asked = ofCallee(invite, method, offer.isEmpty() ? "" : SDP);
        assertThat(asked.statuses()).containsExactly(status);
        invite.respond(answer(invite, 200, "one", SDP));
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
    }

    private RecordedRequest ofCallee(LoopbackNode.Sent invite, String method, String body) {
        Request sent = invite.request();
        String from = sent.getHeader("From").toString().strip();
        return RecordedRequest.of(
                        """
                        %s sip:alice@192.0.2.1 SIP/2.0
                        Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKe
                        From: <sip:bob@example.org>;tag=one
                        To: %s
                        %s
                        CSeq: 1 %s
                        Max-Forwards: 70
                        Contact: <sip:bob@192.0.2.9>
                        %s
                        %s\
                        """
                                .formatted(
                                        method,
                                        from.substring(from.indexOf(':') + 1).strip(),
                                        sent.getHeader("Call-ID").toString().strip(),
                                        method,
                                        body.isEmpty() ? "" : "Content-Type: application/sdp\n",
                                        body),
                        phone.flow)
                .handledBy(phone.agent);
    }

    @Test
    void overUdpNobodyButTheServerMayBegin() {
        var stranger = RecordedRequest.flow(Transport.UDP, "198.51.100.7", 5060, 0);
        for (String method : new String[] {"INVITE", "MESSAGE", "OPTIONS"}) {
            RecordedRequest request =
                    RecordedRequest.of(
                                    """
                                    %1$s sip:alice@192.0.2.1 SIP/2.0
                                    Via: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK%1$s
                                    From: <sip:boss@example.org>;tag=b
                                    To: <sip:alice@example.org>
                                    Call-ID: c%1$s
                                    CSeq: 1 %1$s
                                    Max-Forwards: 70
                                    Content-Type: text/plain

                                    pay him\
                                    """
                                            .formatted(method),
                                    stranger)
                            .handledBy(phone.agent);
            assertThat(request.statuses()).as(method).containsExactly(403);
        }
        assertThat(phone.events).isEmpty();
    }

    @Test
    void aReliableRingingIsAcknowledgedOnce() throws Exception {
        phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        Response ringing = answer(invite, 183, "one", SDP);
        ringing.addHeader(Fields.header("Require", "100rel"));
        ringing.addHeader(Fields.header("RSeq", "5"));
        invite.respond(ringing);
        invite.respond(ringing);
        Request prack = phone.node.take().request();
        assertThat(prack.getHeader("RAck").toString()).contains("RAck: 5 1 INVITE");
        assertThat(phone.node.sent()).hasSize(3);
        assertThat(phone.media.last().applied).hasSize(1); // early media
    }

    @Test
    void glareIsTriedAgain() throws Exception {
        Id id = phone.agent.call("bob");
        LoopbackNode.Sent invite = phone.node.take();
        invite.respond(answer(invite, 200, "one", SDP));
        phone.agent.hold(id);
        phone.node.take().respond(491, "Request Pending");
        timers.advance(Duration.ofMillis(2_090));
        int before = phone.node.sent().size();
        timers.advance(Duration.ofSeconds(2));
        assertThat(phone.node.sent()).hasSize(before + 1);
    }

    @Test
    void answeredElsewhereIsNotMissed() {
        RecordedRequest request = invite("", SDP);
        Request cancel = (Request) request.message().clone();
        cancel.addHeader(
                Fields.header("Reason", "SIP;cause=200;text=\"Call completed elsewhere\""));
        request.cancel(cancel);
        assertThat(phone.call().reason()).isEqualTo("answered elsewhere");
        assertThat(phone.call().missed()).isFalse();
        assertThat(request.statuses()).containsExactly(180, 487);
    }

    @Test
    void theAnswerIsRepeatedUntilItIsConfirmed() {
        RecordedRequest request = invite("", "");
        phone.agent.answer(phone.last(UserAgentEvent.IncomingCall.class).call());
        timers.advance(Duration.ofSeconds(2));
        assertThat(request.statuses()).containsExactly(180, 200, 200, 200);
        assertThat(Fields.bodyText(request.finalResponse())).contains("RTP/AVP"); // late offer
        timers.advance(Duration.ofSeconds(30));
        assertThat(phone.call().reason()).isEqualTo("the caller did not confirm");
    }

    @Test
    void whatWeDoNotKnowIsNotAccepted() {
        assertThat(invite("Require: magic\n", SDP).statuses()).containsExactly(420);
        assertThat(invite("", SDP.replace("RTP/AVP", "RTP/SAVP")).statuses()).containsExactly(488);
    }
}
