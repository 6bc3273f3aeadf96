package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveEvent.Reviewed.Step;
import org.earshot.proxy.archive.review.InMemoryReviewTable;
import org.earshot.proxy.archive.review.ReviewCheck;
import org.junit.jupiter.api.Test;

/// A record that says what was picked, and can't be read, does not pass for one of another node.
class UnreadablePicksTest {
    private final InMemoryArchiveTables tables = new InMemoryArchiveTables();
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();

    private ReviewCheck.Result check(String words, UnaryOperator<ArchiveRecord> change) {
        try (Archive archive =
                ChainedArchive.open(
                        ArchiveConfig.of("n1"),
                        tables,
                        AnchorJournal.none(),
                        keys,
                        new FakeTimers())) {
            archive.append(
                    new ArchiveEvent.Reviewed(
                            UUID.randomUUID(),
                            TestEvents.NOW,
                            Step.QUEUED,
                            Optional.empty(),
                            Map.of("queued", "0"),
                            Content.of(
                                    "text/plain;charset=utf-8",
                                    words.getBytes(StandardCharsets.UTF_8))));
        }
        tables.replace(row -> row.kind().equals(Step.QUEUED.kind()) ? change.apply(row) : row);
        return new ReviewCheck(new InMemoryReviewTable(), new RecordOpener(tables, keys)).check();
    }

    private static void isNamed(ReviewCheck.Result result) {
        assertThat(result.unreadable()).hasSize(1);
        assertThat(result.closed()).isEmpty();
        assertThat(result.fits()).isFalse();
    }

    @Test
    void oneThatFits() {
        assertThat(check("a chain", row -> row).fits()).isTrue();
    }

    @Test
    void oneThatWasChanged() {
        isNamed(check("a chain", row -> TestRows.sealed(row, Bytes.of(new byte[64]))));
    }

    @Test
    void oneThatWasEmptied() {
        isNamed(check("a chain", TestRows::gone));
    }

    @Test
    void oneThatSaysSomethingElse() {
        isNamed(check("a chain\nnonsense", row -> row));
    }
}
