package org.earshot.server.bus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.db.Transactions;

/// The table `change_log`, of MySQL or MariaDB. Thread-safe.
final class JdbcChangeTable implements ChangeTable {
    private final Transactions transactions;

    JdbcChangeTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Row> after(long sequence, int limit) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            """
                            SELECT sequence, node, topic, subject FROM change_log
                            WHERE sequence > ? ORDER BY sequence LIMIT ?
                            """)) {
                query.setLong(1, sequence);
                query.setInt(2, limit);
                List<Row> rows = new ArrayList<>();
                try (ResultSet found = query.executeQuery()) {
                    while (found.next()) {
                        rows.add(
                                new Row(
                                        found.getLong("sequence"),
                                        found.getString("node"),
                                        found.getString("topic"),
                                        found.getString("subject")));
                    }
                }
                return rows;
            }
        });
    }

    @Override
    public long newest() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT MAX(sequence) FROM change_log");
                    ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1); // 0 for NULL
            }
        });
    }

    /// Looks without locks, then removes row by row: a DELETE that searches may read through the whole table, and wait for
    /// every row in it that is not committed yet.
    @Override
    public int removeOld(long keep, int limit) {
        List<Long> old = transactions.read(connection -> old(connection, keep, limit));
        if (!old.isEmpty()) {
            transactions.run(connection -> {
                try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM change_log WHERE sequence = ?")) {
                    for (long sequence : old) {
                        delete.setLong(1, sequence);
                        delete.addBatch();
                    }
                    return delete.executeBatch();
                }
            });
        }
        return old.size();
    }

    private static List<Long> old(Connection connection, long keep, int limit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT sequence FROM change_log
                        WHERE changed_at < UNIX_TIMESTAMP() * 1000000 - 3600000000 AND sequence < ?
                        ORDER BY changed_at LIMIT ?
                        """)) {
            query.setLong(1, keep);
            query.setInt(2, limit);
            List<Long> old = new ArrayList<>();
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    old.add(found.getLong(1));
                }
            }
            return old;
        }
    }
}
