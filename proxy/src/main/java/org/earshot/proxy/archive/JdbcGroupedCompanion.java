package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A companion whose rows are written together with those of others of its kind: few statements for a whole commit,
/// where the database is a network away. Companions of one commit must not build upon each other.
///
/// @param kind the same object for all that go together
/// @param content what there is to write
/// @param <T> type of what there is to write
public record JdbcGroupedCompanion<T>(Kind<T> kind, T content) implements JdbcCompanion {

    /// Writes the rows of several companions.
    ///
    /// @param <T> what one companion has to write
    @FunctionalInterface
    public interface Kind<T> {
        /// As [JdbcCompanion#write]. When one of them must not be, the whole is refused, and each may be tried alone.
        void write(Connection connection, List<T> contents) throws SQLException;
    }

    @Override
    public void write(Connection connection) throws SQLException {
        kind.write(connection, List.of(content));
    }

    /// Writes all companions of a commit, those of one kind together.
    static void writeAll(Connection connection, List<Companion> companions) throws SQLException {
        Map<Kind<?>, List<JdbcGroupedCompanion<?>>> groups = new LinkedHashMap<>();
        for (Companion companion : companions) {
            if (companion instanceof JdbcGroupedCompanion<?> grouped) {
                groups.computeIfAbsent(grouped.kind(), _ -> new ArrayList<>()).add(grouped);
            } else {
                ((JdbcCompanion) companion).write(connection);
            }
        }
        for (List<JdbcGroupedCompanion<?>> group : groups.values()) {
            writeGroup(connection, group.getFirst(), group);
        }
    }

    @SuppressWarnings("unchecked") // all have the kind of the first, and so its content
    private static <T> void writeGroup(
            Connection connection,
            JdbcGroupedCompanion<T> first,
            List<JdbcGroupedCompanion<?>> group)
            throws SQLException {
        List<T> contents = new ArrayList<>(group.size());
        for (JdbcGroupedCompanion<?> each : group) {
            contents.add(((JdbcGroupedCompanion<T>) each).content());
        }
        first.kind().write(connection, contents);
    }
}
