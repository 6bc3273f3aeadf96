package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.earshot.common.file.ExecutableNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What policy lets in by its name has no program's name once it lies in the folder.
class NamesOfProgramsTest {
    private static final String[] PIECES = {
        ".",
        "..",
        ".exe",
        ".EXE",
        ".bat",
        ".js",
        ".txt",
        ".pdf",
        "exe",
        "a",
        "report",
        " ",
        "  ",
        "\u00a0",
        "\t",
        ":",
        "::",
        "/",
        "\\",
        "?",
        "*",
        "<",
        "\"",
        "|",
        "\u202e",
        "\u200b",
        "\ue000",
        "\ud800",
        "\udc00",
        "\uffff",
        "\ufffd",
        "\u0378",
        "\u2028",
        "\u0007",
        "é",
        "e\u0301",
        "\u212a",
        "-",
        "~",
        "CON",
        "nul",
        "😀",
        "a".repeat(60),
        "b".repeat(150)
    };

    private static boolean isProgram(String name) {
        return ExecutableNames.objection(name, ExecutableNames.ENDINGS).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.bat\ue000",
                "evil.bat\ud800",
                "evil.bat\uffff",
                "evil.b\u200bat",
                "evil.bat. .",
                "evil.bat:stream",
                "report:evil.bat",
                "evil.ps1\u0378"
            })
    void whatNobodySeesMakesNoOtherEnding(String name) {
        assertThat(isProgram(name)).isTrue();
    }

    @Test
    void whatIsTooLongIsNotCutToAProgram() {
        String name = "A".repeat(196) + ".exe" + "B".repeat(55);
        assertThat(isProgram(name)).isFalse();
        assertThat(SafeName.of(name)).isEqualTo("A".repeat(196) + "_exe");
    }

    @Test
    void noNameThatIsLetInBecomesOneOfAProgram() {
        Random dice = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder name = new StringBuilder();
            int pieces = 1 + dice.nextInt(8);
            for (int j = 0; j < pieces; j++) {
                name.append(PIECES[dice.nextInt(PIECES.length)]);
            }
            String offered = name.toString();
            String safe = SafeName.of(offered);
            if (isProgram(safe)
                    || isProgram(SafeName.numbered(safe, 2))
                    || isProgram(SafeName.ascii(safe))) {
                assertThat(isProgram(offered)).as("%s from %s", safe, offered).isTrue();
            }
        }
    }
}
