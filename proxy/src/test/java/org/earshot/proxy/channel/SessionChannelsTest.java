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
