package org.earshot.server.ladder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// Calls and their messages in a database that many nodes may share. Thread-safe.
public final class JdbcLadderStore implements LadderStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "call_id, node, vias, caller, callee, began_at, answered_at, ended_at, outcome, status";
    private static final int AT_ONCE = 500;

    private final Transactions transactions;

    public JdbcLadderStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void write(List<Trail> trails) {
        if (trails.isEmpty()) {
            return;
        }
        // one after the other as they are sorted, so that two nodes never wait for each other
        List<Trail> sorted =
                trails.stream()
                        .sorted(Comparator.comparing(trail -> trail.summary().id()))
                        .toList();
        transactions.run(connection -> {
            try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO call_trace (call_key, caller_key, callee_key, "
                                            + COLUMNS
                                            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                            + " ON DUPLICATE KEY UPDATE call_id = VALUES(call_id)");
                    PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE call_trace SET node = ?, vias = ?, answered_at = ?, ended_at = ?, outcome = ?, status = ?"
                                            + " WHERE call_key = ? AND vias >= ?")) {
                for (Trail trail : sorted) {
                    insert(insert, trail.summary());
                    update(update, trail.summary());
                }
                insert.executeBatch();
                update.executeBatch();
            }
            parts(connection, sorted);
            return null;
        });
    }

    private static void insert(PreparedStatement insert, CallSummary call) throws SQLException {
        insert.setBytes(1, key(call.id()));
        insert.setBytes(2, Columns.sha256(call.caller()));
        insert.setBytes(3, Columns.sha256(call.callee()));
        insert.setString(4, call.callId());
        insert.setString(5, call.node());
        insert.setInt(6, call.vias());
        insert.setString(7, call.caller());
        insert.setString(8, call.callee());
        insert.setLong(9, Columns.micros(call.began()));
        insert.setLong(10, micros(call.answered()));
        insert.setLong(11, micros(call.ended()));
        insert.setString(12, call.outcome().text());
        insert.setInt(13, call.status());
        insert.addBatch();
    }

    private static void update(PreparedStatement update, CallSummary call) throws SQLException {
        update.setString(1, call.node());
        update.setInt(2, call.vias());
        update.setLong(3, micros(call.answered()));
        update.setLong(4, micros(call.ended()));
        update.setString(5, call.outcome().text());
        update.setInt(6, call.status());
        update.setBytes(7, key(call.id()));
        update.setInt(8, call.vias());
        update.addBatch();
    }

    private static void parts(Connection connection, List<Trail> trails) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO call_trace_part (call_key, node, first_at, lost, messages) VALUES (?, ?, ?, ?, ?)"
                                + " ON DUPLICATE KEY UPDATE lost = lost + VALUES(lost)")) {
            for (Trail trail : trails) {
                if (!trail.messages().isEmpty()) {
                    LadderMessage first = trail.messages().getFirst();
                    insert.setBytes(1, key(trail.summary().id()));
                    insert.setString(2, first.node());
                    insert.setLong(3, first.micros());
                    insert.setLong(4, trail.lost());
                    insert.setString(5, json(trail.messages()));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    @Override
    public List<CallSummary> search(Wanted wanted) {
        return transactions.read(connection -> {
            // either side has an index of its own
            String each =
                    "SELECT "
                            + COLUMNS
                            + " FROM call_trace WHERE began_at >= ?"
                            + (wanted.outcome().isPresent() ? " AND outcome = ?" : "");
            String latest = " ORDER BY began_at DESC LIMIT ?";
            String sql =
                    wanted.address().isEmpty()
                            ? each + latest
                            : "SELECT * FROM (("
                                    + each
                                    + " AND caller_key = ?"
                                    + latest
                                    + ") UNION ("
                                    + each
                                    + " AND callee_key = ?"
                                    + latest
                                    + ")) either"
                                    + latest;
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                int next = 1;
                int sides = wanted.address().isPresent() ? 2 : 1;
                for (int side = 0; side < sides; side++) {
                    query.setLong(next++, Columns.micros(wanted.since()));
                    if (wanted.outcome().isPresent()) {
                        query.setString(next++, wanted.outcome().get().text());
                    }
                    if (wanted.address().isPresent()) {
                        query.setBytes(next++, Columns.sha256(wanted.address().get()));
                    }
                    query.setInt(next++, wanted.most());
                }
                if (sides == 2) {
                    query.setInt(next, wanted.most());
                }
                return summaries(query);
            }
        });
    }

    @Override
    public Optional<Ladder> find(String id) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT " + COLUMNS + " FROM call_trace WHERE call_key = ?");
                    PreparedStatement parts =
                            connection.prepareStatement(
                                    "SELECT lost, messages FROM call_trace_part WHERE call_key = ?")) {
                query.setBytes(1, key(id));
                List<CallSummary> found = summaries(query);
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                parts.setBytes(1, key(id));
                List<LadderMessage> messages = new ArrayList<>();
                long lost = 0;
                try (ResultSet row = parts.executeQuery()) {
                    while (row.next()) {
                        lost += row.getLong(1);
                        messages.addAll(messages(row.getString(2)));
                    }
                }
                messages.sort(Comparator.comparingLong(LadderMessage::micros));
                return Optional.of(new Ladder(found.getFirst(), messages, lost));
            }
        });
    }

    @Override
    public int removeBefore(Instant failed, Instant others) {
        int removed = 0;
        int some;
        do { // few at once, so that nobody waits for long
            some =
                    remove("outcome <> 'answered' AND began_at < ?", failed)
                            + remove("outcome = 'answered' AND began_at < ?", others);
            removed += some;
        } while (some >= AT_ONCE);
        return removed;
    }

    private int remove(String which, Instant before) {
        return transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM call_trace WHERE " + which + " LIMIT " + AT_ONCE)) {
                delete.setLong(1, Columns.micros(before));
                return delete.executeUpdate();
            }
        });
    }

    private static List<CallSummary> summaries(PreparedStatement query) throws SQLException {
        List<CallSummary> calls = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String outcome = row.getString(9);
                calls.add(
                        new CallSummary(
                                row.getString(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getString(4),
                                row.getString(5),
                                Columns.instant(row.getLong(6)),
                                instant(row.getLong(7)),
                                instant(row.getLong(8)),
                                Outcome.of(outcome)
                                        .orElseThrow(() ->
                                                new SQLException(
                                                        "there is no outcome \"" + outcome + "\"")),
                                row.getInt(10)));
            }
        }
        return calls;
    }

    private static byte[] key(String id) {
        return HexFormat.of().parseHex(id);
    }

    private static long micros(Optional<Instant> at) {
        return at.map(Columns::micros).orElse(0L);
    }

    private static Optional<Instant> instant(long micros) {
        return micros == 0 ? Optional.empty() : Optional.of(Columns.instant(micros));
    }

    private static String json(List<LadderMessage> messages) {
        try {
            return JSON.writeValueAsString(messages);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message that can't be written", e);
        }
    }

    private static List<LadderMessage> messages(String json) {
        try {
            return List.of(JSON.readValue(json, LadderMessage[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("messages of a call are damaged", e);
        }
    }
}
