package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.stack.Dialog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Refer-To, Replaces and status lines, as RFC 3515, RFC 3891 and RFC 3420 write them.
class ReferToTest {
    /// The form of RFC 3891 §4.
    private static final String REPLACES = "98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff";

    @Test
    void whomToCall() {
        assertThat(ReferTo.parse("<sip:carol@example.org>"))
                .isEqualTo(new ReferTo("sip:carol@example.org", Optional.empty()));
        assertThat(ReferTo.parse("\"Carol\" <sip:carol@example.org;method=INVITE;gr=x>;p=q").uri())
                .isEqualTo("sip:carol@example.org;gr=x");
        assertThat(ReferTo.parse("sip:carol@example.org").uri()).isEqualTo("sip:carol@example.org");
    }

    @Test
    void inWhosePlace() {
        ReferTo read =
                ReferTo.parse(
                        "<sip:carol@example.org?Require=replaces&Replaces=98732%40sip.example.com%3Bfrom-tag%3Dr33th4x0r%3Bto-tag%3Dff87ff>");
        assertThat(read.replaces()).contains(Replaces.parse(REPLACES));
        assertThat(ReferTo.parse(read.value())).isEqualTo(read);
        assertThat(read.value()).contains("Replaces=98732%40sip.example.com%3B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<>",
                "<tel:+49>",
                "<sip:example.org>",
                "<https://example.org/>",
                "<sip:carol@example.org;method=BYE>",
                "sip:carol@example.org?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc",
                "<sip:carol@example.org?Replaces=a>",
                "<sip:carol@example.org?Replaces=%4>",
                "<sip:carol@example.org?Replaces=a%0D%0AX:y%3Bto-tag%3Db%3Bfrom-tag%3Dc>",
                "<sip:c@x.org?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc&Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>"
            })
    void whatIsRefused(String value) {
        assertThatThrownBy(() -> ReferTo.parse(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDialogIsNamedAsTheOtherSideKnowsIt() {
        Replaces named = Replaces.ofPeerOf(new Dialog.Id("c", "mine", "theirs"));
        assertThat(named.names(new Dialog.Id("c", "theirs", "mine"))).isTrue();
        assertThat(named.names(new Dialog.Id("c", "mine", "theirs"))).isFalse();
        assertThat(named.names(new Dialog.Id("d", "theirs", "mine"))).isFalse();
        assertThat(Replaces.parse("c;to-tag=t;from-tag=m;early-only").earlyOnly()).isTrue();
        assertThat(Replaces.parse(named.value())).isEqualTo(named);
        assertThatThrownBy(() -> Replaces.parse("c;to-tag=t;to-tag=t;from-tag=m"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statusLines() {
        assertThat(StatusFragment.parse("SIP/2.0 180 Ringing\r\nTo: x\r\n"))
                .contains(new StatusFragment(180, "Ringing"));
        assertThat(StatusFragment.parse("SIP/2.0 200")).contains(new StatusFragment(200, ""));
        assertThat(StatusFragment.parse("SIP/2.0 700 Odd")).isEmpty();
        assertThat(StatusFragment.parse("INVITE sip:a@b SIP/2.0")).isEmpty();
        assertThat(new StatusFragment(486, "Busy Here").text())
                .isEqualTo("SIP/2.0 486 Busy Here\r\n");
    }

    @Test
    void noiseAndPiecesAreReadOrRefused() {
        String whole =
                "<sip:carol@example.org?Replaces=98732%40sip.example.com%3Bfrom-tag%3Dr%3Bto-tag%3Df>";
        Random random = new Random(35);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
            String text;
            if (i < whole.length()) {
                text = whole.substring(0, i);
            } else if (i % 2 == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                text = new String(bytes, StandardCharsets.ISO_8859_1);
            } else {
                byte[] noise = new byte[random.nextInt(80)];
                random.nextBytes(noise);
                text = new String(noise, StandardCharsets.ISO_8859_1);
            }
            var _ = StatusFragment.parse(text);
            try {
                ReferTo read = ReferTo.parse(text);
                assertThat(ReferTo.parse(read.value())).isEqualTo(read);
                assertThat(read.value()).doesNotContain("\r", "\n");
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2_000);
    }
}
