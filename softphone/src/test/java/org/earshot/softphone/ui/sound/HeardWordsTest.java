package org.earshot.softphone.ui.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.softphone.ua.Sound;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardWordsTest {
    @ParameterizedTest(name = "{0}, microphone {1}, missing {2}, muted {3}: {4}")
    @CsvSource({
        "0.3, true, false, false, sound.heard.good",
        "0.3, true, false, true, sound.heard.good",
        "0.01, true, false, false, sound.heard.quiet",
        "1, true, false, false, sound.heard.loud",
        "0, true, false, false, check.nothing",
        "0.0005, true, false, false, check.nothing",
        "0, true, false, true, check.muted",
        "0, true, true, true, check.noMicrophone",
        "0, false, false, false, check.noMicrophone"
    })
    void whatWasHeardIsSaidAndWhyNothingWas(
            double loudest, boolean microphone, boolean missing, boolean muted, String key) {
        Sound.Facts facts = new Sound.Facts(true, muted, missing, 0, 0, 0, 0);
        assertThat(HeardWords.checkKey(loudest, microphone, facts)).isEqualTo(key);
    }
}
