package org.earshot.common.call;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// Calls in a database that many nodes may share. Thread-safe.
public final class JdbcCallStore implements CallStore {
    private static final String COLUMNS =
            "call_id, caller_tag, node, caller, callee, state, since, expires_at";

    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final InstantSource clock;

    public JdbcCallStore(Transactions transactions, JdbcChangeLog changeLog, InstantSource clock) {
        this.transactions = transactions;
        this.changeLog = changeLog;
        this.clock = clock;
    }

    @Override
    public void write(List<CallChange> changes) {
        transactions.run(connection -> {
            // one after the other as they are sorted, so that two nodes never wait for each other
            TreeSet<String> parties = new TreeSet<>();
            for (CallChange change : changes) {
                delete(connection, change.record().key());
                if (!change.gone()) {
                    insert(connection, change.record());
                }
                parties.add(change.record().caller());
                parties.add(change.record().callee());
            }
            for (String party : parties) {
                changeLog.record(connection, new Change(Topic.CALLS, party));
            }
            return null;
        });
    }

    @Override
    public List<CallRecord> end(CallEnd end) {
        return transactions.run(connection -> {
            List<CallRecord> found = named(connection, end);
            TreeSet<String> parties = new TreeSet<>();
            for (CallRecord call : found) {
                delete(connection, call.key());
                parties.add(call.caller());
                parties.add(call.callee());
            }
            for (String party : parties) {
                changeLog.record(connection, new Change(Topic.CALLS, party));
            }
            if (!found.isEmpty() && end.change().isPresent()) {
                changeLog.record(connection, end.change().get());
            }
            return found;
        });
    }

    private static List<CallRecord> named(Connection connection, CallEnd end) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM live_call WHERE call_key = ? OR call_key = ?")) {
            query.setBytes(1, columnKey(end.ifCalledByOne()));
            query.setBytes(2, columnKey(end.ifCalledByOther()));
            return records(query);
        }
    }

    @Override
    public List<CallRecord> callsOf(String address) {
        byte[] key = Columns.sha256(address);
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM live_call WHERE caller_key = ? AND expires_at > ?"
                                    + " UNION SELECT "
                                    + COLUMNS
                                    + " FROM live_call WHERE callee_key = ? AND expires_at > ?"
                                    + " ORDER BY since")) {
                long now = Columns.micros(clock.instant());
                query.setBytes(1, key);
                query.setLong(2, now);
                query.setBytes(3, key);
                query.setLong(4, now);
                return records(query);
            }
        });
    }

    @Override
    public List<CallRecord> removeDead(Predicate<String> isAlive) {
        List<CallRecord> dead =
                transactions.read(connection -> {
                    try (PreparedStatement query =
                            connection.prepareStatement("SELECT " + COLUMNS + " FROM live_call")) {
                        return records(query);
                    }
                });
        long now = Columns.micros(clock.instant());
        List<CallChange> gone =
                dead.stream()
                        .filter(call ->
                                Columns.micros(call.expiresAt()) <= now
                                        || !isAlive.test(call.node()))
                        .map(call -> new CallChange(call, true))
                        .toList();
        if (!gone.isEmpty()) {
            write(gone);
        }
        return gone.stream().map(CallChange::record).toList();
    }

    private static List<CallRecord> records(PreparedStatement query) throws SQLException {
        List<CallRecord> records = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                records.add(
                        new CallRecord(
                                new CallKey(
                                        rows.getString("call_id"), rows.getString("caller_tag")),
                                rows.getString("node"),
                                rows.getString("caller"),
                                rows.getString("callee"),
                                CallRecord.State.valueOf(rows.getString("state")),
                                Columns.instant(rows.getLong("since")),
                                Columns.instant(rows.getLong("expires_at"))));
            }
        }
        return records;
    }

    private static void delete(Connection connection, CallKey key) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM live_call WHERE call_key = ?")) {
            delete.setBytes(1, columnKey(key));
            delete.executeUpdate();
        }
    }

    private static void insert(Connection connection, CallRecord call) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO live_call (call_key, caller_key, callee_key, "
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, columnKey(call.key()));
            insert.setBytes(2, Columns.sha256(call.caller()));
            insert.setBytes(3, Columns.sha256(call.callee()));
            insert.setString(4, call.key().callId());
            insert.setString(5, call.key().callerTag());
            insert.setString(6, call.node());
            insert.setString(7, call.caller());
            insert.setString(8, call.callee());
            insert.setString(9, call.state().name());
            insert.setLong(10, Columns.micros(call.since()));
            insert.setLong(11, Columns.micros(call.expiresAt()));
            insert.executeUpdate();
        }
    }

    private static byte[] columnKey(CallKey key) {
        return Columns.sha256(key.callId() + '\0' + key.callerTag());
    }
}
