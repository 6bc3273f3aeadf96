package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

class HeardTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.123456Z");
    private static final Flow FLOW =
            new Flow(
                    "n1",
                    Transport.UDP,
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5060),
                    new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5070),
                    0);
    private static final String INVITE =
            """
            INVITE sip:bob@example.org SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKtop
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKbelow
            Max-Forwards: 70
            From: "Alice <b>" <sip:alice@example.org;x=y>;tag=ta
            To: <sip:bob@example.org>
            Call-ID: c1@example.org
            CSeq: 7 INVITE
            User-Agent: phone/1
            Proxy-Authorization: Digest username="alice", response="5ec4e7"
            Contact: <sip:alice@192.0.2.1>
            Content-Type: application/sdp
            Content-Length: 42

            v=0
            m=audio 5004 RTP/AVP 0
            c=IN IP4 1.2.3.4
            """
                    .replace("\n", "\r\n");
    private static final String BUSY =
            """
            SIP/2.0 486 Come later, dear
            Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKtop
            From: <sip:alice@example.org>;tag=ta
            To: <sip:bob@example.org>;tag=tb
            Call-ID: c1@example.org
            CSeq: 7 INVITE
            Server: desk/2
            Reason: Q.850;cause=17;text="words of bob's"
            Warning: 399 desk "more words"
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    private static Heard received(String text) throws Exception {
        return Heard.received(SipMessages.parse(text.getBytes(UTF_8)), FLOW, NOW, "n1")
                .orElseThrow();
    }

    private static Heard sent(String text) {
        return Heard.sent(text.getBytes(UTF_8), FLOW, NOW, "n1").orElseThrow();
    }

    @Test
    void whatCameAndWhatWentIsTheSame() throws Exception {
        for (Heard heard : new Heard[] {received(INVITE), sent(INVITE)}) {
            assertThat(heard.callId()).isEqualTo("c1@example.org");
            LadderMessage message = heard.message();
            assertThat(message.method()).isEqualTo("INVITE");
            assertThat(message.cseq()).isEqualTo(7);
            assertThat(message.status()).isZero();
            assertThat(message.peer()).isEqualTo("[2001:db8:0:0:0:0:0:1]:5070");
            assertThat(message.transport()).isEqualTo("udp");
            assertThat(message.branch()).isEqualTo("z9hG4bKtop");
            assertThat(message.vias()).isEqualTo(2);
            assertThat(message.from()).isEqualTo("sip:alice@example.org");
            assertThat(message.fromTag()).isEqualTo("ta");
            assertThat(message.to()).isEqualTo("sip:bob@example.org");
            assertThat(message.toTag()).isEmpty();
            assertThat(message.target()).isEqualTo("sip:bob@example.org");
            assertThat(message.agent()).isEqualTo("phone/1");
            assertThat(message.sdp()).startsWith("audio ");
            assertThat(CallFold.instant(message.micros())).isEqualTo(NOW);
        }
    }

    @Test
    void credentialsAreNotedAndNotKept() throws Exception {
        for (Heard heard : new Heard[] {received(INVITE), sent(INVITE)}) {
            assertThat(heard.message().credentials()).isTrue();
            assertThat(heard.message().toString()).doesNotContain("5ec4e7", "Digest", "Alice");
        }
    }

    @Test
    void wordsOfOthersAreNotKeptAndOursAre() throws Exception {
        LadderMessage theirs = received(BUSY).message();
        assertThat(theirs.status()).isEqualTo(486);
        assertThat(theirs.phrase()).isEmpty();
        assertThat(theirs.reason()).isEqualTo("Q.850;cause=17");
        assertThat(theirs.warning()).isEqualTo("399");
        assertThat(theirs.toString()).doesNotContain("words", "dear");
        assertThat(theirs.agent()).isEqualTo("desk/2");
        LadderMessage ours = sent(BUSY.replace("Come later, dear", "Busy Here")).message();
        assertThat(ours.phrase()).isEqualTo("Busy Here");
        assertThat(ours.toTag()).isEqualTo("tb");
    }

    @Test
    void onlyMethodsOfCallsAreLookedAt() {
        assertThat(HeaderLines.isOfCall(INVITE.getBytes(UTF_8))).isTrue();
        assertThat(HeaderLines.isOfCall(BUSY.getBytes(UTF_8))).isTrue();
        assertThat(HeaderLines.isOfCall(BUSY.replace("7 INVITE", "7 REGISTER").getBytes(UTF_8)))
                .isFalse();
        assertThat(
                        HeaderLines.isOfCall(
                                INVITE.replace("INVITE sip", "MESSAGE sip").getBytes(UTF_8)))
                .isFalse();
        assertThat(HeaderLines.isOfCall("\r\n\r\n".getBytes(UTF_8))).isFalse();
        assertThat(HeaderLines.isOfCall(new byte[0])).isFalse();
    }

    @Test
    void longFieldsAreCut() throws Exception {
        LadderMessage message =
                received(
                                INVITE.replace("phone/1", "x".repeat(5000))
                                        .replace("tag=ta", "tag=" + "t".repeat(900)))
                        .message();
        assertThat(message.agent()).hasSizeLessThan(200);
        assertThat(message.fromTag()).hasSizeLessThan(200);
        assertThat(
                        Heard.sent(
                                INVITE.replace("c1@", "c".repeat(300)).getBytes(UTF_8),
                                FLOW,
                                NOW,
                                "n1"))
                .isEmpty();
    }

    @Test
    void anyBytesAndAnyCutAreTaken() {
        Random random = new Random(67);
        for (int i = 0; i < 3000; i++) {
            byte[] some = (i % 2 == 0 ? INVITE : BUSY).getBytes(UTF_8);
            for (int n = random.nextInt(12); n >= 0; n--) {
                some[random.nextInt(some.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(some, random.nextInt(some.length + 1));
            HeaderLines.isOfCall(cut);
            Heard.sent(cut, FLOW, NOW, "n1")
                    .ifPresent(heard -> assertThat(heard.message().agent()).hasSizeLessThan(201));
        }
    }
}
