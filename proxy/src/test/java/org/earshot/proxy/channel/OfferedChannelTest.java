package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.channel.Bodies.CHAT;
import static org.earshot.proxy.channel.Bodies.SDP;
import static org.earshot.proxy.channel.Bodies.mixed;
import static org.earshot.proxy.channel.Bodies.multipart;
import static org.earshot.proxy.channel.Bodies.part;
import static org.earshot.proxy.channel.Bodies.with;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferedChannelTest {

    @Test
    void inABodyAndInAPartOfOne() {
        assertThat(OfferedChannel.in(with("", ""))).isEmpty();
        assertThat(OfferedChannel.in(with("Content-Type: application/sdp", SDP))).isEmpty();
        assertThat(OfferedChannel.in(with("Content-Type: application/sdp", CHAT)))
                .contains(Channel.CHAT);
        assertThat(OfferedChannel.in(with("Content-Type: Application/SDP;x=y", CHAT)))
                .contains(Channel.CHAT);
        assertThat(OfferedChannel.in(with("c: application/sdp", CHAT))).contains(Channel.CHAT);
        assertThat(OfferedChannel.in(mixed(part("application/sdp", SDP), part("text/plain", "a"))))
                .isEmpty();
        assertThat(OfferedChannel.in(mixed(part("text/plain", "a"), part("application/sdp", CHAT))))
                .contains(Channel.CHAT);
    }

    @Test
    void howeverDeep() {
        String inner = part("application/sdp", CHAT);
        for (int depth = 0; depth < 8; depth++) {
            assertThat(OfferedChannel.in(mixed(inner))).as("depth %d", depth).isPresent();
            inner = part("multipart/alternative;boundary=d" + depth, multipart("d" + depth, inner));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-session", "application/octet-stream"})
    void underAnotherName(String type) {
        assertThat(OfferedChannel.in(with("Content-Type: " + type, CHAT))).contains(Channel.CHAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: application/pkcs7-mime;smime-type=enveloped-data",
                "Content-Type: multipart/encrypted;boundary=b",
                "Content-Type: multipart/mixed",
                "Content-Type: multipart/mixed;boundary=other",
                "Content-Type: message/external-body;access-type=URL;URL=\"http://192.0.2.9/\"",
                "Content-Type: application/sdp\nContent-Encoding: gzip",
            })
    void whatCantBeReadHides(String headers) {
        assertThat(OfferedChannel.in(with(headers, SDP))).contains(Channel.HIDDEN);
    }

    @Test
    void anEncodedPartHides() {
        String encoded = "Content-Type: application/sdp\nContent-Transfer-Encoding: base64\n\ndj0w";
        assertThat(OfferedChannel.in(mixed(encoded))).contains(Channel.HIDDEN);
        String picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\ndj0w";
        assertThat(OfferedChannel.in(mixed(part("application/sdp", SDP), picture))).isEmpty();
    }

    @Test
    void aMultipartThatIsCutOffHides() {
        String whole = multipart("b", part("application/sdp", SDP), part("text/plain", "a"));
        for (int length = 1; length < whole.length() - 3; length++) {
            assertThat(
                            OfferedChannel.in(
                                    with(
                                            "Content-Type: multipart/mixed;boundary=b",
                                            whole.substring(0, length))))
                    .as("%d bytes", length)
                    .contains(Channel.HIDDEN);
        }
    }

    @Test
    void anyBytesCanBeLookedAt() {
        Random random = new Random(1);
        String[] types = {
            "application/sdp", "multipart/mixed;boundary=b", "message/cpim", "text/x"
        };
        for (int i = 0; i < 2000; i++) {
            StringBuilder body = new StringBuilder("--b\n");
            for (int n = random.nextInt(100); n > 0; n--) {
                body.append((char) random.nextInt(256));
            }
            var message =
                    with("Content-Type: " + types[i % types.length], body.append('x').toString());
            assertThat(OfferedChannel.in(message).isPresent()).isEqualTo(i % types.length < 2);
            assertThat(FreeText.isIn(message)).isEqualTo(i % types.length > 0);
            assertThat(SealedMessage.in(message)).isNotNull();
        }
    }
}
