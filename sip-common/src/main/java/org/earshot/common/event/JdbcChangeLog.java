package org.earshot.common.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;

/// Writes changes into the table `change_log`, so that other nodes learn of them even where a push to them is lost.
/// Thread-safe.
public final class JdbcChangeLog {
    private final String node;
    private final InstantSource clock;
    private final boolean heard;

    /// @param node name of this start of this node, at most 64 characters: its own rows are no news to it
    public JdbcChangeLog(String node, InstantSource clock) {
        this(node, clock, true);
    }

    private JdbcChangeLog(String node, InstantSource clock, boolean heard) {
        this.node = node;
        this.clock = clock;
        this.heard = heard;
    }

    /// Of a node on such a database. Nobody else has an embedded one open, so nothing is written there.
    public static JdbcChangeLog of(Dialect dialect, String node, InstantSource clock) {
        return dialect == Dialect.MYSQL ? new JdbcChangeLog(node, clock) : none();
    }

    /// Writes nothing: no other node can read what it would write.
    public static JdbcChangeLog none() {
        return new JdbcChangeLog("", InstantSource.system(), false);
    }

    /// Adds a row, in the transaction of the change itself: both are there, or neither.
    public void record(Connection connection, Change change) throws SQLException {
        if (!heard) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO change_log (node, topic, subject, changed_at) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, node);
            insert.setString(2, change.topic().name());
            insert.setString(3, change.subject());
            insert.setLong(4, Columns.micros(clock.instant()));
            insert.executeUpdate();
        }
    }
}
