package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecChoiceTest {

    /// RFC 3551 §6: 13 is comfort noise for all whose clock runs at 8 kHz.
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({
        "PCMU, 0, true",
        "PCMU, 13, true",
        "PCMU, 8, false",
        "G722, 13, true",
        "OPUS, 13, false",
        "OPUS, 0, true"
    })
    void noiseComesInPlaceOfCodecsThatHaveNone(CodecName name, int payloadType, boolean received) {
        assertThat(new CodecChoice(name, 0, 20).isReceived(payloadType)).isEqualTo(received);
    }
}
