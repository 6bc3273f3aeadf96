package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.earshot.common.account.AccountName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupNamesTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "The Team, the-team",
        "  Büro (Köln) ,buero-koeln",
        "Équipe n° 7, equipe-n-7",
        "Отдел продаж, group",
        "2026, group-2026",
        "!!!, group",
        "Admin, group-admin",
        "a_b.c+d, a-b-c-d"
    })
    void aNameGoesWithWhatPeopleCallIt(String displayName, String name) {
        assertThat(GroupNames.of(displayName).findFirst().orElseThrow().value()).isEqualTo(name);
    }

    @Test
    void theNextOnesAreCounted() {
        List<AccountName> names = GroupNames.of("Team").toList();
        assertThat(names).hasSize(GroupNames.TRIES);
        assertThat(names.get(1).value()).isEqualTo("team-2");
        assertThat(names.get(9).value()).isEqualTo("team-10");
    }

    @Test
    void whateverPeopleTypeGivesNamesThatCanBe() {
        Random random = new Random(66);
        for (int i = 0; i < 2000; i++) {
            StringBuilder typed = new StringBuilder();
            random.ints(random.nextInt(80), 0, random.nextBoolean() ? 0x80 : 0x10FFFF)
                    .filter(Character::isDefined)
                    .forEach(typed::appendCodePoint);
            assertThat(GroupNames.of(typed.toString()).count()).isEqualTo(GroupNames.TRIES);
        }
    }
}
