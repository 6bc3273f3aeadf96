package org.earshot.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcChangeLogIT {
    private static final InstantSource CLOCK = InstantSource.system();

    private static int rows(Database database, String subject) {
        return database.transactions()
                .read(connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT COUNT(*) FROM change_log WHERE node = 'n1' AND topic = 'CALLS' AND subject = ?")) {
                        query.setString(1, subject);
                        try (ResultSet found = query.executeQuery()) {
                            found.next();
                            return found.getInt(1);
                        }
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void aRowStandsOrFallsWithTheChange(Dialect dialect) {
        Database database = TestDatabases.shared(dialect);
        JdbcChangeLog log = new JdbcChangeLog("n1", CLOCK);
        Change kept = new Change(Topic.CALLS, "sip:kept-ä@example.org");
        Change undone = new Change(Topic.CALLS, "sip:undone@example.org");
        database.transactions()
                .run(connection -> {
                    log.record(connection, kept);
                    return null;
                });
        assertThatThrownBy(() ->
                        database.transactions()
                                .run(connection -> {
                                    log.record(connection, undone);
                                    throw new IllegalStateException("on purpose");
                                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows(database, kept.subject())).isEqualTo(1);
        assertThat(rows(database, undone.subject())).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void onlyADatabaseThatOthersReadIsWrittenTo(Dialect dialect) {
        Database database = TestDatabases.shared(dialect);
        Change change = new Change(Topic.CALLS, "sip:of-" + dialect + "@example.org");
        database.transactions()
                .run(connection -> {
                    JdbcChangeLog.of(dialect, "n1", CLOCK).record(connection, change);
                    JdbcChangeLog.none().record(connection, change);
                    return null;
                });
        assertThat(rows(database, change.subject())).isEqualTo(dialect == Dialect.MYSQL ? 1 : 0);
    }
}
