package org.earshot.softphone.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.softphone.ui.model.TextLine;
import org.junit.jupiter.api.Test;

class LineWindowTest {
    private static final List<TextLine> ALL =
            IntStream.range(0, 100_000)
                    .mapToObj(i -> TextLine.note("line " + i, Instant.EPOCH.plusSeconds(i)))
                    .toList();

    private final LineWindow window = new LineWindow();

    @Test
    void aConversationIsOpenedAtItsEnd() {
        assertThat(window.of(ALL)).hasSize(LineWindow.FIRST).endsWith(ALL.getLast());
        assertThat(window.of(ALL.subList(0, 7))).hasSize(7);
    }

    @Test
    void whoScrollsUpComesToTheBeginningAndNeverSeesTooMuch() {
        int steps = 0;
        while (window.up(ALL.size())) {
            steps++;
            assertThat(window.of(ALL)).hasSizeLessThanOrEqualTo(LineWindow.MOST);
        }
        assertThat(steps)
                .isEqualTo((ALL.size() - LineWindow.FIRST + LineWindow.STEP - 1) / LineWindow.STEP);
        assertThat(window.of(ALL)).startsWith(ALL.getFirst());
        assertThat(window.hasEnd()).isFalse();
    }

    @Test
    void andBackDownToTheEnd() {
        while (window.up(ALL.size())) {
            assertThat(window.of(ALL)).isNotEmpty();
        }
        while (window.down()) {
            assertThat(window.of(ALL)).hasSize(LineWindow.MOST);
        }
        assertThat(window.of(ALL)).endsWith(ALL.getLast());
    }

    @Test
    void whatComesMovesNothingForWhoReadsFurtherUp() {
        window.up(ALL.size());
        List<TextLine> before = window.of(ALL.subList(0, 99_000));
        window.appended(1_000, false);
        assertThat(window.of(ALL)).startsWith(before.getFirst()).endsWith(ALL.getLast());
    }

    @Test
    void whoLooksAtTheEndSeesTheEnd() {
        for (int i = 0; i < 5_000; i++) {
            window.appended(1, true);
        }
        assertThat(window.of(ALL)).hasSize(LineWindow.MOST).endsWith(ALL.getLast());
    }

    @Test
    void aLineThatWasFoundIsShown() {
        for (int index : new int[] {0, 5, 50_000, 99_999}) {
            window.to(index, ALL.size());
            assertThat(window.of(ALL)).as("line %d", index).contains(ALL.get(index));
        }
    }
}
