package org.earshot.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.earshot.common.relay.RelayUri.Scheme;
import org.earshot.common.relay.RelayUri.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7064 §3, RFC 7065 §3.
class RelayUriTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "stun:stun.example.org, stun:stun.example.org:3478",
        "STUN:Stun.Example.ORG:1, stun:stun.example.org:1",
        "stun:192.0.2.1, stun:192.0.2.1:3478",
        "stun:[2001:db8::1]:65535, stun:[2001:db8::1]:65535",
        "turn:a, turn:a:3478?transport=udp",
        "turn:a?transport=tcp, turn:a:3478?transport=tcp",
        "turn:a:443?Transport=UDP, turn:a:443?transport=udp",
        "turns:a.example., turns:a.example.:5349?transport=tcp",
        "turns:a?transport=udp, turns:a:5349?transport=udp",
        "turn:[::FFFF:192.0.2.1], turn:[::ffff:192.0.2.1]:3478?transport=udp",
        "turn:1and1.example, turn:1and1.example:3478?transport=udp",
    })
    void whatIsLeftOutHasItsUsualValue(String text, String whole) {
        assertThat(RelayUri.parse(text)).hasToString(whole).isEqualTo(RelayUri.parse(whole));
    }

    @Test
    void theParts() {
        RelayUri uri = RelayUri.parse("turns:[2001:db8::1]:443?transport=tcp");
        assertThat(uri).isEqualTo(new RelayUri(Scheme.TURNS, "2001:db8::1", 443, Transport.TCP));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "turn",
                "turn:",
                "turn.example.org",
                "turn.example.org:3478",
                "turn://turn.example.org",
                "turn:me@turn.example.org",
                "turn:a b",
                "turn:a\r\nVia: b",
                "turn:a\n",
                "turn:-a",
                "turn:a..b",
                "turn:a/b",
                "turn:a:",
                "turn:a:0",
                "turn:a:65536",
                "turn:a:+80",
                "turn:a:999999",
                "turn:a:80:81",
                "turn:a?",
                "turn:a?transport=",
                "turn:a?transport=sctp",
                "turn:a?transport=udp&x=1",
                "turn:2001:db8::1",
                "turn:[2001:db8::1",
                "turn:[]",
                "turn:[fe80::1%eth0]",
                "turn:[192.0.2.1]",
                "turn:[a.example]",
                "turn:192.0.2",
                "turn:192.0.2.256",
                "turn:2130706433",
                "stun:a?transport=udp",
                "stuns:a",
                "sip:a",
                "turn:ä.example",
            })
    void whatCantBeIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> RelayUri.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotEmpty()
                .doesNotContain("\n", "\r");
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatThrownBy(() -> RelayUri.parse("turn:" + "a".repeat(300)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("300");
        assertThatThrownBy(() -> RelayUri.parse("turn:" + "a".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingButARefusalComesOfRandomText() {
        Random random = new Random(7065);
        String alphabet = "stunr:[]?=.:-0159afAF/@&% transportudpc\u0000é";
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "turn:" : "");
            for (int j = random.nextInt(24); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            read += isRead(text.toString()) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @Test
    void whatIsCutOffIsReadAsItStandsOrRefused() {
        String whole = "turns:[2001:db8::1:2]:5349?transport=tcp";
        int read = 0;
        for (int length = 0; length < whole.length(); length++) {
            read += isRead(whole.substring(0, length)) ? 1 : 0;
        }
        // behind the bracket, and each digit of the port
        assertThat(read).isEqualTo(5);
    }

    private static boolean isRead(String text) {
        try {
            RelayUri uri = RelayUri.parse(text);
            assertThat(RelayUri.parse(uri.toString())).isEqualTo(uri);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return false;
        }
    }
}
