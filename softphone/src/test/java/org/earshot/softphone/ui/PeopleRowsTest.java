package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ui.PeopleRow.Group;
import org.junit.jupiter.api.Test;

class PeopleRowsTest {
    private static final Map<String, Availability> THERE =
            Map.of(
                    "zoe", Availability.AVAILABLE,
                    "Adam", Availability.OFFLINE,
                    "ben", Availability.AVAILABLE,
                    "carl", Availability.AWAY,
                    "dora", Availability.ON_THE_PHONE);

    private static List<String> rows(Group... collapsed) {
        return rows(
                List.of("Adam", "zoe", "erna", "carl", "dora", "ben", "fritz", "gerd"),
                List.of(),
                collapsed);
    }

    private static List<String> rows(
            List<String> contacts, List<String> directory, Group... collapsed) {
        return PeopleRows.of(
                        contacts,
                        directory,
                        new PeopleRows.Known(
                                who -> THERE.getOrDefault(who, Availability.UNKNOWN),
                                who -> who,
                                Set.of("erna", "zoe")::contains,
                                who -> who.endsWith("@elsewhere")),
                        Set.of(collapsed))
                .stream()
                .map(row ->
                        switch (row) {
                            case PeopleRow.Heading h ->
                                    h.group() + " " + h.count() + (h.collapsed() ? " closed" : "");
                            case PeopleRow.Person(String uri) -> uri;
                        })
                .toList();
    }

    @Test
    void favouritesComeFirstThenWhoCanBeReachedThenByName() {
        assertThat(rows())
                .containsExactly(
                        "FAVOURITES 2",
                        "zoe",
                        "erna",
                        "AVAILABLE 1",
                        "ben",
                        "AWAY 1",
                        "carl",
                        "BUSY 1",
                        "dora",
                        "OFFLINE 1",
                        "Adam",
                        "UNKNOWN 2",
                        "fritz",
                        "gerd");
    }

    @Test
    void thoseOfOtherOrganisationsAndOfTheDirectoryAloneComeLast() {
        assertThat(
                        rows(
                                List.of("yves@elsewhere", "ben", "abel@elsewhere"),
                                List.of("sip:xenia", "ben", "sip:walt")))
                .containsExactly(
                        "AVAILABLE 1",
                        "ben",
                        "OUTSIDE 2",
                        "abel@elsewhere",
                        "yves@elsewhere",
                        "DIRECTORY 2",
                        "sip:walt",
                        "sip:xenia");
    }

    @Test
    void ofAClosedGroupIsOnlyItsHeading() {
        assertThat(rows(Group.FAVOURITES, Group.UNKNOWN, Group.AWAY))
                .containsExactly(
                        "FAVOURITES 2 closed",
                        "AVAILABLE 1",
                        "ben",
                        "AWAY 1 closed",
                        "BUSY 1",
                        "dora",
                        "OFFLINE 1",
                        "Adam",
                        "UNKNOWN 2 closed");
    }
}
