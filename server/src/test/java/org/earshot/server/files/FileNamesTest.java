package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "../../etc/passwd, passwd",
        "C:\\windows\\x.txt, x.txt",
        "'  spaced  .txt ', 'spaced  .txt'",
        ".., file",
        "., file",
        "'', file",
        "a/, file",
        "gpj\u202Efdp.exe, gpjfdp.exe",
        "a\u0000\u0007b, ab"
    })
    void aNameHasNoFolderAndHidesNothing(String claimed, String name) {
        assertThat(FileNames.name(claimed)).isEqualTo(name);
    }

    @Test
    void aLongNameKeepsItsEnding() {
        assertThat(FileNames.name("x".repeat(5000) + ".pdf")).hasSize(255).endsWith("x.pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, image/png, image/png",
        "IMAGE/PNG; q=1, image/png, image/png",
        "text/html, text/html, application/octet-stream",
        "image/svg+xml, image/svg+xml, application/octet-stream",
        "nonsense, application/octet-stream, application/octet-stream",
        "'a/b c', application/octet-stream, application/octet-stream",
        "'', application/octet-stream, application/octet-stream"
    })
    void onlyHarmlessTypesAreGivenOut(String claimed, String type, String given) {
        assertThat(FileNames.type(claimed)).isEqualTo(type);
        assertThat(FileNames.given(type)).isEqualTo(given);
    }

    @Test
    void theDispositionHasTheNameForOldAndNewClients() {
        assertThat(FileNames.disposition("Größe \"1\".txt"))
                .isEqualTo(
                        "attachment; filename=\"Gr__e _1_.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.txt");
    }

    @Test
    void noNameBreaksOutOfItsHeader() {
        Random random = new Random(20261128);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                name.appendCodePoint(random.nextInt(0x3000));
            }
            String header = FileNames.disposition(FileNames.name(name.toString()));
            assertThat(header)
                    .matches(
                            "attachment; filename=\"[^\"\\\\\\p{Cntrl}]*\"; filename\\*=UTF-8''[!-~]*");
        }
    }
}
