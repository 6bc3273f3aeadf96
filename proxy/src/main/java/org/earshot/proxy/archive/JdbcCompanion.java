package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.SQLException;

/// A companion that works on the same database as the record.
@FunctionalInterface
public interface JdbcCompanion extends Companion {

    /// Does its work on the connection of the commit, which belongs to others too: neither commits nor rolls back. May
    /// run more than once, so all that it changes is in the database.
    ///
    /// @throws CompanionRefusedException if neither it nor the event may be
    void write(Connection connection) throws SQLException;

    @Override
    default Companion and(Companion other) {
        JdbcCompanion next = (JdbcCompanion) other;
        return (JdbcCompanion)
                connection -> {
                    write(connection);
                    next.write(connection);
                };
    }
}
