package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.earshot.common.file.ExecutableNames;
import org.junit.jupiter.api.Test;

/// What policy lets in by its name has no program's name once it is kept and given out.
class NamesOfProgramsTest {
    private static final String[] PIECES = {
        ".",
        ".exe",
        ".bat",
        ".txt",
        "exe",
        "a",
        " ",
        "\u00a0",
        "\t",
        ":",
        "/",
        "\\",
        "\u202e",
        "\ue000",
        "\ud800",
        "\udc00",
        "\uffff",
        "\u0378",
        "\u2028",
        "é",
        "a".repeat(120),
        "b".repeat(150)
    };

    private static boolean isProgram(String name) {
        return ExecutableNames.objection(name, ExecutableNames.ENDINGS).isPresent();
    }

    @Test
    void noNameThatIsLetInBecomesOneOfAProgram() {
        assertThat(isProgram("evil.bat\ud800")).isTrue();
        Random dice = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder name = new StringBuilder();
            int pieces = 1 + dice.nextInt(7);
            for (int j = 0; j < pieces; j++) {
                name.append(PIECES[dice.nextInt(PIECES.length)]);
            }
            String kept = FileNames.name(name.toString());
            if (isProgram(kept)) {
                assertThat(isProgram(name.toString())).as("%s from %s", kept, name).isTrue();
            }
        }
    }
}
