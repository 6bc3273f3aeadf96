package org.earshot.proxy.archive.review;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.db.SqlFailure;
import org.earshot.common.db.Transactions;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.JdbcCompanion;
import org.earshot.proxy.archive.review.ReviewItem.State;

/// Rules and queue in a database that many nodes may share. Thread-safe.
public final class JdbcReviewTable implements ReviewTable {
    private static final String ITEM =
            "SELECT item, chain, number, queued_at, revision, sealed FROM review_item";

    private final Transactions transactions;
    private final ReviewSeal seal;
    private volatile RuleBook known = RuleBook.EMPTY;

    public JdbcReviewTable(Transactions transactions, ReviewSeal seal) {
        this.transactions = transactions;
        this.seal = seal;
    }

    @Override
    public RuleBook rules() {
        RuleBook before = known;
        RuleBook now =
                transactions.read(connection -> {
                    RuleBook book = before;
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT change_number, sealed FROM review_rule"
                                            + " WHERE change_number >= ? ORDER BY change_number")) {
                        query.setInt(1, before.versions().size());
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                int change = book.versions().size();
                                if (rows.getInt(1) != change) {
                                    throw new IllegalStateException(
                                            "change " + change + " of the review's rules is gone");
                                }
                                book = book.with(seal.rule(change, rows.getBytes(2)));
                            }
                        }
                    }
                    return book;
                });
        known = now;
        return now;
    }

    @Override
    public Companion add(RuleBook book) {
        int change = book.versions().size() - 1;
        byte[] sealed = seal.rule(change, book.versions().getLast());
        return (JdbcCompanion)
                connection -> {
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO review_rule (change_number, sealed) VALUES (?, ?)")) {
                        insert.setInt(1, change);
                        insert.setBytes(2, sealed);
                        insert.executeUpdate();
                    } catch (SQLException e) {
                        throw refusedIfDuplicate(e, "another rule came first");
                    }
                };
    }

    private static SQLException refusedIfDuplicate(SQLException e, String why) {
        if (SqlFailure.isDuplicate(e)) {
            throw new CompanionRefusedException(why);
        }
        return e;
    }

    @Override
    public Map<UUID, Progress> progress() {
        return transactions.read(connection -> {
            Map<UUID, Progress> chains = new HashMap<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT chain, next_number, complete, examined, unreadable FROM review_chain");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    UUID chain = Columns.uuid(rows.getBytes(1));
                    chains.put(
                            chain,
                            new Progress(
                                    chain,
                                    rows.getLong(2),
                                    rows.getInt(3) != 0,
                                    rows.getLong(4),
                                    rows.getLong(5)));
                }
            }
            return chains;
        });
    }

    @Override
    public boolean move(Progress from, Progress to) {
        return transactions.run(connection -> moved(connection, from, to));
    }

    private static boolean moved(Connection connection, Progress from, Progress to)
            throws SQLException {
        if (from.equals(Progress.begin(from.chain()))) {
            // a row for the first step only: it must be there to be locked
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO review_chain (chain, next_number, complete, examined, unreadable)"
                                    + " VALUES (?, 0, 0, 0, 0) ON DUPLICATE KEY UPDATE chain = chain")) {
                insert.setBytes(1, Columns.bytes(from.chain()));
                insert.executeUpdate();
            }
        }
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE review_chain SET next_number = ?, complete = ?, examined = ?, unreadable = ?"
                                + " WHERE chain = ? AND next_number = ? AND complete = 0")) {
            update.setLong(1, to.next());
            update.setInt(2, to.complete() ? 1 : 0);
            update.setLong(3, to.examined());
            update.setLong(4, to.unreadable());
            update.setBytes(5, Columns.bytes(from.chain()));
            update.setLong(6, from.next());
            return update.executeUpdate() == 1;
        }
    }

    @Override
    public Companion move(Progress from, Progress to, List<Picked> picked, Instant at) {
        List<ReviewItem> items =
                picked.stream()
                        .map(one ->
                                new ReviewItem(
                                        0,
                                        one.record(),
                                        at,
                                        0,
                                        State.OPEN,
                                        Optional.empty(),
                                        one.causes(),
                                        List.of()))
                        .toList();
        return (JdbcCompanion)
                connection -> {
                    // first, for its lock: whoever comes second waits here
                    if (!moved(connection, from, to)) {
                        throw new CompanionRefusedException("somebody else was faster");
                    }
                    insert(connection, items);
                };
    }

    private void insert(Connection connection, List<ReviewItem> items) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO review_item (chain, number, queued_at, revision, progress, sealed)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (ReviewItem item : items) {
                insert.setBytes(1, Columns.bytes(item.record().chain()));
                insert.setLong(2, item.record().number());
                insert.setLong(3, Columns.micros(item.queuedAt()));
                insert.setInt(4, item.revision());
                insert.setString(5, item.state().text());
                insert.setBytes(6, seal.item(item));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Optional<ReviewItem> item(long number) {
        return transactions
                .read(connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement(ITEM + " WHERE item = ?")) {
                        query.setLong(1, number);
                        return items(query);
                    }
                })
                .stream()
                .findFirst();
    }

    @Override
    public List<ReviewItem> items(Optional<State> state, long after, int limit) {
        String where = state.isPresent() ? " WHERE progress = ? AND item > ?" : " WHERE item > ?";
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(ITEM + where + " ORDER BY item LIMIT ?")) {
                int parameter = 1;
                if (state.isPresent()) {
                    query.setString(parameter++, state.get().text());
                }
                query.setLong(parameter++, after);
                query.setInt(parameter, limit);
                return items(query);
            }
        });
    }

    private List<ReviewItem> items(PreparedStatement query) throws SQLException {
        List<ReviewItem> items = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                items.add(seal.item(row(rows), rows.getBytes(6)));
            }
        }
        return items;
    }

    private static ReviewCodec.Row row(ResultSet rows) throws SQLException {
        return new ReviewCodec.Row(
                rows.getLong(1),
                new ArchivePosition(Columns.uuid(rows.getBytes(2)), rows.getLong(3)),
                Columns.instant(rows.getLong(4)),
                rows.getInt(5));
    }

    @Override
    public List<Kept> kept(long after, int limit) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(ITEM + " WHERE item > ? ORDER BY item LIMIT ?")) {
                query.setLong(1, after);
                query.setInt(2, limit);
                List<Kept> kept = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        ReviewCodec.Row row = row(rows);
                        kept.add(
                                new Kept(
                                        row.number(),
                                        row.record(),
                                        row.revision(),
                                        opens(row, rows.getBytes(6))));
                    }
                }
                return kept;
            }
        });
    }

    private boolean opens(ReviewCodec.Row row, byte[] sealed) {
        try {
            return seal.item(row, sealed).number() == row.number();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public Map<State, Long> counts() {
        return transactions.read(connection -> {
            Map<State, Long> counts = new EnumMap<>(State.class);
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT progress, COUNT(*) FROM review_item GROUP BY progress");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long count = rows.getLong(2);
                    State.of(rows.getString(1))
                            .ifPresent(state -> counts.merge(state, count, Long::sum));
                }
            }
            return counts;
        });
    }

    @Override
    public Companion put(ReviewItem item) {
        byte[] sealed = seal.item(item);
        return (JdbcCompanion)
                connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE review_item SET revision = ?, progress = ?, sealed = ?"
                                            + " WHERE item = ? AND revision = ?")) {
                        update.setInt(1, item.revision());
                        update.setString(2, item.state().text());
                        update.setBytes(3, sealed);
                        update.setLong(4, item.number());
                        update.setInt(5, item.revision() - 1);
                        if (update.executeUpdate() != 1) {
                            throw new CompanionRefusedException("somebody else was faster");
                        }
                    }
                };
    }

    @Override
    public Map<String, Set<String>> recusals() {
        return transactions.read(connection -> {
            Map<String, Set<String>> recusals = new TreeMap<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT officer, address FROM review_recusal");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    recusals.computeIfAbsent(rows.getString(1), _ -> new TreeSet<>())
                            .add(rows.getString(2));
                }
            }
            return recusals;
        });
    }

    @Override
    public Companion recuse(String officer, String address, boolean recused) {
        String sql =
                recused
                        ? "INSERT INTO review_recusal (officer, address) VALUES (?, ?)"
                        : "DELETE FROM review_recusal WHERE officer = ? AND address = ?";
        return (JdbcCompanion)
                connection -> {
                    try (PreparedStatement change = connection.prepareStatement(sql)) {
                        change.setString(1, officer);
                        change.setString(2, address);
                        if (change.executeUpdate() != 1) {
                            throw new CompanionRefusedException("it is so already");
                        }
                    } catch (SQLException e) {
                        throw refusedIfDuplicate(e, "it is so already");
                    }
                };
    }
}
