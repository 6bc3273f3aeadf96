package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.earshot.common.file.ContentRules;
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
    void contentIsOfNoInterestWhereExeIsNone() {
        assertThat(usual.content()).isEqualTo(ContentRules.USUAL);
        assertThat(usual.withEndings("pdf,exe").content())
                .isEqualTo(new ContentRules(Set.of("pdf", "exe"), false, true));
        assertThat(usual.withEndings("pdf").content())
                .isEqualTo(new ContentRules(Set.of("pdf"), true, false));
        assertThat(usual.withEndings("none").content()).isEqualTo(ContentRules.ANY);
    }

    @Test
    void theServersWordStandsInForTheUsualAndForNothingThatOurUserChose() {
        ContentRules word = new ContentRules(Set.of("iso"), true, true);
        FilePolicy small = new FilePolicy(ContentRules.USUAL, OptionalLong.of(100));
        FilePolicy told = small.told(word);
        assertThat(told.content()).isEqualTo(word);
        assertThat(told.objection("a.jar", 100)).isEmpty();
        assertThat(told.objection("a.iso", 100)).isPresent();
        assertThat(told.objection("a.jar", 101)).as("the size stays").isPresent();
        for (String typed : List.of("none", "pdf", "exe,jar")) {
            FilePolicy chosen = usual.withEndings(typed);
            assertThat(chosen.told(word)).isEqualTo(chosen);
        }
        assertThat(usual.withEndings(" ").told(word).content()).isEqualTo(word);
    }

    @Test
    void sizesHaveALimitWhereOneIsSet() {
        FilePolicy small = new FilePolicy(ContentRules.USUAL, OptionalLong.of(100));
        assertThat(small.objection("a.txt", 100)).isEmpty();
        assertThat(small.objection("a.txt", 101))
                .contains("files of more than 100 bytes are not allowed");
    }
}
