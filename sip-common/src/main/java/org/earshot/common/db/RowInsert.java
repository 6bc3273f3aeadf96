package org.earshot.common.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Inserts any number of rows with few different texts of statements. A database server parses each text once for a
/// connection; a batch of the driver makes a text for each number of rows, and has it parsed each time. Immutable.
public final class RowInsert {
    // of most commits the exact number, and few texts for the large ones
    private static final int[] ROWS_AT_ONCE = {64, 16, 8, 7, 6, 5, 4, 3, 2, 1};

    private final String insert;
    private final String row;
    private final int columns;
    private final String end;

    private RowInsert(String insert, int columns, String end) {
        this.insert = insert;
        this.row = "(?" + ", ?".repeat(columns - 1) + ")";
        this.columns = columns;
        this.end = end;
    }

    /// @param insert such as `INSERT INTO t (a, b)`, a constant
    /// @param columns how many are named there, 1 or more
    public static RowInsert of(String insert, int columns) {
        return new RowInsert(insert, columns, "");
    }

    /// The same, with what follows the values, such as `ON DUPLICATE KEY UPDATE a = VALUES(a)`.
    public RowInsert then(String clause) {
        return new RowInsert(insert, columns, " " + clause);
    }

    /// Sets the values of one row.
    @FunctionalInterface
    public interface Values<T> {
        /// @param before add it to each column's number, 1 and up
        void set(PreparedStatement statement, int before, T row) throws SQLException;
    }

    /// Inserts all, in their order; none is fine.
    public <T> void run(Connection connection, List<T> rows, Values<T> values) throws SQLException {
        int done = 0;
        for (int atOnce : ROWS_AT_ONCE) {
            int end = done + (rows.size() - done) / atOnce * atOnce;
            if (end > done) {
                run(connection, rows.subList(done, end), atOnce, values);
            }
            done = end;
        }
    }

    private <T> void run(Connection connection, List<T> rows, int atOnce, Values<T> values)
            throws SQLException {
        String sql = insert + " VALUES " + row + (", " + row).repeat(atOnce - 1) + end;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int before = 0;
            for (T each : rows) {
                values.set(statement, before, each);
                before += columns;
                if (before == columns * atOnce) {
                    statement.executeUpdate();
                    before = 0;
                }
            }
        }
    }
}
