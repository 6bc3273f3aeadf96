package org.earshot.common.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// How a MySQL or MariaDB server is, seen from here; changes nothing there.
///
/// @param failure why it can't be used; empty: it can
/// @param ahead how far the clock here is ahead of the database's; negative: behind. As exact as half of the time that a question takes
/// @param weaknesses what makes a commit weaker than "on stable storage", a sentence each
public record DatabaseCheck(
        Optional<String> failure, Optional<Duration> ahead, List<String> weaknesses) {
    public DatabaseCheck {
        weaknesses = List.copyOf(weaknesses);
    }

    /// Waits some seconds at most.
    public static DatabaseCheck of(DatabaseConfig config, InstantSource clock) {
        try (Connection connection = DataSources.connect(config)) {
            Instant asked = clock.instant();
            Instant there = now(connection);
            Duration took = Duration.between(asked, clock.instant());
            return new DatabaseCheck(
                    Optional.empty(),
                    Optional.of(Duration.between(there, asked.plus(took.dividedBy(2)))),
                    Durability.warnings(Durability.settings(connection)));
        } catch (SQLException | DatabaseRefusedException e) {
            return new DatabaseCheck(
                    Optional.of(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                    Optional.empty(),
                    List.of());
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return Instant.EPOCH.plus(rows.getLong(1), ChronoUnit.MICROS);
        }
    }
}
