package org.earshot.proxy.archive.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.db.RowInsert;
import org.earshot.common.db.Transactions;

/// Words in a database that many nodes may share. Thread-safe.
public final class JdbcWordTable implements WordTable {
    // a chain may be read again, when somebody has set it back
    private static final RowInsert WORDS =
            RowInsert.of(
                    "INSERT IGNORE INTO archive_word (key_ref, token, happened_at, chain_ref, number)",
                    5);

    private static final int REMOVED_AT_ONCE = 100;

    private static final String BACKWARDS =
            "SELECT happened_at, chain_ref, number FROM archive_word WHERE key_ref = ? AND token = ?"
                    + " AND happened_at <= ? AND (happened_at < ? OR chain_ref < ? OR (chain_ref = ? AND number <= ?))"
                    + " ORDER BY key_ref DESC, token DESC, happened_at DESC, chain_ref DESC, number DESC LIMIT ?";

    private static final String FORWARDS =
            "SELECT happened_at, chain_ref, number FROM archive_word WHERE key_ref = ? AND token = ?"
                    + " AND happened_at >= ? AND (happened_at > ? OR chain_ref > ? OR (chain_ref = ? AND number >= ?))"
                    + " ORDER BY key_ref, token, happened_at, chain_ref, number LIMIT ?";

    // a month may have millions
    private static final int FORGOTTEN_AT_ONCE = 10_000;

    private final Transactions transactions;

    public JdbcWordTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Map<UUID, Progress> progress() {
        return transactions.read(connection -> {
            Map<UUID, Progress> chains = new HashMap<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT chain, chain_ref, next_number, complete FROM archive_word_chain");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chains.put(
                            Columns.uuid(rows.getBytes(1)),
                            new Progress(rows.getInt(2), rows.getLong(3), rows.getInt(4) != 0));
                }
            }
            return chains;
        });
    }

    @Override
    public Progress begin(UUID chain) {
        Progress known = progress().get(chain);
        if (known != null) {
            return known;
        }
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO archive_word_chain (chain, next_number, complete) VALUES (?, 0, 0)"
                                    + " ON DUPLICATE KEY UPDATE chain = chain")) {
                insert.setBytes(1, Columns.bytes(chain));
                return insert.executeUpdate();
            }
        });
        return progress().get(chain);
    }

    @Override
    public void complete(Progress progress) {
        transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE archive_word_chain SET complete = 1 WHERE chain_ref = ? AND next_number = ?")) {
                update.setInt(1, progress.chain());
                update.setLong(2, progress.next());
                return update.executeUpdate();
            }
        });
    }

    @Override
    public Map<String, Integer> keys() {
        return transactions.read(connection -> {
            Map<String, Integer> keys = new HashMap<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT key_id, key_ref FROM archive_word_key");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.put(rows.getString(1), rows.getInt(2));
                }
            }
            return keys;
        });
    }

    @Override
    public int key(String id) {
        Integer known = keys().get(id);
        if (known != null) {
            return known;
        }
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO archive_word_key (key_id) VALUES (?)"
                                    + " ON DUPLICATE KEY UPDATE key_id = key_id")) {
                insert.setString(1, id);
                return insert.executeUpdate();
            }
        });
        return keys().get(id);
    }

    @Override
    public boolean add(int chain, long from, long to, List<Row> rows) {
        // in the order of the key: neighbours share pages, and two writers lock alike
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(
                Comparator.comparingInt(Row::key)
                        .thenComparingLong(Row::token)
                        .thenComparing(Row::posting));
        return transactions.run(connection -> {
            // first, for its lock: whoever comes second waits here, and finds that it has moved
            if (!move(connection, chain, from, to)) {
                return false;
            }
            WORDS.run(connection, sorted, JdbcWordTable::set);
            return true;
        });
    }

    private static boolean move(Connection connection, int chain, long from, long to)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE archive_word_chain SET next_number = ? WHERE chain_ref = ? AND next_number = ?")) {
            update.setLong(1, to);
            update.setInt(2, chain);
            update.setLong(3, from);
            return update.executeUpdate() == 1;
        }
    }

    private static void set(PreparedStatement insert, int before, Row row) throws SQLException {
        insert.setInt(before + 1, row.key());
        insert.setLong(before + 2, row.token());
        insert.setLong(before + 3, row.posting().happenedAt());
        insert.setInt(before + 4, row.posting().chain());
        insert.setLong(before + 5, row.posting().number());
    }

    @Override
    public void remove(List<Row> rows) {
        String sql =
                "DELETE FROM archive_word WHERE key_ref = ? AND token = ? AND happened_at = ? AND chain_ref = ? AND number = ?";
        for (int from = 0; from < rows.size(); from += REMOVED_AT_ONCE) {
            List<Row> some = rows.subList(from, Math.min(from + REMOVED_AT_ONCE, rows.size()));
            transactions.run(connection -> {
                try (PreparedStatement delete = connection.prepareStatement(sql)) {
                    for (Row row : some) {
                        delete.setInt(1, row.key());
                        delete.setLong(2, row.token());
                        delete.setLong(3, row.posting().happenedAt());
                        delete.setInt(4, row.posting().chain());
                        delete.setLong(5, row.posting().number());
                        delete.addBatch();
                    }
                    return delete.executeBatch();
                }
            });
        }
    }

    @Override
    public List<Posting> postings(
            int key, long token, Direction direction, Posting from, int limit) {
        String sql =
                switch (direction) {
                    case BACKWARDS -> BACKWARDS;
                    case FORWARDS -> FORWARDS;
                };
        return transactions.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setInt(1, key);
                query.setLong(2, token);
                query.setLong(3, from.happenedAt());
                query.setLong(4, from.happenedAt());
                query.setInt(5, from.chain());
                query.setInt(6, from.chain());
                query.setLong(7, from.number());
                query.setInt(8, limit);
                List<Posting> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Posting(rows.getLong(1), rows.getInt(2), rows.getLong(3)));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public void forget(int key) {
        String some = "DELETE FROM archive_word WHERE key_ref = ? LIMIT " + FORGOTTEN_AT_ONCE;
        while (delete(some, key) > 0) {
            // the rest
        }
        delete("DELETE FROM archive_word_key WHERE key_ref = ?", key);
    }

    private int delete(String sql, int key) {
        return transactions.run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setInt(1, key);
                return delete.executeUpdate();
            }
        });
    }
}
