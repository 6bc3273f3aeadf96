package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.earshot.softphone.ua.Availability;
import org.junit.jupiter.api.Test;

class PeopleRowsTest {
    @Test
    void whoCanBeReachedComesFirstThenByName() {
        Map<String, Availability> there =
                Map.of(
                        "zoe", Availability.AVAILABLE,
                        "Adam", Availability.OFFLINE,
                        "ben", Availability.AVAILABLE,
                        "carl", Availability.AWAY,
                        "dora", Availability.ON_THE_PHONE);
        assertThat(
                        PeopleRows.sorted(
                                List.of("Adam", "zoe", "erna", "carl", "dora", "ben"),
                                who -> there.getOrDefault(who, Availability.UNKNOWN),
                                who -> who,
                                "erna"::equals))
                .containsExactly("erna", "ben", "zoe", "carl", "dora", "Adam");
    }
}
