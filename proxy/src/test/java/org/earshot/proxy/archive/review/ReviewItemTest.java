package org.earshot.proxy.archive.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.proxy.archive.ArchivePosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewItemTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    static ReviewItem open(boolean fourEyes) {
        return new ReviewItem(
                7,
                row().record(),
                NOW,
                0,
                ReviewItem.State.OPEN,
                Optional.empty(),
                List.of(
                        new ReviewItem.Cause("one", 1, Severity.LOW, false, true),
                        new ReviewItem.Cause("two", 4, Severity.HIGH, fourEyes, false)),
                List.of());
    }

    static ReviewCodec.Row row() {
        return new ReviewCodec.Row(7, new ArchivePosition(new UUID(1, 2), 3), NOW, 0);
    }

    private static ReviewItem decide(ReviewItem item, String officer, String disposition) {
        return item.given(officer, false)
                .decided(
                        new ReviewItem.Verdict(
                                officer, Disposition.of(disposition).orElseThrow(), NOW, "a note"));
    }

    /// Each letter is what another officer says: n no issue, v violation, e escalate.
    @ParameterizedTest(name = "four eyes {0}, {1}: {2}")
    @CsvSource({
        "false, n, closed no-issue",
        "false, v, closed violation",
        "false, e, escalated",
        "false, en, closed no-issue",
        "false, ev, closed violation",
        "false, ee, escalated",
        "false, eev, closed violation",
        "true, n, second",
        "true, nn, closed no-issue",
        "true, vv, closed violation",
        "true, nv, escalated",
        "true, vn, escalated",
        "true, ve, escalated",
        "true, e, escalated",
        "true, en, closed no-issue",
        "true, nvn, closed no-issue",
        "true, nvv, closed violation",
        "true, nve, escalated"
    })
    void whatOfficersSayDecides(boolean fourEyes, String said, String result) {
        ReviewItem item = open(fourEyes);
        for (int i = 0; i < said.length(); i++) {
            item =
                    decide(
                            item,
                            "officer" + i,
                            switch (said.charAt(i)) {
                                case 'n' -> "no-issue";
                                case 'v' -> "violation";
                                default -> "escalate";
                            });
        }
        assertThat(item.state().text() + item.disposition().map(end -> " " + end.text()).orElse(""))
                .isEqualTo(result);
        assertThat(item.holder()).isEmpty();
        assertThat(item.revision()).isEqualTo(said.length() * 2);
    }

    @Test
    void nobodyDecidesTwiceOrWithoutTakingIt() {
        ReviewItem second = decide(open(true), "olga", "violation");
        assertThatThrownBy(() -> second.given("olga", false)).hasMessageContaining("somebody else");
        assertThatThrownBy(() -> second.given("olga", true)).hasMessageContaining("somebody else");
        assertThatThrownBy(() ->
                        second.decided(
                                new ReviewItem.Verdict("otto", Disposition.VIOLATION, NOW, "")))
                .hasMessageContaining("take item 7 first");
        ReviewItem closed = decide(second, "otto", "violation");
        assertThatThrownBy(() -> closed.given("ines", true)).hasMessageContaining("is closed");
    }

    @Test
    void whatSomebodyHasIsGivenAwayOnlyAloud() {
        ReviewItem taken = open(false).given("olga", false);
        assertThatThrownBy(() -> taken.given("otto", false))
                .hasMessage("olga has taken item 7: review assign 7 otto");
        assertThatThrownBy(() -> taken.given("olga", true)).hasMessageContaining("already");
        assertThat(taken.given("otto", true).holder()).contains("otto");
    }

    @Test
    void anItemIsReadAsItWasWritten() {
        ReviewItem item = decide(open(true), "olga", "violation").given("otto", false);
        ReviewCodec.Row row =
                new ReviewCodec.Row(item.number(), item.record(), item.queuedAt(), item.revision());
        assertThat(ReviewCodec.item(ReviewCodec.item(item), row)).isEqualTo(item);
        assertThat(item.severity()).isEqualTo(Severity.HIGH);
        assertThat(item.toString()).doesNotContain("a note");
    }
}
