package org.earshot.softphone.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
    private static final String INVITE =
            """
            INVITE sip:bob@example.org SIP/2.0\r
            Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bKbranch\r
            From: "Alice" <sip:alice:S3CRET-userinfo@example.org>;tag=abc\r
            To: <sip:bob@example.org>\r
            Call-ID: 0123456789abcdef0123456789abcdef\r
            CSeq: 7 INVITE\r
            Contact: <sip:alice@192.0.2.1>;+sip.instance="<urn:uuid:12345678-1234-5ec2-e700-1234567890ab>"\r
            Authorization: Digest username="alice", realm="example.org", nonce="n0nce",\r
             response="S3CRET-response", cnonce="S3CRET-cnonce", qop=auth\r
            proxy-authorization : Digest username="alice",RESPONSE = "S3CRET-again"\r
            Authorization: Bearer S3CRET-bearer\r
            Authentication-Info: rspauth="S3CRET-rspauth", nc=1\r
            Record-Route: <sip:192.0.2.9;lr;earshot=S3CRET-abcdefghijklmnopqrstuvwxyz0123456789>\r
            Earshot-Relay: <turn:turn.example.org>;username="1:x";password="S3CRET-turn"\r
            Earshot-Msrp-Relay: <msrps://relay.example.org>;token=S3CRET-msrp\r
            Earshot-Service: <https://example.org/api?token=S3CRET-query>\r
            Earshot-Notice: Messages may be reviewed\r
            Subject: S3CRET subject\r
            no header S3CRET-line\r
            Content-Type: application/sdp\r
            Content-Length: 5\r
            \r
            v=0\r
            o=- 1 1 IN IP4 192.0.2.1\r
            s=S3CRET session\r
            k=base64:S3CRET-k\r
            a=fingerprint:sha-256 AB:CD\r
            a=ice-ufrag:ufrag\r
            a=ice-pwd:S3CRET-pwd\r
            m=audio 4000 RTP/SAVP 96\r
            a=crypto:1 AEAD_AES_256_GCM inline:S3CRETkey+/abc==|2^20|1:4\r
            A=CRYPTO:2 X INLINE:S3CRETkey2;INLINE:S3CRETkey3\r
            a=path:msrps://relay.example.org:9000/S3CRET-session;tcp msrps://192.0.2.1:2855/S3CRET-own;tcp\r
            a=file-selector:name:"S3CRET plan.pdf" type:application/pdf size:5 hash:sha-256:AA\r
            a=rtpmap:96 opus/48000/2\r
            """;

    @Test
    void secretsGoAndTheRestStays() {
        String shown = SecretMask.mask(INVITE);
        assertThat(shown).doesNotContain("S3CRET").doesNotContain("5ec2");
        assertThat(shown)
                .contains(
                        "INVITE sip:bob@example.org SIP/2.0",
                        "branch=z9hG4bKbranch",
                        "username=\"alice\", realm=\"example.org\", nonce=\"n0nce\"",
                        "Earshot-Notice: Messages may be reviewed",
                        "a=fingerprint:sha-256 AB:CD",
                        "a=crypto:1 AEAD_AES_256_GCM inline:***|2^20|1:4",
                        "a=path:msrps://relay.example.org:9000/***;tcp",
                        "type:application/pdf size:5",
                        "a=rtpmap:96 opus/48000/2");
    }

    @Test
    void whatPeopleWroteIsALength() {
        String shown =
                SecretMask.mask(
                        """
                        MESSAGE sip:bob@example.org SIP/2.0
                        CSeq: 1 MESSAGE
                        c: message/cpim

                        S3CRET words

                        of two parts
                        """);
        assertThat(shown)
                .doesNotContain("S3CRET")
                .doesNotContain("two parts")
                .contains("[27 characters of message/cpim]");
    }

    /// Whatever a broken message looks like, a body of no known kind does not come through.
    @Test
    void bodiesOfUnknownKindGo() {
        for (String head :
                List.of("", "X\n", "SIP/2.0 200 OK\nContent-Type: text/plain\n", ":\n")) {
            assertThat(SecretMask.mask(head + "\nS3CRET")).doesNotContain("S3CRET");
        }
    }

    @Test
    void anythingCanBeMasked() {
        Random random = new Random(11);
        for (int i = INVITE.indexOf("To:"); i < INVITE.length(); i++) {
            String shown = SecretMask.mask(INVITE.substring(0, i));
            if (INVITE.charAt(i) == '\n') {
                assertThat(shown).doesNotContain("S3CRET");
            }
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(SecretMask.mask(new String(bytes, StandardCharsets.UTF_8))).isNotNull();
        }
        String long1 = "Authorization: Digest " + "response=\"".repeat(20_000);
        assertThat(SecretMask.mask("X\n" + long1)).isNotEmpty();
        assertThat(SecretMask.mask("X\nA: " + "https:/".repeat(20_000))).isNotEmpty();
        assertThat(SecretMask.mask("X\nRoute: " + "=".repeat(200_000))).isNotEmpty();
        assertThat(SecretMask.mask("X\nRoute: " + "=a".repeat(100_000))).isNotEmpty();
    }

    @Test
    void theTraceIsBounded() {
        SipTrace trace = new SipTrace(3, 100);
        for (int i = 0; i < 5; i++) {
            trace.add(Instant.EPOCH, true, "tls 192.0.2.1:5061", "m" + i);
        }
        assertThat(trace.messages())
                .extracting(SipTrace.Traced::text)
                .containsExactly("m2", "m3", "m4");
        trace.add(Instant.EPOCH, false, "tls 192.0.2.1:5061", "x".repeat(99));
        assertThat(trace.messages()).hasSize(1);
        trace.add(Instant.EPOCH, false, "tls 192.0.2.1:5061", "x".repeat(101));
        assertThat(trace.messages()).hasSize(1);
    }

    @Test
    void theLadderHasALineForEachMessage() {
        SipTrace trace = new SipTrace();
        trace.add(Instant.EPOCH, true, "tls 192.0.2.1:5061", INVITE);
        trace.add(
                Instant.EPOCH.plusSeconds(1),
                false,
                "tls 192.0.2.1:5061",
                "SIP/2.0 486 Busy Here\r\nCSeq: 7 INVITE\r\ni: abc\r\n\r\n");
        List<String> lines = Ladder.of(trace.messages()).lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .contains("1970-01-01T00:00:00Z", "phone --> tls 192.0.2.1:5061", "INVITE");
        assertThat(lines.getLast()).contains("<--", "486 Busy Here (INVITE)", "Call-ID abc");
        assertThat(Ladder.inFull(trace.messages())).doesNotContain("S3CRET").contains("==== 2");
    }
}
