package org.earshot.softphone.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void wordsAreFoundInAnyCaseAndWithinOthers() {
        assertThat(Marks.in("Bring the BRINGER", List.of("bring", "the")))
                .containsExactly(new TextSpan(0, 5), new TextSpan(6, 9), new TextSpan(10, 15));
    }

    /// Where a letter has two in lower case, places must not move.
    @Test
    void placesAreThoseOfTheTextItself() {
        assertThat(Marks.in("İİİ plan", List.of("plan"))).containsExactly(new TextSpan(4, 8));
    }

    @Test
    void nothingIsNowhere() {
        assertThat(Marks.in("text", List.of())).isEmpty();
        assertThat(Marks.in("text", List.of(""))).isEmpty();
    }
}
