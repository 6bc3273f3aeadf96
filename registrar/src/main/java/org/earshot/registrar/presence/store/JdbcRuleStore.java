package org.earshot.registrar.presence.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// Rules in a database that many nodes may share. Thread-safe.
public final class JdbcRuleStore implements RuleStore {
    private static final String UPSERT =
            "INSERT INTO presence_rule (owner_key, watcher_key, watcher, verdict, changed_at)"
                    + " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE ";
    private static final String OVERWRITE =
            "verdict = VALUES(verdict), changed_at = VALUES(changed_at)";

    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final InstantSource clock;

    public JdbcRuleStore(
            Transactions transactions,
            JdbcChangeLog changeLog,
            Changes changes,
            InstantSource clock) {
        this.transactions = transactions;
        this.changeLog = changeLog;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Map<AddressOfRecord, Verdict> rulesOf(AddressOfRecord owner) {
        return transactions.read(connection -> {
            Map<AddressOfRecord, Verdict> rules = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT watcher, verdict FROM presence_rule WHERE owner_key = ?")) {
                query.setBytes(1, Columns.sha256(owner.toString()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        rules.put(
                                Addresses.read(rows.getString(1)),
                                Verdict.valueOf(rows.getString(2)));
                    }
                }
            }
            return rules;
        });
    }

    @Override
    public void set(AddressOfRecord owner, AddressOfRecord watcher, Verdict verdict) {
        write(owner, watcher, verdict, OVERWRITE);
    }

    @Override
    public void setAll(
            AddressOfRecord owner,
            Map<AddressOfRecord, Verdict> verdicts,
            Collection<AddressOfRecord> forgotten) {
        if (verdicts.isEmpty() && forgotten.isEmpty()) {
            return;
        }
        var _ =
                announced(
                        owner,
                        transactions.run(connection -> {
                            try (PreparedStatement upsert =
                                            connection.prepareStatement(UPSERT + OVERWRITE);
                                    PreparedStatement delete =
                                            connection.prepareStatement(
                                                    "DELETE FROM presence_rule WHERE owner_key = ? AND watcher_key = ?"
                                                            + " AND verdict <> 'ASK'")) {
                                for (var one : verdicts.entrySet()) {
                                    fill(upsert, owner, one.getKey(), one.getValue());
                                    upsert.addBatch();
                                }
                                upsert.executeBatch();
                                for (AddressOfRecord watcher : forgotten) {
                                    delete.setBytes(1, Columns.sha256(owner.toString()));
                                    delete.setBytes(2, Columns.sha256(watcher.toString()));
                                    delete.addBatch();
                                }
                                delete.executeBatch();
                            }
                            return logged(connection, owner, true);
                        }));
    }

    private void fill(
            PreparedStatement upsert,
            AddressOfRecord owner,
            AddressOfRecord watcher,
            Verdict verdict)
            throws SQLException {
        upsert.setBytes(1, Columns.sha256(owner.toString()));
        upsert.setBytes(2, Columns.sha256(watcher.toString()));
        upsert.setString(3, watcher.toString());
        upsert.setString(4, verdict.name());
        upsert.setLong(5, Columns.micros(clock.instant()));
    }

    @Override
    public boolean ask(AddressOfRecord owner, AddressOfRecord watcher) {
        // most that ask are known already: that costs no commit
        return !rulesOf(owner).containsKey(watcher)
                && write(owner, watcher, Verdict.ASK, "verdict = verdict");
    }

    @Override
    public boolean clear(AddressOfRecord owner, AddressOfRecord watcher) {
        return announced(
                owner,
                transactions.run(connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM presence_rule WHERE owner_key = ? AND watcher_key = ?")) {
                        delete.setBytes(1, Columns.sha256(owner.toString()));
                        delete.setBytes(2, Columns.sha256(watcher.toString()));
                        return logged(connection, owner, delete.executeUpdate() > 0);
                    }
                }));
    }

    private boolean write(
            AddressOfRecord owner, AddressOfRecord watcher, Verdict verdict, String ifThere) {
        return announced(
                owner,
                transactions.run(connection -> {
                    try (PreparedStatement upsert = connection.prepareStatement(UPSERT + ifThere)) {
                        fill(upsert, owner, watcher, verdict);
                        upsert.executeUpdate();
                    }
                    return logged(connection, owner, true);
                }));
    }

    private boolean logged(Connection connection, AddressOfRecord owner, boolean changed)
            throws SQLException {
        if (changed) {
            changeLog.record(connection, Change.of(Topic.PRESENCE, owner));
        }
        return changed;
    }

    private boolean announced(AddressOfRecord owner, boolean changed) {
        if (changed) {
            changes.announce(Change.of(Topic.PRESENCE, owner));
        }
        return changed;
    }
}
