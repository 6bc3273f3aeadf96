package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueListTest {
    @Test
    void everyNumberOfValuesMakesListsOfFewLengthsThatHaveEachOfThem() {
        Set<String> texts = new HashSet<>();
        for (int count = 0; count <= 200; count++) {
            List<Integer> all = IntStream.range(0, count).boxed().toList();
            List<ValueList<Integer>> lists = ValueList.of(all);
            assertThat(lists.stream().flatMap(list -> list.values().stream()).distinct())
                    .containsExactlyElementsOf(all);
            lists.forEach(list -> texts.add(list.marks()));
        }
        assertThat(texts).hasSize(4).contains("(?)", "(?, ?)");
    }

    @Test
    void marksAreAsManyAsValues() {
        ValueList<String> three = ValueList.of(List.of("a", "b", "c")).getFirst();
        assertThat(three.values()).containsExactly("a", "b", "c", "c", "c", "c", "c", "c");
        assertThat(three.marks()).isEqualTo("(?, ?, ?, ?, ?, ?, ?, ?)");
        assertThat(ValueList.of(List.of("a", "b")).getFirst().marks("(?, ?)"))
                .isEqualTo("((?, ?), (?, ?))");
    }
}
