package org.earshot.server.attempt;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// Failed logins in a database that many nodes may share. Thread-safe.
public final class JdbcFailedLoginTable implements FailedLoginTable {
    private final Transactions transactions;
    private final String domain;

    public JdbcFailedLoginTable(Transactions transactions, String domain) {
        this.transactions = transactions;
        this.domain = domain;
    }

    @Override
    public void add(List<FailedLogin> some) {
        if (some.isEmpty()) {
            return;
        }
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO failed_login (domain_name, day_number, kind, account, network, times, first_at, last_at)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE times = times + VALUES(times),"
                                    + " first_at = LEAST(first_at, VALUES(first_at)),"
                                    + " last_at = GREATEST(last_at, VALUES(last_at))")) {
                for (FailedLogin one : some) {
                    insert.setString(1, domain);
                    insert.setLong(2, one.day().toEpochDay());
                    insert.setString(3, one.kind().text());
                    insert.setString(4, one.account());
                    insert.setString(5, one.network());
                    insert.setLong(6, one.times());
                    insert.setLong(7, Columns.micros(one.firstAt()));
                    insert.setLong(8, Columns.micros(one.lastAt()));
                    insert.addBatch();
                }
                insert.executeBatch();
                return null;
            }
        });
    }

    @Override
    public long count(LocalDate day) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT COUNT(*) FROM failed_login WHERE domain_name = ? AND day_number = ?")) {
                query.setString(1, domain);
                query.setLong(2, day.toEpochDay());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public List<FailedLogin> latest(LocalDate since, int most) {
        return transactions.read(connection -> {
            List<FailedLogin> rows = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT day_number, kind, account, network, times, first_at, last_at FROM failed_login"
                                    + " WHERE domain_name = ? AND day_number >= ? ORDER BY last_at DESC, account, network LIMIT ?")) {
                query.setString(1, domain);
                query.setLong(2, since.toEpochDay());
                query.setInt(3, most);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        rows.add(row(row));
                    }
                }
            }
            return rows;
        });
    }

    private static FailedLogin row(ResultSet row) throws SQLException {
        String kind = row.getString(2);
        return new FailedLogin(
                LocalDate.ofEpochDay(row.getLong(1)),
                FailedLogin.Kind.of(kind)
                        .orElseThrow(() -> new SQLException("there is no kind \"" + kind + "\"")),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                Columns.instant(row.getLong(6)),
                Columns.instant(row.getLong(7)));
    }

    @Override
    public void forget(LocalDate before) {
        transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM failed_login WHERE domain_name = ? AND day_number < ?")) {
                delete.setString(1, domain);
                delete.setLong(2, before.toEpochDay());
                return delete.executeUpdate();
            }
        });
    }
}
