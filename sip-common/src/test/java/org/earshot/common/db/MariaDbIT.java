package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/// The server that tests start.
class MariaDbIT {
    /// Servers that start at once must not remove each other's temporary tables.
    @Test
    void itsTemporaryTablesAreWhereNoOtherServerLooks() throws Exception {
        MariaDb server = MariaDb.shared();
        try (Connection connection = server.admin();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT @@tmpdir")) {
            assertThat(row.next()).isTrue();
            assertThat(Path.of(row.getString(1)))
                    .isEqualTo(server.dataDirectory().resolveSibling("tmp"));
        }
    }
}
