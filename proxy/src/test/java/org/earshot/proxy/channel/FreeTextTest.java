package org.earshot.proxy.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.channel.Bodies.SDP;
import static org.earshot.proxy.channel.Bodies.mixed;
import static org.earshot.proxy.channel.Bodies.part;
import static org.earshot.proxy.channel.Bodies.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: TEXT/html",
                "Content-Type: message/cpim",
                "Content-Type: message/rfc822",
                "Content-Type: message/sip",
                "Content-Type: message/sipfrag",
                "Content-Type: application/xhtml+xml",
                "Content-Type: application/pkcs7-mime",
                "Content-Type: application/x\nContent-Encoding: gzip",
                "Content-Type: multipart/mixed;boundary=none",
                "Content-Type: application/json",
                "Content-Type: application/x-mine",
                "Content-Type: application/dtmf-relay",
                "Content-Type: application/simple-message-summary",
                "Content-Type: image/png",
                "",
            })
    void isThere(String headers) {
        assertThat(FreeText.isIn(with(headers, "hello"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/sdp",
                "application/media_control+xml",
                "application/pidf+xml",
                "application/conference-info+xml",
                "application/resource-lists+xml",
            })
    void isNotThere(String type) {
        assertThat(FreeText.isIn(with("Content-Type: " + type, "hello"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/dtmf-relay| 'Signal=5\r\nDuration= 160\r\n'",
                "application/dtmf-relay| Signal = *",
                "application/DTMF| 5",
                "application/simple-message-summary| 'Messages-Waiting: yes\nVoice-Message: 2/8 (0/2)'",
                "application/vq-rtcpxr| 'VQSessionReport: CallTerm\nTimestamps:START=2026-01-01T00:00:00Z STOP=x'"
            })
    void signalsAreNone(String type, String body) {
        assertThat(FreeText.isIn(with("Content-Type: " + type, body))).isFalse();
        assertThat(FreeText.isIn(with("Content-Type: " + type, body + "\nsell all"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 100 Trying\n",
                "SIP/2.0 200",
                "SIP/2.0 603 Decline\nContact: <sip:bob@example.org>\n  ;expires=1\n\n",
                "INVITE sip:bob@example.org SIP/2.0\nCall-ID: 1",
                "Replaces: 1;to-tag=a;from-tag=b"
            })
    void aFragmentOfSipIsNone(String fragment) {
        assertThat(FreeText.isIn(with("Content-Type: message/sipfrag;version=2.0", fragment)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sell all",
                "SIP/2.0 200 OK\n\nsell all",
                "MESSAGE sip:bob@example.org SIP/2.0\nContent-Type: text/plain\n\nsell all",
                "SIP/2.0 200 OK\nsell all"
            })
    void whatOnlyCallsItselfSoIs(String text) {
        assertThat(FreeText.isIn(with("Content-Type: message/sipfrag", text))).isTrue();
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
