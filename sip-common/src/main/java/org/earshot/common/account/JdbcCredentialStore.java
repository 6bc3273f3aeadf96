package org.earshot.common.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// Credentials in a database. Thread-safe; each method may wait for the database and throws
/// [org.earshot.common.db.StoreUnavailableException] when that is away.
public final class JdbcCredentialStore implements CredentialStore {
    private final Transactions transactions;

    public JdbcCredentialStore(Transactions transactions) {
        this.transactions = transactions;
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
        boolean known =
                transactions.run(connection -> {
                    // the account's row is the lock: neither a deletion nor another change comes
                    // between
                    try (PreparedStatement lock =
                            connection.prepareStatement(
                                    "SELECT id FROM account WHERE id = ? AND deleted_at IS NULL FOR UPDATE")) {
                        lock.setBytes(1, id);
                        try (ResultSet rows = lock.executeQuery()) {
                            if (!rows.next()) {
                                return false;
                            }
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
                    return true;
                });
        if (!known) {
            throw new IllegalArgumentException("no account " + account);
        }
    }
}
