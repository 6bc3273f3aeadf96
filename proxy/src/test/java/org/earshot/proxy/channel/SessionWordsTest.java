package org.earshot.proxy.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.channel.Bodies.SDP;
import static org.earshot.proxy.channel.Bodies.mixed;
import static org.earshot.proxy.channel.Bodies.part;
import static org.earshot.proxy.channel.Bodies.with;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionWordsTest {
    private static String without(String sdp) {
        return new String(SessionWords.without(sdp.getBytes(UTF_8)), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i=sell all",
                "u=http://x.example/sell",
                "e=sell@x.example (all)",
                "p=+1 (sell all)",
                "a=note:sell all",
                "a=x-sell",
                "a=tool:sell all",
                "a=cat:sell all",
                "a=keywds:sell all",
                "a=fmtp:0 sell all",
                "a=rtpmap:0 sell all",
                "a=ptime:sell all",
                "a=rtcp-fb:* sell all",
                "a=rtcp-xr:sell all",
                "a=group:sell all",
                "a=ice-options:sell all",
                "a=acap:1 note:sell all",
                "a=sendrecv:sell all",
                "a=label:sell all",
                "b=sell:all",
                "k=clear:sell all",
                "x=sell all",
                "sell all",
            })
    void wordsGo(String line) {
        String sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.4\r\ns=-\r\nt=0 0\r\n";
        assertThat(without(sdp + line + "\r\na=sendrecv\r\n")).isEqualTo(sdp + "a=sendrecv\r\n");
    }

    @Test
    void aSessionHasNoName() {
        assertThat(without("v=0\no=sell 1 1 IN IP4 192.0.2.4 all now\ns=sell all\nt=0 0\n"))
                .isEqualTo("v=0\no=sell 1 1 IN IP4 192.0.2.4\ns=-\nt=0 0\n");
    }

    @Test
    void formatsAreNumbers() {
        assertThat(without("m=audio 4000 RTP/AVP 0 sell 8 all\nm=image 4000 udptl t38 sell\n"))
                .isEqualTo("m=audio 4000 RTP/AVP 0 8\nm=image 4000 udptl t38\n");
    }

    @Test
    void itGoesFromAMultipartToo() {
        String named = SDP.replace("s=-", "s=sell all");
        assertThat(SessionWords.removed(with("Content-Type: application/sdp", SDP))).isEmpty();
        assertThat(SessionWords.removed(with("Content-Type: application/sdp", named)))
                .hasValueSatisfying(body ->
                        assertThat(new String(body, UTF_8)).isEqualToNormalizingNewlines(SDP));
        String other = part("application/isup", "s=sell all");
        assertThat(SessionWords.removed(mixed(part("application/sdp", named), other)))
                .hasValueSatisfying(body ->
                        assertThat(new String(body, UTF_8))
                                .contains("s=-", "s=sell all")
                                .doesNotContainPattern("s=sell all\\r?\\nt="));
    }

    /// From Chromium, baresip, Linphone and our own phone.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=group:BUNDLE 0 1",
                "a=extmap-allow-mixed",
                "a=msid-semantic: WMS d7a1f5f6-2e31-4a3c-9e1b-1f7f2a8c3b10",
                "a=rtcp:9 IN IP4 0.0.0.0",
                "a=ice-ufrag:4ZcD",
                "a=ice-pwd:2/1muCWoOi3uLifh0NuRHlYQ",
                "a=ice-options:trickle",
                "a=fingerprint:sha-256 75:74:5A:A6:A4:E5:52:F4:A7:67:4C:01:C7:EE:91:3F:21:3D:A2:E3",
                "a=setup:actpass",
                "a=mid:0",
                "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                "a=extmap:14/sendrecv http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                "a=msid:- 0d1f7a3b-6f4c-4b41-8f67-5f8e3f8b3a10",
                "a=rtcp-mux",
                "a=rtcp-rsize",
                "a=rtpmap:111 opus/48000/2",
                "a=rtcp-fb:111 transport-cc",
                "a=rtcp-fb:96 nack pli",
                "a=rtcp-fb:* ccm tmmbr smaxpr=120",
                "a=fmtp:111 minptime=10;useinbandfec=1",
                "a=fmtp:63 111/111",
                "a=fmtp:101 0-16",
                "a=fmtp:18 annexb=no",
                "a=fmtp:96 profile-level-id=42801F; packetization-mode=1",
                "a=fmtp:34 CIF=1 QCIF=1",
                "a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6",
                "a=ssrc:3570614608 msid:a b",
                "a=ssrc-group:FID 1 2",
                "a=candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0 network-cost 999",
                "a=remote-candidates:1 192.0.2.7 4000 2 192.0.2.7 4001",
                "a=end-of-candidates",
                "a=rid:hi send",
                "a=simulcast:send hi;mid;low",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4 FEC_ORDER=FEC_SRTP",
                "a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss,dup,jitt,TTL voip-metrics",
                "a=record:off",
                "a=label:10",
                "a=content:main",
                "a=zrtp-hash:1.10 9d6a0d4d6e",
                "a=ptime:20",
                "a=inactive",
                "a=curr:qos local none",
                "a=des:qos mandatory local sendrecv",
                "a=pcfg:1 t=1 a=1",
                "a=tcap:1 RTP/SAVP RTP/AVPF",
                "a=acap:1 crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
                "a=T38FaxVersion:0",
                "a=T38FaxUdpEC:t38UDPRedundancy",
                "a=T38FaxFillBitRemoval",
                "a=accept-types:message/cpim text/* *",
                "a=path:msrps://192.0.2.1:7654/jshA7we;tcp msrps://192.0.2.2:7654/b;tcp",
                "a=file-selector:name:\"the plan.pdf\" type:application/pdf size:2500000",
                "a=file-transfer-id:x1",
                "a=file-date:creation:\"Mon, 15 May 2006 15:01:31 +0300\"",
                "a=file-range:1-*",
                "a=file-disposition:attachment",
                "a=nortpproxy:yes",
                "a=silenceSupp:off - - - -",
                "b=TIAS:64000",
                "b=AS:80",
                "c=IN IP6 2001:db8::1",
                "t=0 0",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                "m=image 4000 udptl t38",
                "k=prompt",
            })
    void whatPhonesAgreeUponStays(String line) {
        assertThat(without(line + "\r\n")).isEqualTo(line + "\r\n");
    }

    @Test
    void anythingIsReadInTime() {
        for (String part : new String[] {"a ", "a;", "a=", "; ", " ;a=b", "a:b,", "send "}) {
            for (String name :
                    new String[] {"fmtp:1 ", "rtcp-xr:", "group:BUNDLE ", "path:", "ssrc:1 "}) {
                without("a=" + name + part.repeat(20_000) + "\n");
                without("a=" + name + part.repeat(1000) + "\u0001\n");
            }
        }
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            byte[] once = SessionWords.without(bytes);
            assertThat(SessionWords.without(once)).isEqualTo(once);
        }
    }
}
