package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.channel.Bodies.SDP;
import static org.earshot.proxy.channel.Bodies.mixed;
import static org.earshot.proxy.channel.Bodies.part;
import static org.earshot.proxy.channel.Bodies.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: TEXT/html",
                "Content-Type: message/cpim",
                "Content-Type: message/rfc822",
                "Content-Type: application/xhtml+xml",
                "Content-Type: application/pkcs7-mime",
                "Content-Type: application/x\nContent-Encoding: gzip",
                "Content-Type: multipart/mixed;boundary=none",
                "",
            })
    void isThere(String headers) {
        assertThat(FreeText.isIn(with(headers, "hello"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/sdp",
                "application/dtmf-relay",
                "application/dtmf",
                "application/media_control+xml",
                "message/sipfrag;version=2.0",
                "application/pidf+xml",
                "application/conference-info+xml",
                "application/resource-lists+xml",
                "application/simple-message-summary",
                "image/png",
            })
    void isNotThere(String type) {
        assertThat(FreeText.isIn(with("Content-Type: " + type, "hello"))).isFalse();
    }

    @Test
    void inAPart() {
        String sdp = part("application/sdp", SDP);
        String text = part("text/plain", "hello");
        assertThat(FreeText.isIn(mixed(sdp))).isFalse();
        assertThat(FreeText.isIn(mixed(sdp, text))).isTrue();
        assertThat(FreeText.isBesideOthers(mixed(sdp, text))).isTrue();
        assertThat(FreeText.isBesideOthers(mixed(text))).isFalse();
        assertThat(FreeText.isBesideOthers(mixed(sdp, sdp))).isFalse();
    }

    @Test
    void nothingIsNoText() {
        assertThat(FreeText.isIn(with("Content-Type: text/plain", ""))).isFalse();
    }
}
