package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.AudioWishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody is talked out of encryption: not within a call, and not in a later one.
class EncryptionTest {
    private static final String PLAIN =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.9
            s=-
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;
    private static final String KEY =
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5\n";
    private static final String KEYED = PLAIN.replace("RTP/AVP", "RTP/SAVP") + KEY;

    private final FakeTimers timers = new FakeTimers();
    private final Memory memory = Memory.ofThisRun();
    private final TestPhone phone =
            new TestPhone(
                            "alice",
                            "192.0.2.1",
                            Transport.TLS,
                            timers,
                            PhoneParts.of("alice").with(memory))
                    .registered();
    private int calls;

    private RecordedRequest request(
            String method, String from, String toTag, int cSeq, String sdp) {
        String type = sdp.isEmpty() ? "" : "Content-Type: application/sdp\n";
        return RecordedRequest.of(
                        """
                        %1$s sip:alice@192.0.2.1 SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bK%1$s%4$d
                        From: <%2$s>;tag=b
                        To: <sip:alice@example.org>%3$s
                        Call-ID: c%7$d
                        CSeq: %4$d %1$s
                        Max-Forwards: 70
                        Contact: <sip:bob@192.0.2.9>
                        %5$s
                        %6$s\
                        """
                                .formatted(method, from, toTag, cSeq, type, sdp, calls),
                        phone.flow)
                .handledBy(phone.agent);
    }

    private RecordedRequest invite(String from, String sdp) {
        calls++;
        return request("INVITE", from, "", 1, sdp);
    }

    private RecordedRequest inCall(String method, int cSeq, String sdp) {
        return request(method, "sip:bob@example.org", ";tag=" + RecordedRequest.TO_TAG, cSeq, sdp);
    }

    private Id encryptedCallOfBob() {
        invite("sip:bob@example.org", KEYED);
        Id id = phone.last(UserAgentEvent.IncomingCall.class).call();
        phone.agent.answer(id);
        inCall("ACK", 1, "");
        assertThat(phone.call().encryption()).contains("SDES:AES_CM_128_HMAC_SHA1_80");
        return id;
    }

    private static Response answer(LoopbackNode.Sent invite, String sdp) throws Exception {
        Response response = invite.createResponse(200, "OK");
        ((ToHeader) response.getHeader("To")).setTag("one");
        response.addHeader(Fields.header("Contact", "<sip:bob@192.0.2.9>"));
        Fields.setBody(
                response,
                "application",
                "sdp",
                sdp.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return response;
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void anEncryptedCallIsNotMadePlain(String method) {
        encryptedCallOfBob();
        RecordedRequest change = inCall(method, 2, PLAIN);
        assertThat(change.statuses()).containsExactly(488);
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        assertThat(phone.media.last().last().inboundKeys()).isPresent();
        assertThat(inCall(method, 3, KEYED).statuses()).containsExactly(200);
    }

    @Test
    void anAnswerInTheAckThatMakesItPlainEndsTheCall() {
        encryptedCallOfBob();
        RecordedRequest change = inCall("INVITE", 2, "");
        assertThat(Fields.bodyText(change.finalResponse())).contains("a=crypto:1 AES_CM");
        inCall("ACK", 2, PLAIN);
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.node.take().request().getMethod()).isEqualTo(Request.BYE);
        assertThat(phone.media.last().applied).hasSize(1);
    }

    @Test
    void anAnswerThatMakesItPlainEndsTheCall() throws Exception {
        Id id = phone.agent.call("sip:carol@elsewhere.example");
        LoopbackNode.Sent invite = phone.node.take();
        String key =
                Fields.bodyText(invite.request())
                        .lines()
                        .filter(l -> l.startsWith("a=crypto:3 "))
                        .findFirst()
                        .orElseThrow();
        invite.respond(answer(invite, PLAIN + key + "\n"));
        assertThat(phone.call().encryption()).contains("SDES:AES_CM_128_HMAC_SHA1_80");
        phone.agent.hold(id);
        LoopbackNode.Sent hold = phone.node.take();
        hold.respond(answer(hold, PLAIN));
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.node.take().request().getMethod()).isEqualTo(Request.BYE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:bob@example.org",
                "sips:bob@example.org",
                "sip:bob@EXAMPLE.org:5060",
                "sip:%62ob@example.org;user=phone"
            })
    void whoCalledEncryptedOnceIsNotTakenPlain(String from) {
        phone.agent.hangUp(encryptedCallOfBob());
        assertThat(invite(from, PLAIN).statuses()).containsExactly(488);
        assertThat(invite("sip:carol@example.org", PLAIN).statuses()).containsExactly(180);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob",
                "sips:bob@example.org",
                "sip:bob@EXAMPLE.org",
                "bob@example.org:5060",
                "sip:%62ob@example.org"
            })
    void whoCalledEncryptedOnceIsNotCalledPlain(String typed) throws Exception {
        PhoneSettings fallback =
                new PhoneSettings(
                        "urn:uuid:0",
                        true,
                        false,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        20,
                        true,
                        true,
                        AudioWishes.NONE);
        TestPhone other =
                new TestPhone(
                                "alice",
                                "192.0.2.1",
                                Transport.TLS,
                                timers,
                                PhoneParts.of("alice").with(fallback).with(memory))
                        .registered();
        phone.agent.hangUp(encryptedCallOfBob());
        other.agent.call(typed);
        other.node.take().respond(488, "Not Acceptable Here");
        assertThat(other.node.sent()).hasSize(2); // REGISTER, INVITE
        assertThat(other.call().state()).isEqualTo(ENDED);

        TestPhone udp =
                new TestPhone(
                                "alice",
                                "192.0.2.1",
                                Transport.UDP,
                                timers,
                                PhoneParts.of("alice").with(fallback).with(memory))
                        .registered();
        udp.agent.call(typed);
        assertThat(udp.node.sent()).hasSize(1);
        assertThat(udp.call().reason()).contains("encrypted");
    }

    @Test
    void whereEncryptionIsRequiredNothingPlainIsOffered() {
        PhoneSettings required =
                new PhoneSettings(
                        "urn:uuid:0",
                        true,
                        true,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(1),
                        20,
                        true,
                        true,
                        AudioWishes.NONE);
        TestPhone udp =
                new TestPhone(
                                "alice",
                                "192.0.2.1",
                                Transport.UDP,
                                timers,
                                PhoneParts.of("alice").with(required))
                        .registered();
        udp.agent.call("bob");
        assertThat(udp.node.sent()).hasSize(1);
        assertThat(udp.call().state()).isEqualTo(ENDED);
    }
}
