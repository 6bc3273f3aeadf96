package org.earshot.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayHeaderTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Relay TURN =
            Relay.turn(
                    RelayUri.parse("turn:turn.example.org"),
                    new RelayCredential(
                            "1767268800:alice@example.org",
                            "WOdKCtepSmMgcGaoQM2rBGfnfbg=",
                            NOON.plus(Duration.ofHours(12))));
    private static final String TEXT =
            "<turn:turn.example.org:3478?transport=udp>;username=\"1767268800:alice@example.org\""
                    + ";credential=\"WOdKCtepSmMgcGaoQM2rBGfnfbg=\";expires=43200";

    @Test
    void aTurnServerWithItsCredential() {
        assertThat(RelayHeader.text(TURN, NOON)).isEqualTo(TEXT);
        assertThat(RelayHeader.parse(TEXT, NOON)).isEqualTo(TURN);
    }

    @Test
    void aStunServerHasNone() {
        Relay stun = Relay.stun(RelayUri.parse("stun:[2001:db8::1]"));
        assertThat(RelayHeader.text(stun, NOON)).isEqualTo("<stun:[2001:db8::1]:3478>");
        assertThat(RelayHeader.parse("<stun:[2001:db8::1]>", NOON)).isEqualTo(stun);
        assertThat(RelayHeader.parse("<stun:[2001:db8::1]>;username=x", NOON)).isEqualTo(stun);
    }

    @Test
    void quotesAndBlanksAndWhatIsNotKnown() {
        Relay odd =
                Relay.turn(
                        RelayUri.parse("turn:a"),
                        new RelayCredential("a\"b\\c;d", "e>f,é", NOON.plusSeconds(60)));
        assertThat(RelayHeader.parse(RelayHeader.text(odd, NOON), NOON)).isEqualTo(odd);
        assertThat(
                        RelayHeader.parse(
                                " <turn:a> ; Expires = 60;new; x=\"\\\";username=\" ; USERNAME=\"a\\\"b\\\\c;d\";credential=\"e>f,é\" ",
                                NOON))
                .isEqualTo(odd);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "turn:a;username=a;credential=secret;expires=1",
                "<turn:a",
                "<turn:a;username=a;credential=secret;expires=1>",
                "<sip:a>;username=a;credential=secret;expires=1",
                "<turn:a>",
                "<turn:a>;username=a;credential=secret",
                "<turn:a>;username=a;credential=secret;expires=-1",
                "<turn:a>;username=a;credential=secret;expires=1e3",
                "<turn:a>;username=a;credential=secret;expires=9999999999",
                "<turn:a>;username=a;expires=1",
                "<turn:a>;username;credential=secret;expires=1",
                "<turn:a>;credential=secret;expires=1",
                "<turn:a>;username=a;username=a;credential=secret;expires=1",
                "<turn:a>;username=a;credential=\"secret;expires=1",
                "<turn:a>;username=a;credential=\"secret\\",
                "<turn:a>;username=a;credential=secret;expires=1, <turn:b>",
                "<turn:a>;username=a;credential=secret;expires=1;",
                "<turn:a>username=a;credential=secret;expires=1",
                "<turn:a>;username=a;credential=\"secret\u0007\";expires=1",
            })
    void whatIsBrokenIsRefusedAndNotRepeated(String value) {
        assertThatThrownBy(() -> RelayHeader.parse(value, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatIsTooLongIsRefused() {
        String padded = TEXT.replace(";expires", ";y=\"" + "z".repeat(3000) + "\";expires");
        assertThatThrownBy(() -> RelayHeader.parse(padded, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(
                        () -> RelayHeader.parse(TEXT.replace("1767268800", "1".repeat(600)), NOON))
                .hasMessageContaining("508");
        assertThatThrownBy(() -> RelayHeader.parse(TEXT.replace("WOd", "1".repeat(600)), NOON))
                .hasMessageContaining("256");
    }

    @Test
    void nothingButARefusalComesOfRandomChanges() {
        Random random = new Random(8656);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(TEXT);
            for (int j = random.nextInt(4); j >= 0; j--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x100));
            }
            read += isRead(text.toString()) ? 1 : 0;
        }
        assertThat(read).isBetween(1, 19_999);
    }

    @Test
    void whatIsCutOffIsRefusedUpToTheSeconds() {
        int whole = TEXT.indexOf("expires=") + "expires=4".length();
        for (int length = 0; length < TEXT.length(); length++) {
            assertThat(isRead(TEXT.substring(0, length))).isEqualTo(length >= whole);
        }
    }

    private static boolean isRead(String text) {
        try {
            return RelayHeader.parse(text, NOON).isUsableAt(NOON.minusSeconds(1));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
