package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePolicyTest {
    private final FilePolicy usual = FilePolicy.usual();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setup.exe",
                "SETUP.EXE",
                "a.b.bat",
                "x.exe.",
                "x.exe . ",
                "x.exe::$DATA",
                "x.e\u200Bxe",
                "photo\u202Egnp.exe",
                "x.exe\u0000",
                "../../run.sh",
                "C:\\temp\\x.js",
                ".desktop",
            })
    void programsAreRefusedByName(String name) {
        assertThat(usual.objection(name, 1))
                .hasValueSatisfying(why -> assertThat(why).contains("."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "exe", "notes.txt", "exe.txt", "x.exe/readme", "a.exe.pdf", "CON", "sh"})
    void othersAreNot(String name) {
        assertThat(usual.objection(name, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void theListCanBeAnotherOrNone() {
        FilePolicy other = usual.withEndings(".PDF, *.doc");
        assertThat(other.objection("a.pdf", 1)).isPresent();
        assertThat(other.objection("a.doc", 1)).isPresent();
        assertThat(other.objection("a.exe", 1)).isEmpty();
        assertThat(usual.withEndings("none").objection("a.exe", 1)).isEmpty();
        assertThat(usual.withEndings(" ").objection("a.exe", 1)).isPresent();
    }

    @Test
    void whatIsAProgramByItsFirstBytesIsRefusedWhereExeIs() {
        byte[] program = {'M', 'Z', 0};
        assertThat(usual.objection(program)).contains("it is a program (Windows)");
        assertThat(usual.takesPrograms()).isFalse();
        assertThat(usual.objection("MZ".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(usual.withEndings("pdf,exe").objection(program)).isPresent();
        FilePolicy without = usual.withEndings("pdf");
        assertThat(without.objection(program)).isEmpty();
        assertThat(without.takesPrograms()).isTrue();
    }

    @Test
    void sizesHaveALimitWhereOneIsSet() {
        FilePolicy small = new FilePolicy(FilePolicy.EXECUTABLES, OptionalLong.of(100));
        assertThat(small.objection("a.txt", 100)).isEmpty();
        assertThat(small.objection("a.txt", 101))
                .contains("files of more than 100 bytes are not allowed");
    }
}
