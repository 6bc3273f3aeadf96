package org.earshot.common.location;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;

/// The row of an address in `address_of_record`, on which everything hangs that is kept of it: bindings, publications,
/// the contact list. Whoever changes one of them locks the row first, so that changes of one address run one after the
/// other on all nodes. Without state.
public final class JdbcAddressRow {
    private JdbcAddressRow() {}

    /// By which the row is found: `aor_key`.
    public static byte[] key(AddressOfRecord address) {
        return Columns.sha256(address.toString());
    }

    /// Makes the row where there is none, and holds it until the commit.
    public static void lock(Connection connection, AddressOfRecord address) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO address_of_record (aor_key, user_part, domain_name, changes)"
                                + " VALUES (?, ?, ?, 1) ON DUPLICATE KEY UPDATE changes = changes + 1")) {
            upsert.setBytes(1, key(address));
            upsert.setString(2, address.user());
            upsert.setString(3, address.domain());
            upsert.executeUpdate();
        }
    }
}
