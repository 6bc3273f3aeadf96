package org.earshot.common.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// Runs work in transactions: all of it happens, or nothing. Isolation is READ COMMITTED, so that two changes of
/// different rows don't wait for each other's gaps; who changes shared rows locks their parent row first. Thread-safe;
/// a call blocks its thread, so it is for virtual threads and for threads that may wait.
public final class Transactions {
    private static final int ATTEMPTS = 12;
    // more than the pool keeps idle
    private static final int STALE_ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(4);

    private final DataSource queries;
    private final DataSource changes;
    private final Supplier<Optional<String>> obstacle;
    private final LongAdder failures = new LongAdder();
    private volatile Optional<String> lastFailure = Optional.empty();
    private volatile Optional<WorkObserver> observer = Optional.empty();

    /// Transactions on a database that is ready.
    public Transactions(DataSource dataSource) {
        this(dataSource, dataSource, Optional::empty);
    }

    /// @param queries connections for [#read]
    /// @param changes connections for [#run], best such as are in a transaction always
    /// @param obstacle why the database must not be used now, if so
    Transactions(DataSource queries, DataSource changes, Supplier<Optional<String>> obstacle) {
        this.queries = queries;
        this.changes = changes;
        this.obstacle = obstacle;
    }

    /// What is done with a connection. It may run more than once, so all that it changes is in the database.
    ///
    /// @param <T> what comes out
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Runs work as one transaction and returns after its commit; runs it again after a deadlock or a lock timeout.
    ///
    /// @throws StoreUnavailableException if the database can't be reached. When the connection broke during the commit,
    ///     nobody knows whether that happened
    /// @throws DatabaseException if the database refused a statement or a value
    public <T> T run(Work<T> work) {
        return observed("transaction", () -> change(work));
    }

    private <T> T change(Work<T> work) {
        return retrying(progress -> {
            try (Connection connection = progress.connect(changes)) {
                // a round trip, even where it changes nothing
                if (connection.getAutoCommit()) {
                    connection.setAutoCommit(false);
                }
                try {
                    T result = work.run(connection);
                    progress.committing();
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    rollBack(connection, e);
                    throw e;
                }
            }
        });
    }

    /// Runs one query, without the cost of a transaction.
    ///
    /// @throws StoreUnavailableException if the database can't be reached
    /// @throws DatabaseException if the database refused the query
    public <T> T read(Work<T> query) {
        return observed(
                "read",
                () ->
                        retrying(progress -> {
                            try (Connection connection = progress.connect(queries)) {
                                return query.run(connection);
                            }
                        }));
    }

    /// From now on somebody hears of each.
    public void observedBy(WorkObserver hearing) {
        observer = Optional.of(hearing);
    }

    private <T> T observed(String what, Supplier<T> work) {
        Optional<WorkObserver> hearing = observer;
        if (hearing.isEmpty()) {
            return work.get();
        }
        long began = System.nanoTime();
        boolean failed = true;
        try {
            T result = work.get();
            failed = false;
            return result;
        } finally {
            hearing.get().done(what, System.nanoTime() - began, failed);
        }
    }

    /// Why the last transaction did not reach the database; empty when it did.
    Optional<String> lastFailure() {
        return lastFailure;
    }

    /// How many were given up since the start, since the database could not be reached or was too busy.
    long failures() {
        return failures.sum();
    }

    private <T> T retrying(Attempt<T> work) {
        obstacle.get()
                .ifPresent(why -> {
                    throw unavailable(why, null);
                });
        for (int attempt = 1; ; attempt++) {
            Progress progress = new Progress();
            try {
                T result = work.run(progress);
                lastFailure = Optional.empty();
                return result;
            } catch (SQLException e) {
                switch (SqlFailure.of(e)) {
                    case UNAVAILABLE -> {
                        if (progress.mayHaveBeenStale() && attempt <= STALE_ATTEMPTS) {
                            continue;
                        }
                        lastFailure = Optional.of(String.valueOf(e.getMessage()));
                        throw unavailable("the database can't be reached", e);
                    }
                    case WRONG ->
                            throw new DatabaseException("the database refused a statement", e);
                    case CONFLICT -> {
                        if (attempt == ATTEMPTS) {
                            throw unavailable(
                                    "the database is too busy: " + ATTEMPTS + " attempts", e);
                        }
                        pause(attempt);
                    }
                }
            }
        }
    }

    private StoreUnavailableException unavailable(String why, SQLException cause) {
        failures.increment();
        return new StoreUnavailableException(why, cause);
    }

    /// One try.
    @FunctionalInterface
    private interface Attempt<T> {
        T run(Progress progress) throws SQLException;
    }

    /// How far a try came. A pooled connection may belong to a database server that has ended since, and a new one would do:
    /// but only before the commit, for afterwards nobody knows whether it happened.
    private static final class Progress {
        private boolean connected;
        private boolean committing;

        Connection connect(DataSource dataSource) throws SQLException {
            Connection connection = dataSource.getConnection();
            connected = true;
            return connection;
        }

        void committing() {
            committing = true;
        }

        boolean mayHaveBeenStale() {
            return connected && !committing;
        }
    }

    /// A connection that broke is closed by now, and can't even say whether it was in a transaction: what counts is the
    /// reason, which must reach the caller.
    private static void rollBack(Connection connection, Throwable reason) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    // at random, so that two who met don't meet again
    private static void pause(int attempt) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE.toNanos() * attempt));
    }
}
