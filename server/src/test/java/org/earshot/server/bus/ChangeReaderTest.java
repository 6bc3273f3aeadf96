package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeReaderTest {
    private static final int BACKLOG = 2500;

    private final FakeChangeTable table = new FakeChangeTable();
    private final LocalChanges here = new LocalChanges(Runnable::run);
    private final ChangeReader reader = new ChangeReader("me", table, here, BACKLOG);
    private final List<String> heard = new ArrayList<>();
    private int missed;

    @BeforeEach
    void listen() {
        here.subscribe(Topic.CALLS, change -> heard.add(change.subject()));
        here.whenMissed(() -> missed++);
    }

    @Test
    void ownRowsAreNoNews() {
        reader.poll();
        table.add(1, "me", "mine");
        table.add(2, "other", "theirs");
        reader.poll();
        reader.poll();
        assertThat(heard).containsExactly("theirs");
        assertThat(missed).isZero();
    }

    @Test
    void aRowThatBecomesVisibleBelowALaterOneIsHeard() {
        reader.poll();
        table.add(2, "other", "later");
        reader.poll();
        table.add(1, "other", "earlier");
        reader.poll();
        assertThat(heard).containsExactly("later", "earlier");
    }

    @Test
    void aTransactionThatWasOpenAtTheStartIsHeard() {
        table.add(500, "other", "before the start");
        reader.poll();
        heard.clear();
        table.add(499, "other", "slow");
        reader.poll();
        assertThat(heard).containsExactly("slow");
    }

    @Test
    void ofOneSubjectOnceInAPoll() {
        reader.poll();
        for (int i = 1; i <= 10; i++) {
            table.add(i, "other", "same");
        }
        reader.poll();
        assertThat(heard).containsExactly("same");
    }

    @Test
    void whatANewerVersionTellsIsSkipped() {
        reader.poll();
        table.addOfTopic(1, "WEATHER", "rain");
        table.addOfTopic(2, "CALLS", "");
        table.addOfTopic(3, "CALLS", "known");
        reader.poll();
        assertThat(heard).containsExactly("known");
    }

    @Test
    void severalPagesAreReadAtOnce() {
        reader.poll();
        for (int i = 1; i <= BACKLOG; i++) {
            table.add(i, "other", "s" + i);
        }
        reader.poll();
        assertThat(heard).hasSize(BACKLOG);
        assertThat(missed).isZero();
    }

    @Test
    void afterTooMuchEverythingIsLookedAt() {
        reader.poll();
        for (int i = 1; i <= 10_000; i++) {
            table.add(i, "other", "s" + i);
        }
        reader.poll();
        assertThat(heard).isEmpty();
        assertThat(missed).isEqualTo(1);
        reader.poll(); // some below the newest come again, for one may have been open there
        heard.clear();
        table.add(10_001, "other", "next");
        reader.poll();
        assertThat(heard).containsExactly("next");
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void afterAnOutageEverythingIsLookedAt() {
        reader.poll();
        table.answer(0);
        for (int i = 0; i < 5; i++) {
            reader.poll();
        }
        table.answer(Integer.MAX_VALUE);
        table.add(1, "other", "meanwhile");
        reader.poll();
        assertThat(missed).isEqualTo(1);
        assertThat(heard).containsExactly("meanwhile");
    }

    @Test
    void oneFailedPollIsNoOutage() {
        reader.poll();
        table.answer(0);
        reader.poll();
        table.answer(Integer.MAX_VALUE);
        reader.poll();
        assertThat(missed).isZero();
    }

    @Test
    void whoStartedWithoutTheDatabaseLooksAtEverythingLater() {
        table.answer(0);
        reader.poll();
        table.answer(Integer.MAX_VALUE);
        reader.poll();
        assertThat(missed).isEqualTo(1);
    }

    @Test
    void whatWasReadBeforeTheDatabaseBrokeIsTold() {
        reader.poll();
        for (int i = 1; i <= 1500; i++) {
            table.add(i, "other", "s" + i);
        }
        table.answer(1); // the first page
        reader.poll();
        assertThat(heard).hasSize(1000);
        table.answer(Integer.MAX_VALUE);
        reader.poll();
        assertThat(heard).hasSize(1500).doesNotHaveDuplicates();
    }

    @Test
    void anOlderLogIsNoticed() {
        table.add(5000, "other", "old");
        reader.poll();
        table.clear();
        table.add(4000, "other", "restored");
        for (int i = 0; i < 20; i++) {
            reader.poll();
        }
        assertThat(missed).isEqualTo(1);
        heard.clear();
        table.add(4001, "other", "new");
        reader.poll();
        assertThat(heard).contains("new");
    }

    @Test
    void aMemberOfAClusterThatLagsIsNotAnOlderLog() {
        table.add(10, "other", "there");
        reader.poll();
        heard.clear();
        table.clear();
        reader.poll();
        table.add(10, "other", "there");
        reader.poll();
        assertThat(heard).isEmpty();
        assertThat(missed).isZero();
    }

    @Test
    void theNewestRowStays() {
        for (int i = 1; i <= 1200; i++) {
            table.add(i, "other", "s" + i);
        }
        reader.poll();
        reader.removeOld();
        assertThat(table.newest()).isEqualTo(1200);
        assertThat(table.after(0, 10)).hasSize(1);
    }
}
