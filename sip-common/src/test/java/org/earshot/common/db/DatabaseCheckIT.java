package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseCheckIT {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final InstantSource FAST = () -> CLOCK.instant().plusSeconds(1000);

    @Test
    void itsClockAndItsSettings() throws Exception {
        DatabaseConfig config = TestDatabases.config(Dialect.MYSQL);
        DatabaseCheck right = DatabaseCheck.of(config, CLOCK);
        assertThat(right.failure()).isEmpty();
        assertThat(right.ahead().orElseThrow()).isBetween(seconds(-20), seconds(20));
        assertThat(DatabaseCheck.of(config, FAST).ahead().orElseThrow())
                .isBetween(seconds(980), seconds(1020));
        try (Connection connection = DataSources.connect(config);
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
            try {
                assertThat(DatabaseCheck.of(config, CLOCK).weaknesses())
                        .singleElement()
                        .asString()
                        .startsWith("innodb_flush_log_at_trx_commit is 2");
            } finally {
                statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
            }
        }
        assertThat(DatabaseCheck.of(config, CLOCK).weaknesses()).isEmpty();
    }

    private static Duration seconds(int some) {
        return Duration.ofSeconds(some);
    }

    @Test
    void whyItCantBeUsed() {
        DatabaseCheck away =
                DatabaseCheck.of(
                        new DatabaseConfig(
                                "jdbc:mysql://127.0.0.1:1/earshot",
                                "root",
                                Optional.empty(),
                                Path.of("target")),
                        CLOCK);
        assertThat(away.failure()).isPresent();
        assertThat(away.ahead()).isEmpty();
    }
}
