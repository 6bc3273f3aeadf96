package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionChannelsTest {
    private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 192.0.2.4\r\ns=-\r\nt=0 0\r\n";
    private static final String AUDIO = "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n";
    private static final String CHAT =
            "m=message 2855 TCP/TLS/MSRP *\r\na=accept-types:text/plain\r\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "m=message 2855 TCP/MSRP *|a=accept-types:text/plain > CHAT",
                "M=MESSAGE 2855 tcp/msrp * > CHAT",
                "m= message 2855 TCP/MSRP * > CHAT",
                "  m=message 2855 TCP/MSRP * > CHAT",
                "m=message 5060 sip null > CHAT",
                "m=audio 2855 TCP/MSRP * > CHAT",
                "m=message 2855 TCP/MSRP *|m=message 2855 TCP/MSRP *|a=file-selector:name:\"a\" > CHAT",
                "m=message 2855 TCP/MSRP *|m=audio 1 RTP/AVP 0|a=file-selector:name:\"a\" > CHAT",
                "m=message 2855 TCP/MSRP *|a=file-selectors > CHAT",
                "m=message 0 TCP/MSRP *|a=bundle-only > CHAT",
                "m=message 0x0 TCP/MSRP * > CHAT",
                "m=audio 4000 RTP/AVP 0|a=tcap:1 TCP/MSRP > CHAT",
                "m=text 4002 RTP/AVP 98|a=rtpmap:98 t140/1000 > REAL_TIME_TEXT",
                "m=text 4002 TCP x > REAL_TIME_TEXT",
                "m=audio 4002 RTP/AVP 0 98|a=rtpmap:98 T140c/8000 > REAL_TIME_TEXT",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel > DATA_CHANNEL",
                "m=application 9 DTLS/SCTP 5000|a=sctpmap:5000 webrtc-datachannel 1024 > DATA_CHANNEL",
                "m=application 0 UDP/DTLS/SCTP webrtc-datachannel|a=bundle-only > DATA_CHANNEL",
                "m=audio 9 RTP/AVP 0|a=sctp-port:5000 > DATA_CHANNEL",
                "m=audio 9 RTP/AVP 0|a=dcmap:0 label=\"x\" > DATA_CHANNEL",
                "m=audio 4000 RTP/AVP 0|a=tcap:1 RTP/SAVP TCP/TLS/MSRP|a=pcfg:1 t=2 > CHAT",
                "m=audio 4000 RTP/AVP 0|a=tcap:1 UDP/DTLS/SCTP > DATA_CHANNEL",
                "m=audio 4000 RTP/AVP 0|a=acap:1 sctp-port:5000|a=pcfg:1 a=1 > DATA_CHANNEL",
                "m=audio 4000 RTP/AVP 0|a=acap:7 rtpmap:98 t140/1000 > REAL_TIME_TEXT",
                "m=audio 4000 RTP/AVP 0|a=rmcap:1 PCMU/8000|a=rmcap:2,3 T140/1000 > REAL_TIME_TEXT",
                "m=audio 4000 RTP/AVP 0|a=omcap:1 t140 > REAL_TIME_TEXT",
                "m=audio 4000 RTP/AVP 0|a=lcfg:1 mt=message t=1 m=1 > CHAT",
                "m=audio 4000 RTP/AVP 0|a=lcfg:2 t=1 mt=Text m=1 > REAL_TIME_TEXT",
                "m=audio 4000 RTP/AVP 0|a=lcfg:2 mt=audio,text > REAL_TIME_TEXT",
                "m=message 0 TCP/MSRP *|a=lcfg:1 t=1 > CHAT",
                "m=text 0 RTP/AVP 98|a=pcfg:1 t=1 > REAL_TIME_TEXT",
                "m=message 2855 TCP/MSRP *|a=file-selector:name:\"a\"|a=pcfg:1 a=-m:1 > CHAT",
                "m=audio 4000 RTP/AVP 0|a=cdsc: 1 message TCP/MSRP * > CHAT",
                "m=audio 4000 RTP/AVP 0|a=cdsc: 1 application UDP/DTLS/SCTP x > DATA_CHANNEL",
                "m=message > HIDDEN",
                "m=audio 1 RTP/AVP > HIDDEN",
                "m =message 2855 TCP/MSRP * > HIDDEN",
                "message > HIDDEN",
            })
    void carriesText(String media, Channel channel) {
        assertThat(in(HEAD + AUDIO + media.replace("|", "\r\n") + "\r\n")).contains(channel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "m=video 4002 RTP/SAVPF 96|a=rtpmap:96 VP8/90000",
                "m=image 4004 udptl t38",
                "m=application 4006 UDP/BFCP *",
                "m=message 0 TCP/MSRP *",
                "m=text 0 RTP/AVP 98|a=rtpmap:98 t140/1000",
                "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                "m=message 2855 TCP/MSRP *|a=file-selector:name:\"a.txt\" type:text/plain size:5",
                "m=audio 4008 RTP/AVP 0|a=tcap:1 RTP/SAVP|a=x-note:m=message 1 TCP/MSRP *",
                "m=audio 4008 RTP/AVP 0|a=csup:cap-v0,med-v0|a=creq:med-v0|a=acap:1 crypto:1 X|a=pcfg:1 a=-m:1 t=1",
                "m=audio 4008 RTP/AVP 0|a=rmcap:1 opus/48000/2|a=lcfg:1 mt=video t=1 m=1|a=sescap:1 1,2",
                "m=video 0 RTP/AVP 31|a=lcfg:1 m=1",
                "m=message 2855 TCP/MSRP *|a=file-selector:name:\"a\"|a=tcap:1 TCP/TLS/MSRP|a=pcfg:1 t=1",
                "m=audio 4008 RTP/AVP 0|a=cdsc: 1 image udptl t38|a=acap:1|a=tcap|a=lcfg",
            })
    void carriesNone(String media) {
        assertThat(in(HEAD + AUDIO + media.replace("|", "\r\n") + "\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void linesEndAsTheyLike(String end) {
        assertThat(in((HEAD + AUDIO + CHAT).replace("\r\n", end))).contains(Channel.CHAT);
        assertThat(in((HEAD + AUDIO).replace("\r\n", end))).isEmpty();
    }

    @Test
    void whatIsNoSessionDescriptionHides() {
        assertThat(in("hello")).contains(Channel.HIDDEN);
        assertThat(in(AUDIO)).contains(Channel.HIDDEN);
        assertThat(in(" \r\n")).contains(Channel.HIDDEN);
        assertThat(SessionChannels.in((HEAD + CHAT).getBytes(StandardCharsets.UTF_16LE)))
                .contains(Channel.HIDDEN);
        assertThat(in(HEAD + "s=a\0b\r\n")).contains(Channel.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcap:1 TCP/MSRP", "lcfg:1 mt=message t=1", "cdsc: 1 message x *"})
    void theSessionItselfCanNameThem(String attribute) {
        assertThat(in(HEAD + "a=" + attribute + "\r\n" + AUDIO)).contains(Channel.CHAT);
    }

    @Test
    void noTruncationLosesWhatIsPotential() {
        String line = "a=lcfg:1 t=1 mt=message";
        byte[] whole = (HEAD + AUDIO + line + " m=1\r\n").getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= whole.length; length++) {
            Optional<Channel> found = SessionChannels.in(Arrays.copyOf(whole, length));
            if (length >= (HEAD + AUDIO + line).length()) {
                assertThat(found).as("%d bytes", length).contains(Channel.CHAT);
            }
        }
    }

    @Test
    void randomAttributesAreReadWithoutAThrow() {
        Random random = new Random(2);
        String[] names = {"tcap", "acap", "pcfg", "lcfg", "rmcap", "omcap", "cdsc", "csup", "creq"};
        for (int i = 0; i < 5000; i++) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            String text = new String(value, StandardCharsets.ISO_8859_1).replaceAll("\\R", ":");
            var _ = in(HEAD + AUDIO + "a=" + names[i % names.length] + ":" + text + "\r\n");
        }
    }

    @Test
    void noTruncationLosesTheChatOnceItsLineIsThere() {
        byte[] whole = (HEAD + AUDIO + CHAT).getBytes(StandardCharsets.UTF_8);
        int line = (HEAD + AUDIO + "m=message 2855 TCP/TLS/MSRP *").length();
        for (int length = 0; length <= whole.length; length++) {
            Optional<Channel> found = SessionChannels.in(Arrays.copyOf(whole, length));
            if (length >= line) {
                assertThat(found).as("%d bytes", length).isPresent();
            }
        }
    }

    @Test
    void randomBytesHide() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(SessionChannels.in(bytes)).contains(Channel.HIDDEN);
        }
    }

    private static Optional<Channel> in(String sdp) {
        return SessionChannels.in(sdp.getBytes(StandardCharsets.UTF_8));
    }
}
