package org.earshot.common.db;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.common.key.KeyRing;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's database: pool, migrations, transactions, and how it is. The stores are made on top of it, such as
/// `new JdbcAccountStore(database.transactions(), clock)`.
///
/// It opens also while a MySQL server is away: until that has been reached and migrated, every transaction gets a
/// [StoreUnavailableException], and a thread keeps trying. Thread-safe.
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    // one for each pair of cores is enough; two keep one slow commit from stopping everybody
    private static final int LANES = 2;

    private final Dialect dialect;
    private final HikariDataSource pool;
    private final Optional<HikariDataSource> transactional;
    private final KeyRing keyRing;
    private final Transactions transactions;
    private final GroupCommit groupCommit;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Runnable> compacting = Optional.empty();
    private volatile DatabaseStatus opening =
            new DatabaseStatus(
                    DatabaseStatus.State.UNREACHABLE,
                    "the database has not been reached yet",
                    List.of());

    private Database(
            Dialect dialect,
            HikariDataSource pool,
            Optional<HikariDataSource> transactional,
            KeyRing keyRing) {
        this.dialect = dialect;
        this.pool = pool;
        this.transactional = transactional;
        this.keyRing = keyRing;
        transactions = new Transactions(pool, transactional.orElse(pool), this::obstacle);
        groupCommit = new GroupCommit(transactions, "db-commit", LANES);
    }

    /// Opens it, and brings its tables up to date.
    ///
    /// @param keyRing seals what the database holds; the first one that comes is remembered
    /// @throws DatabaseRefusedException if the server must not start with it: it belongs to another key ring, another
    ///     process has the H2 file, the tables are of a newer Earshot
    public static Database open(DatabaseConfig config, KeyRing keyRing) {
        Dialect dialect = Dialect.of(config.url());
        Database database =
                new Database(
                        dialect,
                        DataSources.open(config),
                        DataSources.openForTransactions(config),
                        keyRing);
        try {
            database.prepare();
        } catch (StoreUnavailableException e) {
            if (dialect == Dialect.H2) {
                database.close();
                throw new DatabaseRefusedException(
                        "the database file can't be used: " + rootMessage(e), e);
            }
            log.warn("the database can't be reached, and is tried again: {}", rootMessage(e));
            Thread.ofPlatform().daemon().name("db-start").start(database::keepTrying);
        } catch (DatabaseRefusedException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /// Transactions on this database.
    public Transactions transactions() {
        return transactions;
    }

    /// Transactions that share commits when busy.
    public GroupCommit groupCommit() {
        return groupCommit;
    }

    /// Which kind it is.
    public Dialect dialect() {
        return dialect;
    }

    /// How it is now, as the last transaction found it.
    public DatabaseStatus status() {
        DatabaseStatus status = opening;
        if (status.state() == DatabaseStatus.State.READY
                && transactions.lastFailure().isPresent()) {
            return new DatabaseStatus(
                    DatabaseStatus.State.UNREACHABLE,
                    transactions.lastFailure().get(),
                    status.warnings());
        }
        return status;
    }

    /// How many transactions were given up since the start, since it could not be reached or was too busy.
    public long failures() {
        return transactions.failures();
    }

    /// Asks it for one row of its own.
    ///
    /// @throws StoreUnavailableException if it gives none now
    public void touch() {
        var _ =
                transactions.read(connection -> {
                    try (PreparedStatement query =
                                    connection.prepareStatement(
                                            "SELECT fact FROM meta WHERE name = 'keyRing'");
                            ResultSet rows = query.executeQuery()) {
                        return rows.next();
                    }
                });
    }

    /// Has its connections measured from now on; to be called once.
    public void measuredBy(MetricsTrackerFactory measuring) {
        pool.setMetricsTrackerFactory(measuring);
        transactional.ifPresent(one -> one.setMetricsTrackerFactory(measuring));
    }

    /// Writes a copy of the embedded database, as it is at one moment, while it is in use.
    ///
    /// @param zip a file that is not there yet
    /// @throws IllegalStateException on another database, which has tools of its own for that
    /// @throws StoreUnavailableException if it can't be written
    public void copyTo(Path zip) {
        if (dialect != Dialect.H2) {
            throw new IllegalStateException("not an embedded database");
        }
        var _ =
                transactions.read(connection -> {
                    try (PreparedStatement backup = connection.prepareStatement("BACKUP TO ?")) {
                        backup.setString(1, zip.toString());
                        return backup.execute();
                    }
                });
    }

    /// Writes the rows of a MySQL or MariaDB database, as they are at one moment, while it is in use; [DatabaseLoad] puts them back.
    ///
    /// @param file written from its beginning; compressed
    /// @throws IllegalStateException on the embedded database
    /// @throws IOException if the file can't be written
    /// @throws StoreUnavailableException if the database can't be read
    public void dumpTo(Path file) throws IOException {
        if (dialect != Dialect.MYSQL) {
            throw new IllegalStateException("an embedded database");
        }
        try {
            transactions.read(connection -> {
                DatabaseDump.write(connection, file);
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Has the embedded database's file written anew when it is closed, without what was removed from it: pages that are free
    /// still have it until something else is written there. Does nothing to other databases.
    ///
    /// @param first runs just before, to note it
    public void compactOnClose(Runnable first) {
        compacting = Optional.of(first);
    }

    /// Commits what waits, and lets go of the database.
    @Override
    public void close() {
        closing.countDown();
        groupCommit.close();
        if (dialect == Dialect.H2 && opening.state() == DatabaseStatus.State.READY) {
            try {
                Optional<Runnable> compaction = compacting;
                compaction.ifPresent(Runnable::run);
                transactions.read(connection -> {
                    try (var shutdown = connection.createStatement()) {
                        return shutdown.execute(
                                compaction.isPresent() ? "SHUTDOWN COMPACT" : "SHUTDOWN");
                    }
                });
            } catch (StoreUnavailableException e) {
                log.debug("H2 was closed already", e);
            }
        }
        transactional.ifPresent(HikariDataSource::close);
        pool.close();
    }

    private Optional<String> obstacle() {
        DatabaseStatus status = opening;
        return status.state() == DatabaseStatus.State.READY
                ? Optional.empty()
                : Optional.of(status.detail());
    }

    private void keepTrying() {
        try {
            while (!closing.await(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    prepare();
                    log.info("the database has been reached");
                    return;
                } catch (StoreUnavailableException e) {
                    log.debug("the database can't be reached", e);
                } catch (DatabaseRefusedException e) {
                    log.error("the database can't be used: {}", e.getMessage());
                    opening =
                            new DatabaseStatus(
                                    DatabaseStatus.State.REFUSED, e.getMessage(), List.of());
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prepare() {
        try {
            // past the obstacle, which is what we are about to remove
            Transactions open = new Transactions(pool, transactional.orElse(pool), Optional::empty);
            requireWhole(open);
            migrate();
            requireKeyRing(open);
            List<String> warnings =
                    dialect == Dialect.MYSQL
                            ? Durability.warnings(open.read(Durability::settings))
                            : List.of();
            warnings.forEach(warning -> log.warn("{}", warning));
            opening = new DatabaseStatus(DatabaseStatus.State.READY, "", warnings);
        } catch (StoreUnavailableException e) {
            opening =
                    new DatabaseStatus(
                            DatabaseStatus.State.UNREACHABLE,
                            "the database has not been reached yet: " + rootMessage(e),
                            List.of());
            throw e;
        }
    }

    private void migrate() {
        try {
            Flyway flyway =
                    Flyway.configure().dataSource(pool).locations("classpath:db/migration").load();
            flyway.migrate();
            for (MigrationInfo applied : flyway.info().applied()) {
                if (!applied.getState().isResolved()) {
                    throw new DatabaseRefusedException(
                            "the database's tables are of a newer Earshot (version "
                                    + applied.getVersion()
                                    + "): install that one, or put a backup from before back into an empty database");
                }
            }
        } catch (FlywayException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && SqlFailure.of(sql) != SqlFailure.WRONG) {
                    throw new StoreUnavailableException("the database can't be reached", e);
                }
            }
            throw new DatabaseRefusedException(
                    "the database's tables can't be brought up to date: " + e.getMessage(), e);
        }
    }

    private void requireWhole(Transactions open) {
        if (dialect == Dialect.MYSQL && open.read(UnfinishedLoad::begun).isPresent()) {
            throw new DatabaseRefusedException(
                    "a backup is being put back into the database, or that was not finished: wait for the end of admin restore, or call it once more");
        }
    }

    private void requireKeyRing(Transactions open) {
        Optional<String> misfit =
                open.run(connection -> {
                    String recorded = recordedKeyRing(connection);
                    Optional<String> why = keyRing.misfit(recorded);
                    if (why.isEmpty() && !recorded.equals(keyRing.fingerprint())) {
                        // keys were added here: nodes without them must not start any more
                        recordKeyRing(connection);
                    }
                    return why;
                });
        if (misfit.isPresent()) {
            throw new DatabaseRefusedException(
                    "the database belongs to another key ring: "
                            + misfit.get()
                            + ". Import the domain's key ring (admin keys import), or use another database");
        }
    }

    private String recordedKeyRing(Connection connection) throws SQLException {
        // also the lock: of two nodes that start at once, one records first
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO meta (name, fact) VALUES ('keyRing', ?) ON DUPLICATE KEY UPDATE fact = fact")) {
            insert.setString(1, keyRing.fingerprint());
            insert.executeUpdate();
        }
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT fact FROM meta WHERE name = 'keyRing'");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void recordKeyRing(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE meta SET fact = ? WHERE name = 'keyRing'")) {
            update.setString(1, keyRing.fingerprint());
            update.executeUpdate();
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
