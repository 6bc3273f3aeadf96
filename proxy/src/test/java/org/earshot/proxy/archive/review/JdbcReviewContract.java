package org.earshot.proxy.archive.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.junit.jupiter.api.Test;

/// What holds of databases besides.
abstract class JdbcReviewContract extends ReviewContract {
    private final Dialect dialect;

    JdbcReviewContract(Dialect dialect) {
        this.dialect = dialect;
    }

    private Database database() {
        return TestDatabases.shared(dialect);
    }

    private int execute(String sql) {
        return database()
                .transactions()
                .run(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(sql);
                    }
                });
    }

    @Override
    ArchiveTables emptyTables() {
        List.of(
                        "archive_chain",
                        "archive_record",
                        "archive_party",
                        "archive_entry",
                        "archive_entered",
                        "archive_checkpoint")
                .forEach(name -> execute("DELETE FROM " + name));
        return new JdbcArchiveTables(database().transactions(), dialect);
    }

    @Override
    ReviewTable emptyReview() {
        List.of("review_rule", "review_chain", "review_item", "review_recusal")
                .forEach(name -> execute("DELETE FROM " + name));
        return table();
    }

    private ReviewTable table() {
        return new JdbcReviewTable(
                database().transactions(), new ReviewSeal(TestDatabases.KEY_RING));
    }

    @Override
    ReviewTable ofAnotherNode(ReviewTable table) {
        return table();
    }

    @Test
    void noWordAndNoNoteStandsInTheDatabase() {
        reviewSomething();
        for (String name : List.of("review_rule", "review_item", "archive_record")) {
            String rows = rows(name);
            assertThat(rows).isNotEmpty().doesNotContain("insider", "zebrafinch", "violation");
        }
    }

    private String rows(String name) {
        return database()
                .transactions()
                .read(connection -> {
                    StringBuilder all = new StringBuilder();
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery("SELECT * FROM " + name)) {
                        while (rows.next()) {
                            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                                byte[] bytes =
                                        Optional.ofNullable(rows.getObject(i))
                                                .map(value ->
                                                        value instanceof byte[] raw
                                                                ? raw
                                                                : value.toString()
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8))
                                                .orElse(new byte[0]);
                                all.append(new String(bytes, StandardCharsets.ISO_8859_1))
                                        .append('\n');
                            }
                        }
                    }
                    return all.toString();
                });
    }

    @Test
    void aRowThatSomebodyDeletedIsMissed() {
        reviewSomething();
        ReviewItem item = table().items(Optional.empty(), 0, 1).getFirst();
        execute("DELETE FROM review_item");
        ReviewCheck.Result result = check();
        assertThat(result.fits()).isFalse();
        assertThat(result.missing()).containsOnlyKeys(item.record());
        assertThat(result.setBack()).containsExactly(item.number());
    }

    @Test
    void aRowThatSomebodySetBackIsSeen() {
        reviewSomething();
        ReviewItem item = table().items(Optional.empty(), 0, 1).getFirst();
        execute("UPDATE review_item SET revision = revision - 1");
        ReviewCheck.Result result = check();
        assertThat(result.missing()).isEmpty();
        assertThat(result.setBack()).containsExactly(item.number());
        assertThat(result.damaged()).containsExactly(item.number());
    }

    @Test
    void aRowThatSomebodyAddedIsSeen() {
        reviewSomething();
        execute(
                "INSERT INTO review_item (chain, number, queued_at, revision, progress, sealed)"
                        + " SELECT chain, number + 1, queued_at, revision, progress, sealed FROM review_item");
        ReviewCheck.Result result = check();
        assertThat(result.fits()).isFalse();
        assertThat(result.unknown()).hasSize(1);
    }

    @Test
    void whatWasMovedOrChangedDoesNotOpen() {
        reviewSomething();
        ReviewItem item = table().items(Optional.empty(), 0, 1).getFirst();
        execute("UPDATE review_item SET revision = revision - 1");
        assertThatThrownBy(() -> table().item(item.number()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can't be opened");
        execute("UPDATE review_rule SET change_number = change_number + 1");
        assertThatThrownBy(() -> table().rules()).hasMessageContaining("is gone");
    }
}
