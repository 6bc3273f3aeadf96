package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "report.pdf,report.pdf",
                "../../x,x",
                "/etc/passwd,passwd",
                "C:\\Windows\\win.ini,win.ini",
                "a/..,file",
                "..,file",
                ".,file",
                "...,file",
                "'',file",
                "' ',file",
                ".bashrc,_bashrc",
                "-rf,_rf",
                "~root,_root",
                "CON,_CON",
                "con.txt,_con.txt",
                "Aux .c,_Aux .c",
                "COM1,_COM1",
                "lpt9.tar.gz,_lpt9.tar.gz",
                "COM²,_COM²",
                "CONSOLE,CONSOLE",
                "Desktop.INI,_Desktop.INI",
                "x/autorun.inf,_autorun.inf",
                "desktop.ini.txt,desktop.ini.txt",
                "name.,name",
                "name. . ,name",
                "' name',name",
                "a:b.txt,a_b.txt",
                "a*?<>|\".txt,a______.txt",
                "invoice.pdf            .exe,invoice.pdf .exe",
                "Zürich 東京.txt,Zürich 東京.txt"
            })
    void names(String offered, String safe) {
        assertThat(SafeName.of(offered)).isEqualTo(safe);
    }

    @Test
    void whatCannotBeSeenGoes() {
        assertThat(SafeName.of("photo\u202Egnp.exe")).isEqualTo("photognp.exe");
        assertThat(SafeName.of("a\u0000b\r\n\tc\u200B\uFEFF\u2066d\uD800.txt"))
                .isEqualTo("ab cd.txt");
        assertThat(SafeName.of("a\u2028\u00A0b")).isEqualTo("a b");
        assertThat(SafeName.of("e\u0301")).isEqualTo("\u00E9");
        assertThat(SafeName.of("a\u3164\u3164\u2800.doc")).isEqualTo("a .doc");
        assertThat(SafeName.of("\u115F\u3164")).isEqualTo("file");
    }

    @Test
    void aLongNameKeepsItsEnding() {
        String name = SafeName.of("x".repeat(4096) + ".pdf");
        assertThat(name).hasSize(200).endsWith("x.pdf");
        String wide = SafeName.of("東".repeat(300) + ".docx");
        assertThat(wide.getBytes(StandardCharsets.UTF_8).length).isBetween(190, 200);
        assertThat(wide).endsWith("東.docx");
        assertThat(SafeName.of("a." + "b".repeat(4000))).hasSize(200);
        assertThat(SafeName.of("\uD83D\uDE00".repeat(100))).isEqualTo("\uD83D\uDE00".repeat(50));
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, 1, a.txt",
        "a.txt, 2, a (2).txt",
        "a, 3, a (3)",
        "_bashrc, 2, _bashrc (2)",
        "a.tar.gz, 10, a.tar (10).gz"
    })
    void numbers(String safe, int number, String name) {
        assertThat(SafeName.numbered(safe, number)).isEqualTo(name);
    }

    @Test
    void randomNamesStayInTheFolderAndSafeNamesStayWhatTheyAre(@TempDir Path folder) {
        Random random = new Random(7);
        String nasty = "./\\ ~-:*?\"<>|\u0000\n\u202E\u0301\uD83D\uDE00\uFFFDa\u00E91NCOUL.";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder offered = new StringBuilder();
            for (int n = random.nextInt(i % 50 == 0 ? 600 : 12); n > 0; n--) {
                offered.append(
                        random.nextInt(5) == 0
                                ? (char) random.nextInt(0x10000)
                                : nasty.charAt(random.nextInt(nasty.length())));
            }
            String safe = SafeName.of(offered.toString());
            assertThat(safe).isNotEmpty();
            assertThat(safe.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
            assertThat(SafeName.of(safe)).isEqualTo(safe);
            assertThat(folder.resolve(SafeName.ascii(safe)).getParent()).isEqualTo(folder);
        }
    }
}
