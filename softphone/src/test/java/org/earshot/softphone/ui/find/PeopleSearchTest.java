package org.earshot.softphone.ui.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleSearchTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol.miller@example.org";
    private static final Map<String, String> NAMES = Map.of(BOB, "Robert Baker");

    private static List<Hit> hits(String typed) {
        return PeopleSearch.hits(
                typed,
                List.of(BOB, CAROL),
                uri -> NAMES.getOrDefault(uri, ""),
                Optional.of("sip:alice@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "BOB", "rob", "baker", "baker rob", "bob@ex", " robert  baker "})
    void somebodyIsFoundByNameAndAddress(String typed) {
        assertThat(hits(typed)).startsWith(new Hit.Person(BOB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ob", "baker carol", "miller rob"})
    void theMiddleOfAWordOrAWordOfSomebodyElseIsNotEnough(String typed) {
        assertThat(hits(typed)).noneMatch(Hit.Person.class::isInstance);
    }

    @Test
    void anAddressThatNobodyHasYetCanBeCalled() {
        assertThat(hits("dave")).containsExactly(new Hit.Address("sip:dave@example.org"));
        assertThat(hits("112")).containsExactly(new Hit.Address("sip:112@example.org"));
        assertThat(hits("eve@other.example"))
                .containsExactly(new Hit.Address("sip:eve@other.example"));
        assertThat(hits("bob@example.org")).containsExactly(new Hit.Person(BOB));
    }

    @Test
    void wordsAreNoAddress() {
        assertThat(hits("see you")).isEmpty();
    }
}
