package org.earshot.server.bus;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    @Override
    public int removeOld(long keep, int limit) {
        return transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            """
                            DELETE FROM change_log
                            WHERE changed_at < UNIX_TIMESTAMP() * 1000000 - 3600000000 AND sequence < ?
                            ORDER BY changed_at LIMIT ?
                            """)) {
                delete.setLong(1, keep);
                delete.setInt(2, limit);
                return delete.executeUpdate();
            }
        });
    }
}
