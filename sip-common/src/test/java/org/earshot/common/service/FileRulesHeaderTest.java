package org.earshot.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.earshot.common.file.ContentRules;
import org.earshot.common.file.ExecutableNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRulesHeaderTest {
    private static final Set<String> MORE = Set.of("iso", "x-1", "a_b");

    @ParameterizedTest(name = "programs {0}, archives {1}")
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void whatIsWrittenIsRead(boolean programs, boolean archives) {
        Set<String> all = new HashSet<>(MORE);
        all.addAll(ExecutableNames.ENDINGS);
        for (Set<String> endings : List.of(Set.<String>of(), MORE, ExecutableNames.ENDINGS, all)) {
            ContentRules rules = new ContentRules(endings, programs, archives);
            assertThat(FileRulesHeader.parse(FileRulesHeader.text(rules))).contains(rules);
        }
    }

    @Test
    void programsAreOneWord() {
        assertThat(FileRulesHeader.text(ContentRules.USUAL))
                .isEqualTo("blocked=programs;programs=refuse;archives=check");
        assertThat(FileRulesHeader.text(ContentRules.ANY))
                .isEqualTo("blocked=;programs=allow;archives=ignore");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({
        "' Blocked = ISO . Zip ; more=x ; Programs = Allow;archives=ignore', true, false",
        "'programs=allow;archives=ignore;blocked=zip;blocked=iso', true, false",
        "blocked=iso.zip;programs=perhaps;archives=, false, true",
        "'blocked=iso.zip;programs=allow;programs=refuse;archives=ignore;archives=check', false, true",
        "'blocked=iso.zip;programs=refuse;programs=allow;archives=check;archives=ignore', false, true",
    })
    void onlyAClearWordAllows(String value, boolean programs, boolean archives) {
        assertThat(FileRulesHeader.parse(value))
                .contains(new ContentRules(Set.of("iso", "zip"), programs, archives));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "",
                "programs=allow;archives=ignore",
                "blocked",
                "blocked=programs",
                "blocked=programs;programs=refuse",
                "blocked=.;programs=allow;archives=ignore",
                "blocked=iso.;programs=allow;archives=ignore",
                "blocked=iso,zip;programs=allow;archives=ignore",
                "blocked=*;programs=allow;archives=ignore",
                "blocked=iso;blocked=*;programs=allow;archives=ignore",
                "blocked=012345678901234567890123456789012;programs=allow;archives=ignore",
            })
    void whoDoesNotSayWhichNamesHasSaidNothing(String value) {
        assertThat(FileRulesHeader.parse(value)).isEmpty();
    }

    @Test
    void whatIsTooLongSaysNothing() {
        String end = "x;programs=allow;archives=check";
        String longest =
                "blocked=" + "a.".repeat((FileRulesHeader.LONGEST - 8 - end.length()) / 2) + end;
        assertThat(longest.length())
                .isBetween(FileRulesHeader.LONGEST - 1, FileRulesHeader.LONGEST);
        assertThat(FileRulesHeader.parse(longest)).isPresent();
        assertThat(FileRulesHeader.parse(longest + "  ")).isEmpty();
    }

    /// Cut anywhere it never lets in more than was meant.
    @Test
    void whatIsCutOffAllowsNothingMore() {
        ContentRules rules = new ContentRules(MORE, true, false);
        String value = FileRulesHeader.text(rules);
        for (int end = 0; end < value.length(); end++) {
            assertThat(FileRulesHeader.parse(value.substring(0, end)).stream())
                    .allMatch(read -> read.endings().equals(MORE) && read.archives());
        }
    }

    @Test
    void whateverComesIsRead() {
        Random random = new Random(5547);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            String noise = new String(bytes, StandardCharsets.UTF_8);
            assertThat(FileRulesHeader.parse(noise).map(ContentRules::programs))
                    .isNotEqualTo(Optional.of(true));
            assertThat(
                            FileRulesHeader.parse(
                                            noise + ";blocked=iso;programs=refuse;archives=check")
                                    .filter(r -> r.programs() || !r.archives()))
                    .isEmpty();
        }
    }
}
