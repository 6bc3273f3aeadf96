package org.earshot.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRelayHeaderTest {
    private static final MsrpUri URI = MsrpUri.parse("msrps://192.0.2.1:2855;tcp");
    private static final String TEXT = "<msrps://192.0.2.1:2855;tcp>;way=relay";

    @Test
    void whatIsWrittenIsRead() {
        assertThat(FileRelayHeader.text(new FileRelay(URI, true))).isEqualTo(TEXT);
        assertThat(FileRelayHeader.parse(TEXT)).isEqualTo(new FileRelay(URI, true));
        FileRelay ipv6 = new FileRelay(MsrpUri.parse("msrps://[2001:db8::1]:9;tcp"), false);
        assertThat(FileRelayHeader.text(ipv6)).isEqualTo("<msrps://[2001:db8::1]:9;tcp>;way=best");
        assertThat(FileRelayHeader.parse(FileRelayHeader.text(ipv6))).isEqualTo(ipv6);
    }

    @ParameterizedTest
    @CsvSource({
        "'<msrps://r.example.org;tcp>', false",
        "'<msrps://r.example.org;tcp>;way=best', false",
        "'<msrps://r.example.org;tcp>;way=store', false",
        "'<msrps://r.example.org;tcp>;anyway=relay', false",
        "'<msrps://r.example.org;tcp>;way=relays', false",
        "' <msrps://r.example.org;tcp> ; x=1 ; WAY = Relay ; y', true",
        "'<MSRPS://r.example.org;tcp>;way=relay', true"
    })
    void aWordThatWeDoNotKnowLeavesTheChoiceToThePhone(String value, boolean only) {
        assertThat(FileRelayHeader.parse(value).only()).isEqualTo(only);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "msrps://r.example.org;tcp",
                "<msrp://r.example.org;tcp>",
                "<msrps://r.example.org;udp>",
                "<msrps://r.example.org/session;tcp>",
                "<msrps://alice@r.example.org;tcp>",
                "<msrps://r.example.org;tcp;x=y>",
                "<msrps://r.example.org:99999;tcp>",
                "<https://r.example.org>"
            })
    void othersAreRefused(String value) {
        assertThatThrownBy(() -> FileRelayHeader.parse(value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingThatIsCutOffOrMadeUpIsTakenForAnotherRelay() {
        for (int length = 0; length < TEXT.length(); length++) {
            read(TEXT.substring(0, length))
                    .ifPresent(relay -> assertThat(relay.uri()).isEqualTo(URI));
        }
        Random random = new Random(4976);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(TEXT);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0, 256));
            }
            Optional<FileRelay> relay = read(text.toString());
            understood += relay.isPresent() ? 1 : 0;
            relay.ifPresent(one ->
                    assertThat(FileRelayHeader.parse(FileRelayHeader.text(one))).isEqualTo(one));
        }
        assertThat(understood).isBetween(1, 19_999);
    }

    /// Throws nothing but what it says.
    private static Optional<FileRelay> read(String text) {
        try {
            return Optional.of(FileRelayHeader.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
