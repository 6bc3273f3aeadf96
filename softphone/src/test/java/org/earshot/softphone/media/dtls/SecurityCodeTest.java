package org.earshot.softphone.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecurityCodeTest {
    private final Random random = new Random(11);

    private Fingerprint fingerprint() {
        byte[] certificate = new byte[40];
        random.nextBytes(certificate);
        return Fingerprint.of(certificate);
    }

    @Test
    void isTheSameOnBothPhones() {
        for (int i = 0; i < 200; i++) {
            Fingerprint one = fingerprint();
            Fingerprint other = fingerprint();
            assertThat(SecurityCode.of(one, other)).isEqualTo(SecurityCode.of(other, one));
        }
    }

    @Test
    void isSevenWordsOfThreeSyllablesThatHoldAtLeast120Bits() {
        assertThat(SecurityCode.of(fingerprint(), fingerprint()))
                .matches("([bdfghjklmnprstvz][aiou]){3}( ([bdfghjklmnprstvz][aiou]){3}){6}");
        // 16 consonants and 4 vowels, 21 syllables
        assertThat(SecurityCode.BITS).isEqualTo(21 * 6).isGreaterThanOrEqualTo(120);
    }

    @Test
    void changesWithEitherFingerprint() {
        Fingerprint one = fingerprint();
        Fingerprint other = fingerprint();
        Set<String> codes = new HashSet<>();
        codes.add(SecurityCode.of(one, other));
        for (int i = 0; i < 1_000; i++) {
            codes.add(SecurityCode.of(one, fingerprint()));
            codes.add(SecurityCode.of(fingerprint(), other));
        }
        assertThat(codes).hasSize(2_001);
    }

    /// Each syllable says something: at each place all 64 come.
    @Test
    void eachSyllableHoldsSixBits() {
        Fingerprint one = fingerprint();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            String code = SecurityCode.of(one, fingerprint()).replace(" ", "");
            for (int syllable = 0; syllable < 21; syllable++) {
                seen.add(syllable + code.substring(2 * syllable, 2 * syllable + 2));
            }
        }
        assertThat(seen).hasSize(21 * 64);
    }

    /// The code that people have compared must not change with a new version; computed apart, in Python.
    @Test
    void staysWhatItWas() {
        assertThat(SecurityCode.of(Fingerprint.of(new byte[] {1}), Fingerprint.of(new byte[] {2})))
                .isEqualTo("siniku jonusu datuzo jujamo tizaju sokupu dorilu");
    }
}
