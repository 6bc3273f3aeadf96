package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
        assertThat(new CodecChoice(name, 0, 20).isReceived(payloadType, name)).isEqualTo(received);
    }

    /// Comfort noise is for whoever spoke a codec that has none itself, whatever was agreed upon first.
    @Test
    void whatElseThePeerMaySendIsReceivedAndHasItsNoise() {
        CodecChoice choice =
                new CodecChoice(CodecName.OPUS, 96, 20)
                        .with(List.of(new CodecChoice.OtherCodec(CodecName.PCMA, 8)));
        assertThat(choice.isReceived(8, CodecName.OPUS)).isTrue();
        assertThat(choice.isReceived(0, CodecName.OPUS)).isFalse();
        assertThat(choice.isReceived(13, CodecName.OPUS)).isFalse();
        assertThat(choice.isReceived(13, CodecName.PCMA)).isTrue();
        assertThat(choice.codecOf(8, CodecName.OPUS)).isEqualTo(CodecName.PCMA);
        assertThat(choice.codecOf(96, CodecName.PCMA)).isEqualTo(CodecName.OPUS);
        assertThat(choice.codecOf(13, CodecName.PCMA)).isEqualTo(CodecName.PCMA);
        assertThat(choice.isSilence(96, 1, CodecName.PCMA)).isTrue();
        assertThat(choice.isSilence(8, 1, CodecName.PCMA)).isFalse();
        assertThat(choice.isSilence(13, 1, CodecName.PCMA)).isTrue();
    }
}
