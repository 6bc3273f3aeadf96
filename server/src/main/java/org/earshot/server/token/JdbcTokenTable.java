package org.earshot.server.token;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// Tokens in a database that many nodes may share. Thread-safe.
public final class JdbcTokenTable implements TokenTable {
    private static final String SELECT =
            "SELECT t.id, t.person_id, p.name AS owner, t.name, t.scopes, t.created_at, t.expires_at, t.used_at, t.used_from,"
                    + " t.revoked_at, t.revoked_by FROM api_token t JOIN person p ON p.id = t.person_id"
                    + " WHERE p.domain_name = ? ";

    private final Transactions transactions;
    private final String domain;

    public JdbcTokenTable(Transactions transactions, String domain) {
        this.transactions = transactions;
        this.domain = domain;
    }

    @Override
    public boolean add(ApiToken token, byte[] secretHash, int most) {
        return transactions.run(connection -> {
            // two at once of one owner wait for each other
            if (!lock(connection, token.ownerId()) || good(connection, token) >= most) {
                return false;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO api_token (id, secret_hash, person_id, name, scopes, created_at, expires_at,"
                                    + " used_from, revoked_by) VALUES (?, ?, ?, ?, ?, ?, ?, '', '')")) {
                insert.setBytes(1, Columns.bytes(token.id()));
                insert.setBytes(2, secretHash);
                insert.setBytes(3, Columns.bytes(token.ownerId()));
                insert.setString(4, token.name());
                insert.setString(5, Scope.words(token.scopes()));
                insert.setLong(6, Columns.micros(token.createdAt()));
                insert.setLong(7, Columns.micros(token.expiresAt()));
                insert.executeUpdate();
                return true;
            }
        });
    }

    private static boolean lock(Connection connection, UUID person) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM person WHERE id = ? FOR UPDATE")) {
            query.setBytes(1, Columns.bytes(person));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static int good(Connection connection, ApiToken token) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT COUNT(*) FROM api_token WHERE person_id = ? AND revoked_at IS NULL AND expires_at > ?")) {
            query.setBytes(1, Columns.bytes(token.ownerId()));
            query.setLong(2, Columns.micros(token.createdAt()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /// Sets the parameters of a statement, from the second on.
    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private List<ApiToken> select(String more, Parameters parameters) {
        return transactions.read(connection -> {
            List<ApiToken> tokens = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(SELECT + more)) {
                query.setString(1, domain);
                parameters.set(query);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        tokens.add(token(rows));
                    }
                }
            }
            return tokens;
        });
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                Columns.uuid(row.getBytes("id")),
                Columns.uuid(row.getBytes("person_id")),
                row.getString("owner"),
                row.getString("name"),
                Scope.read(row.getString("scopes")),
                Columns.instant(row.getLong("created_at")),
                Columns.instant(row.getLong("expires_at")),
                optional(row, "used_at"),
                row.getString("used_from"),
                optional(row, "revoked_at"),
                row.getString("revoked_by"));
    }

    private static Optional<Instant> optional(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Columns.instant(micros));
    }

    @Override
    public Optional<ApiToken> find(byte[] secretHash) {
        return select("AND t.secret_hash = ?", query -> query.setBytes(2, secretHash)).stream()
                .findFirst();
    }

    @Override
    public Optional<ApiToken> find(UUID id) {
        return select("AND t.id = ?", query -> query.setBytes(2, Columns.bytes(id))).stream()
                .findFirst();
    }

    @Override
    public List<ApiToken> list() {
        return select("ORDER BY t.created_at DESC, t.id", _ -> {});
    }

    @Override
    public void used(UUID id, Instant at, String from) {
        transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE api_token SET used_at = ?, used_from = ? WHERE id = ?")) {
                update.setLong(1, Columns.micros(at));
                update.setString(2, from);
                update.setBytes(3, Columns.bytes(id));
                return update.executeUpdate();
            }
        });
    }

    @Override
    public boolean revoke(UUID id, Instant at, String by) {
        return transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE api_token SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL"
                                    + " AND person_id IN (SELECT id FROM person WHERE domain_name = ?)")) {
                update.setLong(1, Columns.micros(at));
                update.setString(2, by);
                update.setBytes(3, Columns.bytes(id));
                update.setString(4, domain);
                return update.executeUpdate() > 0;
            }
        });
    }

    @Override
    public int forget(Instant before) {
        return transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM api_token WHERE expires_at < ? OR revoked_at < ?")) {
                delete.setLong(1, Columns.micros(before));
                delete.setLong(2, Columns.micros(before));
                return delete.executeUpdate();
            }
        });
    }
}
