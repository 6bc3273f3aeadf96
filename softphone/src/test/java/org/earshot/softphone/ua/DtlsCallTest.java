package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.HELD;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.dtls.Fingerprint;
import org.earshot.softphone.media.dtls.SecurityCode;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls whose keys the phones agree upon: nothing is told as encrypted before it is, and what was compared stays compared as
/// long as both phones have the certificates that they had.
class DtlsCallTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity OURS = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
    private static final Fingerprint BOBS = Fingerprint.of(new byte[] {1});
    private static final Fingerprint MALLORYS = Fingerprint.of(new byte[] {2});
    private static final String PLAIN =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.9
            s=-
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone = phone(KeyAgreement.SDES);
    private int calls;

    private TestPhone phone(KeyAgreement agreement) {
        PhoneSettings settings = PhoneSettings.of("urn:uuid:0-alice").with(agreement, OURS);
        return new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        timers,
                        PhoneParts.of("alice").with(settings))
                .registered();
    }

    private static String sdp(Fingerprint fingerprint, String setup) {
        return PLAIN.replace("RTP/AVP", "UDP/TLS/RTP/SAVP")
                + "a=fingerprint:"
                + fingerprint.value()
                + "\na=setup:"
                + setup
                + "\na=rtcp-mux\n";
    }

    private RecordedRequest request(String method, String toTag, int cSeq, String sdp) {
        String type = sdp.isEmpty() ? "" : "Content-Type: application/sdp\n";
        return RecordedRequest.of(
                        """
                        %1$s sip:alice@192.0.2.1 SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bK%1$s%3$d
                        From: <sip:bob@example.org>;tag=b
                        To: <sip:alice@example.org>%2$s
                        Call-ID: c%6$d
                        CSeq: %3$d %1$s
                        Max-Forwards: 70
                        Contact: <sip:bob@192.0.2.9>
                        %4$s
                        %5$s\
                        """
                                .formatted(method, toTag, cSeq, type, sdp, calls),
                        phone.flow)
                .handledBy(phone.agent);
    }

    private RecordedRequest inCall(String method, int cSeq, String sdp) {
        return request(method, ";tag=" + RecordedRequest.TO_TAG, cSeq, sdp);
    }

    /// Bob calls, we answer, his ACK comes; no keys yet.
    private Id answeredCall(Fingerprint of) {
        calls++;
        request("INVITE", "", 1, sdp(of, "actpass"));
        Id id = phone.last(UserAgentEvent.IncomingCall.class).call();
        phone.agent.answer(id);
        inCall("ACK", 1, "");
        return id;
    }

    private DtlsParameters agreed() {
        return phone.media.last().last().dtls().orElseThrow();
    }

    private static DtlsKeys keys(Fingerprint remote) {
        return new DtlsKeys(
                SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, RANDOM),
                SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, RANDOM),
                remote);
    }

    private Id encryptedCall(Fingerprint of) {
        Id id = answeredCall(of);
        phone.media.last().listener.keys(agreed(), keys(of));
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        return id;
    }

    private UserAgentEvent.SecurityCode code() {
        return phone.last(UserAgentEvent.SecurityCode.class);
    }

    @Test
    void aCallIsEstablishedWhenItHasKeysAndNotBefore() {
        answeredCall(BOBS);
        assertThat(phone.phases()).doesNotContain(ESTABLISHED);
        assertThat(phone.media.last().last().awaitsKeys()).isTrue();

        DtlsKeys keys = keys(BOBS);
        phone.media.last().listener.keys(agreed(), keys);
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        assertThat(phone.call().encryption()).contains("DTLS:AEAD_AES_256_GCM");
        assertThat(phone.media.last().last().outboundKeys()).contains(keys.outbound());
        assertThat(phone.media.last().last().inboundKeys()).contains(keys.inbound());
        assertThat(code().code()).isEqualTo(SecurityCode.of(OURS.fingerprint(), BOBS));
        assertThat(code().compared()).isFalse();
    }

    @Test
    void keysThatComeBeforeTheAckCount() {
        calls++;
        request("INVITE", "", 1, sdp(BOBS, "actpass"));
        phone.agent.answer(phone.last(UserAgentEvent.IncomingCall.class).call());
        phone.media.last().listener.keys(agreed(), keys(BOBS));
        assertThat(phone.phases()).doesNotContain(ESTABLISHED);
        inCall("ACK", 1, "");
        assertThat(phone.call().encryption()).contains("DTLS:AEAD_AES_256_GCM");
    }

    @Test
    void whereThereAreNoKeysTheCallEnds() {
        answeredCall(BOBS);
        phone.media.last().listener.noKeys(agreed(), "somebody else is on the line");
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.call().reason()).isEqualTo("somebody else is on the line");
        assertThat(phone.node.take().request().getMethod()).isEqualTo(Request.BYE);
        assertThat(phone.media.last().closed).isTrue();
        assertThat(phone.media.last().applied).noneMatch(p -> p.encrypted());
    }

    @Test
    void holdAndResumeKeepTheKeys() throws Exception {
        Id id = encryptedCall(BOBS);
        SrtpKeys before = phone.media.last().last().outboundKeys().orElseThrow();
        phone.agent.hold(id);
        LoopbackNode.Sent hold = phone.node.take();
        assertThat(Fields.bodyText(hold.request())).contains("a=setup:active");
        hold.respond(answer(hold, sdp(BOBS, "passive")));
        assertThat(phone.call().state()).isEqualTo(HELD);
        assertThat(phone.call().encryption()).contains("DTLS:AEAD_AES_256_GCM");
        assertThat(phone.media.last().last().outboundKeys()).contains(before);

        assertThat(inCall("INVITE", 2, sdp(BOBS, "actpass") + "a=sendonly\n").statuses())
                .containsExactly(200);
        assertThat(phone.media.last().last().outboundKeys()).contains(before);
    }

    @Test
    void withAnotherCertificateTheKeysAreOthersAndTheCodeIsNotCompared() {
        Id id = encryptedCall(BOBS);
        phone.agent.compared(id);
        assertThat(code().compared()).isTrue();
        DtlsParameters before = agreed();

        assertThat(inCall("INVITE", 2, sdp(MALLORYS, "actpass")).statuses()).containsExactly(200);
        assertThat(phone.media.last().last().awaitsKeys()).isTrue();
        phone.media.last().listener.keys(before, keys(BOBS)); // too late
        assertThat(phone.media.last().last().awaitsKeys()).isTrue();
        phone.media.last().listener.noKeys(before, "of no interest any more");
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);

        phone.media.last().listener.keys(agreed(), keys(MALLORYS));
        assertThat(phone.media.last().last().awaitsKeys()).isFalse();
        assertThat(code().code()).isEqualTo(SecurityCode.of(OURS.fingerprint(), MALLORYS));
        assertThat(code().compared()).isFalse();
    }

    @Test
    void whatWasComparedIsKnownInTheNextCallOfTheTwoPhones() {
        Id first = encryptedCall(BOBS);
        phone.agent.compared(first);
        phone.agent.hangUp(first);
        phone.agent.hangUp(encryptedCall(MALLORYS));
        assertThat(code().compared()).isFalse();
        encryptedCall(BOBS);
        assertThat(code().compared()).isTrue();
    }

    @Test
    void withoutACodeThereIsNothingToCompare() {
        Id id = answeredCall(BOBS);
        phone.agent.compared(id);
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .contains("no security code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void aCallEncryptedBetweenThePhonesIsNotMadeAnythingElse(String method) {
        encryptedCall(BOBS);
        assertThat(inCall(method, 2, PLAIN).statuses()).containsExactly(488);
        assertThat(phone.call().encryption()).contains("DTLS:AEAD_AES_256_GCM");
        assertThat(phone.media.last().last().encrypted()).isTrue();
    }

    @Test
    void whoCalledEncryptedOnceIsNotTakenPlain() {
        phone.agent.hangUp(encryptedCall(BOBS));
        calls++;
        assertThat(request("INVITE", "", 1, PLAIN).statuses()).containsExactly(488);
    }

    private static Response answer(LoopbackNode.Sent invite, String sdp) throws Exception {
        return response(invite, 200, sdp);
    }

    private static Response response(LoopbackNode.Sent invite, int status, String sdp)
            throws Exception {
        Response response = invite.createResponse(status, "OK");
        ((ToHeader) response.getHeader("To")).setTag("one");
        response.addHeader(Fields.header("Contact", "<sip:bob@192.0.2.9>"));
        Fields.setBody(
                response,
                "application",
                "sdp",
                sdp.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        return response;
    }

    @Test
    void whereSdesIsRefusedDtlsIsTriedAndPlainIsNot() {
        phone.agent.call("bob");
        LoopbackNode.Sent first = phone.node.take();
        assertThat(Fields.bodyText(first.request())).contains("a=crypto:1");
        first.respond(488, "Not Acceptable Here");
        LoopbackNode.Sent second = phone.node.take();
        assertThat(Fields.bodyText(second.request()))
                .contains("UDP/TLS/RTP/SAVP")
                .doesNotContain("a=crypto");
        int sent = phone.node.sent().size();
        second.respond(606, "Not Acceptable");
        assertThat(phone.call().state()).isEqualTo(ENDED);
        assertThat(phone.node.sent()).hasSize(sent);
    }

    @Test
    void whereDtlsIsPreferredItIsOfferedFirst() throws Exception {
        TestPhone other = phone(KeyAgreement.DTLS);
        other.agent.call("bob");
        LoopbackNode.Sent invite = other.node.take();
        assertThat(Fields.bodyText(invite.request()))
                .contains("a=fingerprint:" + OURS.fingerprint().value())
                .contains("a=setup:actpass");
        invite.respond(answer(invite, sdp(BOBS, "active")));
        assertThat(other.phases()).doesNotContain(ESTABLISHED);
        other.media
                .last()
                .listener
                .keys(other.media.last().last().dtls().orElseThrow(), keys(BOBS));
        assertThat(other.call().state()).isEqualTo(ESTABLISHED);
    }

    /// Somebody called, and rings with an answer to our offer.
    private LoopbackNode.Sent ringing(TestPhone other) throws Exception {
        other.agent.call("bob");
        LoopbackNode.Sent invite = other.node.take();
        invite.respond(response(invite, 183, sdp(BOBS, "active")));
        assertThat(other.media.last().early).isTrue();
        assertThat(other.media.last().last().awaitsKeys()).isTrue();
        return invite;
    }

    private static void agreeUponKeys(TestPhone other, Fingerprint with) {
        FakeMedia.Opened media = other.media.last();
        media.listener.keys(media.last().dtls().orElseThrow(), keys(with));
    }

    @Test
    void whoRingsWithAnAnswerIsHeardOnceThePhonesHaveKeys() throws Exception {
        TestPhone other = phone(KeyAgreement.DTLS);
        LoopbackNode.Sent invite = ringing(other);
        agreeUponKeys(other, BOBS);
        assertThat(other.media.last().last().encrypted()).isTrue();
        assertThat(other.media.last().early).isTrue();
        assertThat(other.phases()).doesNotContain(ESTABLISHED);

        invite.respond(answer(invite, sdp(BOBS, "active")));
        assertThat(other.call().state()).isEqualTo(ESTABLISHED);
        assertThat(other.media.last().last().encrypted()).isTrue();
        assertThat(other.media.last().early).isFalse();
    }

    @Test
    void aHandshakeThatFailsWhileItRingsIsNotTheEnd() throws Exception {
        TestPhone other = phone(KeyAgreement.DTLS);
        LoopbackNode.Sent invite = ringing(other);
        other.media.last().listener.noKeys(other.media.last().last().dtls().orElseThrow(), "no");
        other.media.last().listener.noWay();
        assertThat(other.phases()).doesNotContain(ENDED);

        invite.respond(answer(invite, sdp(BOBS, "active")));
        assertThat(other.media.last().applied).hasSize(2); // the same once more
        assertThat(other.media.last().last().awaitsKeys()).isTrue();
        agreeUponKeys(other, BOBS);
        assertThat(other.call().state()).isEqualTo(ESTABLISHED);
    }

    @Test
    void oneThatFailsAfterTheAnswerIs() throws Exception {
        TestPhone other = phone(KeyAgreement.DTLS);
        LoopbackNode.Sent invite = ringing(other);
        invite.respond(answer(invite, sdp(BOBS, "active")));
        other.media.last().listener.noKeys(other.media.last().last().dtls().orElseThrow(), "no");
        assertThat(other.call().state()).isEqualTo(ENDED);
        assertThat(other.phases()).doesNotContain(ESTABLISHED);
    }

    @Test
    void keysOfOneWhoRangAreNoneOfOneWhoAnswers() throws Exception {
        TestPhone other = phone(KeyAgreement.DTLS);
        LoopbackNode.Sent invite = ringing(other);
        agreeUponKeys(other, BOBS);
        Fingerprint carols = DtlsIdentity.generate(new SecureRandom(), Instant.EPOCH).fingerprint();
        Response answer = answer(invite, sdp(carols, "active"));
        ((ToHeader) answer.getHeader("To")).setTag("two");
        invite.respond(answer);
        assertThat(other.media.last().last().awaitsKeys()).isTrue();
        assertThat(other.phases()).doesNotContain(ESTABLISHED);
        agreeUponKeys(other, carols);
        assertThat(other.call().state()).isEqualTo(ESTABLISHED);
    }

    @Test
    void anAnswerWithoutAFingerprintEndsTheCall() throws Exception {
        for (String sdp : List.of(PLAIN, PLAIN.replace("RTP/AVP", "UDP/TLS/RTP/SAVP"))) {
            TestPhone other = phone(KeyAgreement.DTLS);
            other.agent.call("bob");
            LoopbackNode.Sent invite = other.node.take();
            invite.respond(answer(invite, sdp));
            assertThat(other.call().state()).isEqualTo(ENDED);
            assertThat(other.media.last().applied).isEmpty();
        }
    }
}
