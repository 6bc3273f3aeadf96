package org.earshot.common.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Connection pools with the settings that our promises need. A pool opens also while its database is away.
final class DataSources {
    private static final int CONNECTIONS = 16;
    // of a server that has one pool for queries and one for transactions
    private static final int CONNECTIONS_OF_EACH = 12;
    // how long a request waits for a database that is away before it gets 503
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    // an embedded database is never away, only busy
    private static final Duration PATIENCE_WITH_H2 = Duration.ofSeconds(30);

    private static final int OPEN_ELSEWHERE = 90020;

    // H2 keeps longer values in tables of their own, which costs a third of a commit: bytes, far
    // more than a message has
    private static final int LONGEST_IN_ITS_ROW = 8192;

    private DataSources() {}

    /// The pool for queries, and for transactions too where [#openForTransactions] has none.
    ///
    /// @throws DatabaseRefusedException if the configuration can't be used
    static HikariDataSource open(DatabaseConfig config) {
        HikariConfig pool = settings(config);
        switch (Dialect.of(config.url())) {
            case H2 -> {
                pool.setConnectionTimeout(PATIENCE_WITH_H2.toMillis());
                pool.setJdbcUrl(h2Url(config.url()));
                keepToOurselves(config.url());
                openH2(pool.getJdbcUrl(), config.user(), password(config));
            }
            case MYSQL -> {
                pool.setMaximumPoolSize(CONNECTIONS_OF_EACH);
                pool.setJdbcUrl(mySqlUrl(config.url()));
            }
        }
        return new HikariDataSource(pool);
    }

    /// A pool whose connections are always in a transaction: to begin one and to leave it would cost a server two of the
    /// five round trips of a short one. Empty where that costs nothing.
    static Optional<HikariDataSource> openForTransactions(DatabaseConfig config) {
        if (Dialect.of(config.url()) == Dialect.H2) {
            return Optional.empty();
        }
        HikariConfig pool = settings(config);
        pool.setPoolName("earshot-db-transactions");
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(CONNECTIONS_OF_EACH);
        pool.setJdbcUrl(mySqlUrl(config.url()));
        return Optional.of(new HikariDataSource(pool));
    }

    private static HikariConfig settings(DatabaseConfig config) {
        check(config.url());
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("earshot-db");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1); // the server starts while the database is away
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setUsername(config.user());
        pool.setPassword(password(config));
        return pool;
    }

    private static void check(String url) {
        DatabaseConfig.problem(url)
                .ifPresent(problem -> {
                    throw new DatabaseRefusedException("database.url " + problem);
                });
    }

    // Without the pool, which would try again for a while: a file that is open elsewhere shows at
    // once, and opening after a
    // crash takes as long as it needs. DB_CLOSE_DELAY keeps it open.
    private static void openH2(String url, String user, String password) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("SET MAX_LENGTH_INPLACE_LOB " + LONGEST_IN_ITS_ROW);
        } catch (SQLException e) {
            throw new DatabaseRefusedException(
                    e.getErrorCode() == OPEN_ELSEWHERE
                            ? "the database file is open in another process: is a server running with this data directory?"
                            : "the database file can't be opened: " + e.getMessage(),
                    e);
        }
    }

    /// One connection to a MySQL or MariaDB server, without a pool; the caller closes it.
    static Connection connect(DatabaseConfig config) throws SQLException {
        check(config.url());
        return DriverManager.getConnection(mySqlUrl(config.url()), config.user(), password(config));
    }

    static String password(DatabaseConfig config) {
        if (config.passwordFile().isEmpty()) {
            return "";
        }
        Path file = config.passwordFile().get();
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && !PosixFilePermissions.fromString("rwx------")
                            .containsAll(Files.getPosixFilePermissions(file))) {
                throw new DatabaseRefusedException(
                        "database.passwordFile: others may read " + file + ": chmod 600 it");
            }
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new DatabaseRefusedException(
                    "database.passwordFile: " + file + " can't be read", e);
        }
    }

    /// The URL with what our promises need: WRITE_DELAY=0, because H2 by default forgets the last half second when the
    /// process dies; no trace file, because values of statements would stand there.
    static String h2Url(String url) {
        check(url);
        String[] parts = url.split(";", -1);
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                settings.put(
                        parts[i].substring(0, equals).toUpperCase(Locale.ROOT),
                        parts[i].substring(equals + 1));
            }
        }
        settings.put("MODE", "MySQL");
        settings.put("DATABASE_TO_LOWER", "TRUE");
        settings.put("CASE_INSENSITIVE_IDENTIFIERS", "TRUE");
        settings.put("WRITE_DELAY", "0");
        settings.put("DB_CLOSE_DELAY", "-1");
        settings.put("DB_CLOSE_ON_EXIT", "FALSE");
        settings.put("TRACE_LEVEL_FILE", "0");
        settings.put("TRACE_LEVEL_SYSTEM_OUT", "0");
        settings.putIfAbsent("LOCK_TIMEOUT", "5000");
        // statements of a connection that need no parsing again: more than the stores have
        settings.putIfAbsent("QUERY_CACHE_SIZE", "128");
        StringBuilder out = new StringBuilder(parts[0]);
        settings.forEach((key, value) -> out.append(';').append(key).append('=').append(value));
        return out.toString();
    }

    // before H2 makes the file, so that it is never open to others
    private static void keepToOurselves(String url) {
        Path file = Path.of(url.substring("jdbc:h2:file:".length()).split(";", -1)[0] + ".mv.db");
        try {
            var ours = PosixFilePermissions.fromString("rw-------");
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, ours);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(ours));
            }
        } catch (IOException e) {
            throw new DatabaseRefusedException(
                    "database.url: the file " + file + " can't be made or protected", e);
        }
    }

    /// The URL with what it does not say itself: TLS, with the server's name checked unless it is on this machine;
    /// batches as one statement; an end to waiting.
    static String mySqlUrl(String url) {
        int question = url.indexOf('?');
        String base = question < 0 ? url : url.substring(0, question);
        Map<String, String> settings = new LinkedHashMap<>();
        if (question >= 0) {
            for (String setting : url.substring(question + 1).split("&", -1)) {
                int equals = setting.indexOf('=');
                if (equals > 0) {
                    settings.put(setting.substring(0, equals), setting.substring(equals + 1));
                }
            }
        }
        boolean here =
                base.matches("jdbc:mysql://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/.*)?");
        settings.putIfAbsent("sslMode", here ? "PREFERRED" : "VERIFY_IDENTITY");
        settings.put("rewriteBatchedStatements", "true");
        settings.putIfAbsent("connectTimeout", "2000");
        settings.putIfAbsent("socketTimeout", "15000");
        // parsed once by the server, and bytes are sent as they are; a server allows 16,382 of all
        // its connections
        settings.putIfAbsent("useServerPrepStmts", "true");
        settings.putIfAbsent("cachePrepStmts", "true");
        settings.putIfAbsent("prepStmtCacheSize", "192");
        settings.putIfAbsent("prepStmtCacheSqlLimit", "8192");
        settings.putIfAbsent("sessionVariables", "innodb_lock_wait_timeout=5");
        StringBuilder out = new StringBuilder(base);
        char separator = '?';
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            out.append(separator).append(setting.getKey()).append('=').append(setting.getValue());
            separator = '&';
        }
        return out.toString();
    }
}
