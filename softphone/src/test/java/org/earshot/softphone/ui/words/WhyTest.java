package org.earshot.softphone.ui.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WhyTest {
    @Test
    void aKnownReasonIsFoundByItsSentence() {
        assertThat(Why.of("busy")).isEqualTo(Texts.get("why.busy"));
        assertThat(Why.of("no way to the server: connection refused"))
                .isEqualTo(Texts.get("why.no-server") + ": connection refused");
        assertThat(Why.of("the other phone: not allowed"))
                .isEqualTo(Texts.get("why.other-phone") + ": " + Texts.get("why.not-allowed"));
    }

    @Test
    void anothersWordsStayAsTheyAre() {
        assertThat(Why.of("")).isEmpty();
        assertThat(Why.of("499 {0} it's & so: on")).isEqualTo("499 {0} it's & so: on");
        assertThat(Why.of(": ")).isEqualTo(": ");
        assertThat(Why.of("x: ")).isEqualTo("x: ");
    }
}
