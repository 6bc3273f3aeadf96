package org.earshot.server.people;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// Pictures in a database that many nodes may share. Thread-safe.
public final class JdbcPictureTable implements PictureTable {
    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final InstantSource clock;

    public JdbcPictureTable(
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
    public Optional<Picture> find(AccountId account) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT media_type, etag, content FROM account_picture WHERE account_id = ?")) {
                query.setBytes(1, Columns.bytes(account.value()));
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new Picture(
                                            row.getString(1), row.getBytes(3), row.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public Map<AccountId, String> etags() {
        return transactions.read(connection -> {
            Map<AccountId, String> etags = new HashMap<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT account_id, etag FROM account_picture");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    etags.put(new AccountId(Columns.uuid(rows.getBytes(1))), rows.getString(2));
                }
            }
            return etags;
        });
    }

    @Override
    public void put(Account account, Picture picture) {
        Change change = Change.of(Topic.ACCOUNT, account.address());
        transactions.run(connection -> {
            lock(connection, account);
            delete(connection, account);
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO account_picture (account_id, media_type, etag, content, changed_at)"
                                    + " VALUES (?, ?, ?, ?, ?)")) {
                insert.setBytes(1, Columns.bytes(account.id().value()));
                insert.setString(2, picture.type());
                insert.setString(3, picture.etag());
                insert.setBytes(4, picture.content());
                insert.setLong(5, Columns.micros(clock.instant()));
                insert.executeUpdate();
            }
            changeLog.record(connection, change);
            return null;
        });
        changes.announce(change);
    }

    /// Two who set the picture of one account come one after the other.
    private static void lock(Connection connection, Account account) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM account WHERE id = ? FOR UPDATE")) {
            query.setBytes(1, Columns.bytes(account.id().value()));
            query.executeQuery().close();
        }
    }

    private static int delete(Connection connection, Account account) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM account_picture WHERE account_id = ?")) {
            delete.setBytes(1, Columns.bytes(account.id().value()));
            return delete.executeUpdate();
        }
    }

    @Override
    public boolean remove(Account account) {
        Change change = Change.of(Topic.ACCOUNT, account.address());
        boolean was =
                transactions.run(connection -> {
                    lock(connection, account);
                    boolean gone = delete(connection, account) > 0;
                    if (gone) {
                        changeLog.record(connection, change);
                    }
                    return gone;
                });
        if (was) {
            changes.announce(change);
        }
        return was;
    }
}
