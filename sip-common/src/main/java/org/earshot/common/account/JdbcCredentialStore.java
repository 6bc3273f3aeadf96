package org.earshot.common.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// Credentials in a database. Thread-safe; each method may wait for the database and throws
/// [org.earshot.common.db.StoreUnavailableException] when that is away.
public final class JdbcCredentialStore implements CredentialStore {
    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;

    public JdbcCredentialStore(
            Transactions transactions, JdbcChangeLog changeLog, Changes changes) {
        this.transactions = transactions;
        this.changeLog = changeLog;
        this.changes = changes;
    }

    @Override
    public List<Credential> find(AccountId account) {
        List<Credential> found =
                transactions.read(connection -> {
                    List<Credential> credentials = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT label, algorithm, realm, sealed FROM credential"
                                            + " WHERE account_id = ?")) {
                        query.setBytes(1, Columns.bytes(account.value()));
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                credentials.add(
                                        new Credential(
                                                account,
                                                rows.getString("label"),
                                                rows.getString("algorithm"),
                                                rows.getString("realm"),
                                                rows.getString("sealed")));
                            }
                        }
                    }
                    return credentials;
                });
        return CredentialStore.ordered(found);
    }

    @Override
    public void replace(AccountId account, String label, List<Credential> credentials) {
        CredentialStore.check(account, label, credentials);
        byte[] id = Columns.bytes(account.value());
        Optional<Change> done =
                transactions.run(connection -> {
                    // the account's row is the lock: neither a deletion nor another change comes
                    // between
                    Change change;
                    try (PreparedStatement lock =
                            connection.prepareStatement(
                                    "SELECT name, domain_name FROM account WHERE id = ? AND deleted_at IS NULL"
                                            + " AND closed_at IS NULL FOR UPDATE")) {
                        lock.setBytes(1, id);
                        try (ResultSet rows = lock.executeQuery()) {
                            if (!rows.next()) {
                                return Optional.empty();
                            }
                            change =
                                    Change.of(
                                            Topic.ACCOUNT,
                                            new AddressOfRecord(
                                                    rows.getString(1), rows.getString(2)));
                        }
                    }
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM credential WHERE account_id = ? AND label = ?")) {
                        delete.setBytes(1, id);
                        delete.setString(2, label);
                        delete.executeUpdate();
                    }
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO credential (account_id, label, algorithm, realm, sealed)"
                                            + " VALUES (?, ?, ?, ?, ?)")) {
                        for (Credential credential : credentials) {
                            insert.setBytes(1, id);
                            insert.setString(2, label);
                            insert.setString(3, credential.algorithm());
                            insert.setString(4, credential.realm());
                            insert.setString(5, credential.sealed());
                            insert.executeUpdate();
                        }
                    }
                    changeLog.record(connection, change);
                    return Optional.of(change);
                });
        changes.announce(
                done.orElseThrow(() -> new IllegalArgumentException("no account " + account)));
    }
}
