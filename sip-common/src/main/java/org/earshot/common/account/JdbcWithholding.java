package org.earshot.common.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// What is withheld, in a database that many nodes may share. Thread-safe.
public final class JdbcWithholding implements Withholding {
    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final InstantSource clock;

    public JdbcWithholding(
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
    public boolean isHeld(AddressOfRecord owner) {
        return transactions.read(connection -> isHeld(connection, key(owner)));
    }

    private static boolean isHeld(Connection connection, byte[] owner) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 FROM withheld WHERE owner_key = ?")) {
            query.setBytes(1, owner);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public Set<String> trusted(AddressOfRecord owner) {
        return transactions.read(connection -> {
            Set<String> trusted = new HashSet<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT instance_id FROM trusted_device WHERE owner_key = ?")) {
                query.setBytes(1, key(owner));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        trusted.add(row.getString(1));
                    }
                }
            }
            return trusted;
        });
    }

    @Override
    public void hold(AddressOfRecord owner, Set<String> known) {
        transactions.run(connection -> {
            if (isHeld(connection, key(owner))) {
                return null; // who waits goes on waiting
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO withheld (owner_key, owner, since) VALUES (?, ?, ?)")) {
                insert.setBytes(1, key(owner));
                insert.setString(2, owner.toString());
                insert.setLong(3, Columns.micros(clock.instant()));
                insert.executeUpdate();
            }
            for (String instance : known) {
                trust(connection, owner, instance);
            }
            return null;
        });
    }

    private static boolean trust(Connection connection, AddressOfRecord owner, String instance)
            throws SQLException {
        String lower = instance.toLowerCase(Locale.ROOT);
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM trusted_device WHERE owner_key = ? AND instance_id = ?")) {
            query.setBytes(1, key(owner));
            query.setString(2, lower);
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    return false;
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO trusted_device (owner_key, instance_id) VALUES (?, ?)")) {
            insert.setBytes(1, key(owner));
            insert.setString(2, lower);
            return insert.executeUpdate() > 0;
        }
    }

    @Override
    public boolean release(AddressOfRecord owner, Optional<String> instance) {
        boolean released =
                transactions.run(connection -> {
                    boolean news = release(connection, owner, instance);
                    if (news) {
                        changeLog.record(connection, Change.of(Topic.MESSAGES, owner));
                    }
                    return news;
                });
        if (released) {
            changes.announce(Change.of(Topic.MESSAGES, owner));
        }
        return released;
    }

    private static boolean release(
            Connection connection, AddressOfRecord owner, Optional<String> instance)
            throws SQLException {
        if (!isHeld(connection, key(owner))) {
            return false;
        }
        if (instance.isPresent()) {
            return trust(connection, owner, instance.get());
        }
        delete(connection, "DELETE FROM trusted_device WHERE owner_key = ?", key(owner));
        delete(connection, "DELETE FROM withheld WHERE owner_key = ?", key(owner));
        return true;
    }

    private static void delete(Connection connection, String sql, byte[] owner)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setBytes(1, owner);
            delete.executeUpdate();
        }
    }

    private static byte[] key(AddressOfRecord owner) {
        return Columns.sha256(owner.toString());
    }
}
