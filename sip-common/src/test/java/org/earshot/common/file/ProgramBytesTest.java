package org.earshot.common.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramBytesTest {
    private static Optional<String> objection(byte[] content) {
        return ProgramBytes.objection(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f454c46020101",
                "4d5a900003000000",
                "5a4d00",
                "feedfacf01",
                "cffaedfe07",
                "cafebabe00000041",
                "4c0000000114020000000000c00000000000004600",
                "2321",
                "efbbbf2321"
            })
    void programsAreKnownByTheirFirstBytes(String hex) {
        assertThat(objection(HexFormat.of().parseHex(hex))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "MZ is a car's number plate in Mainz",
                "ZM",
                "# !x",
                "\u007fELX",
                " #!/bin/sh"
            })
    void textIsNoProgram(String text) {
        assertThat(objection(text.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void randomBytesAreMostlyNone() {
        Random random = new Random(20261128);
        int programs = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            programs += objection(bytes).isPresent() ? 1 : 0;
        }
        assertThat(programs).isLessThan(10);
    }
}
