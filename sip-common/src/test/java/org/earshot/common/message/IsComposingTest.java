package org.earshot.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.message.IsComposing.State;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsComposingTest {
    private static final Instant TEN = Instant.parse("2003-01-27T10:43:00Z");

    @Test
    void theExamplesOfTheRfc() throws Exception {
        assertThat(IsComposing.parse(Vectors.read("rfc-xml/rfc3994-01-isComposing.xml")))
                .isEqualTo(IsComposing.active("text/plain", Duration.ofSeconds(90)));
        assertThat(IsComposing.parse(Vectors.read("rfc-xml/rfc3994-02-isComposing.xml")))
                .isEqualTo(IsComposing.idle("audio", TEN));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        IsComposing full =
                new IsComposing(
                        State.ACTIVE,
                        Optional.of(TEN),
                        Optional.of("<\uD83D\uDE00>"),
                        Optional.of(Duration.ofSeconds(60)));
        assertThat(IsComposing.parse(full.toBytes())).isEqualTo(full);
    }

    @ParameterizedTest(name = "state {0}, refresh {1}: {2}, {3}")
    @CsvSource({
        "active, 60, ACTIVE, PT1M",
        "' active ', ' 60 ', ACTIVE, PT1M",
        "thinking, 0, IDLE,",
        "active, soon, ACTIVE,",
        "active, -1, ACTIVE,",
        "active, 99999999999999999999, ACTIVE,",
        "active, 100000000, ACTIVE, PT24H"
    })
    void whatIsOddIsTakenMildly(String state, String refresh, State read, Duration time)
            throws Exception {
        IsComposing composing =
                parse("<state>" + state + "</state><refresh>" + refresh + "</refresh>");
        assertThat(composing.state()).isEqualTo(read);
        assertThat(composing.refresh()).isEqualTo(Optional.ofNullable(time));
    }

    @Test
    void withoutAStateItIsNone() {
        assertThatThrownBy(() -> parse("<refresh>60</refresh>"))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void aRefreshOfNoTimeIsNone() {
        assertThatThrownBy(() -> IsComposing.active("text/plain", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> IsComposing.parse(body).toBytes(),
                6,
                List.of(
                        IsComposing.active("text/plain", Duration.ofSeconds(60)).toBytes(),
                        IsComposing.idle("text/plain", TEN).toBytes()));
    }

    private static IsComposing parse(String content) throws MalformedPayloadException {
        String root = "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>";
        return IsComposing.parse((root + content + "</isComposing>").getBytes(UTF_8));
    }
}
