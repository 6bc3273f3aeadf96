package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSpecTest {
    @Test
    void eachFormIsUnderstood() {
        assertThat(AudioSpec.parse("device")).isEqualTo(new AudioSpec.Device(Optional.empty()));
        assertThat(AudioSpec.parse("device:USB: Headset"))
                .isEqualTo(new AudioSpec.Device(Optional.of("USB: Headset")));
        assertThat(AudioSpec.parse("tone")).isEqualTo(new AudioSpec.Tone());
        assertThat(AudioSpec.parse("silence")).isEqualTo(new AudioSpec.Silence());
        assertThat(AudioSpec.parse("null")).isEqualTo(new AudioSpec.Null());
        assertThat(AudioSpec.parse("a/b.wav")).isEqualTo(new AudioSpec.File(Path.of("a/b.wav")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "device:", "a\0b"})
    void whatNamesNothingIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AudioSpec.parse(text));
    }
}
