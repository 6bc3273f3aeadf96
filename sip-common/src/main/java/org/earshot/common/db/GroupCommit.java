package org.earshot.common.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.earshot.common.db.Transactions.Work;

/// Many changes in one commit when busy, each change alone when not: whatever waits when the previous commit is done
/// shares the next one, up to [#LIMIT]. A change that throws is undone alone (each has its savepoint).
///
/// Each lane has one thread. Changes of one lane run one after the other; give changes of the same row the same lane,
/// and they never wait for a lock within this process.
public final class GroupCommit implements AutoCloseable {
    /// Changes in one commit at most.
    public static final int LIMIT = 256;

    private final Transactions transactions;
    private final List<Lane> lanes = new ArrayList<>();

    /// @param name of its threads
    /// @param lanes 1 or more
    public GroupCommit(Transactions transactions, String name, int lanes) {
        this.transactions = transactions;
        for (int i = 0; i < lanes; i++) {
            this.lanes.add(new Lane(name + "-" + i));
        }
        this.lanes.forEach(lane -> lane.thread.start());
    }

    /// Runs a change and returns when it is committed.
    ///
    /// @param lane changes with equal lanes run one after the other
    /// @param change may run more than once
    /// @throws StoreUnavailableException if the database can't be reached, or this is closed
    /// @throws DatabaseException if the database refused a statement or a value
    public <T> T run(Object lane, Work<T> change) {
        return result(submit(lane, change));
    }

    /// Waits for what [#submit] promised.
    ///
    /// @throws StoreUnavailableException or a [DatabaseException], as [#run]
    public static <T> T result(CompletableFuture<T> change) {
        try {
            return change.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// The same without waiting.
    public <T> CompletableFuture<T> submit(Object lane, Work<T> change) {
        Change<T> entry = new Change<>(change);
        lanes.get(Math.floorMod(lane.hashCode(), lanes.size())).add(entry);
        return entry.done;
    }

    /// Commits what waits, and refuses what comes later.
    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }

    private void commit(List<Change<?>> batch) {
        try {
            transactions.run(connection -> {
                for (Change<?> change : batch) {
                    change.attempt(connection, batch.size() > 1);
                }
                return null;
            });
        } catch (DatabaseException e) {
            if (batch.size() == 1) {
                batch.getFirst().fail(e);
                return;
            }
            // one of them is wrong: let only that one fail
            batch.forEach(change -> commit(List.of(change)));
            return;
        } catch (RuntimeException | Error e) {
            batch.forEach(change -> change.fail(e));
            return;
        }
        batch.forEach(Change::complete);
    }

    private final class Lane {
        private final LinkedBlockingQueue<Change<?>> waiting = new LinkedBlockingQueue<>();
        private final Change<Void> end = new Change<>(_ -> null);
        private final Thread thread;
        private boolean closed;

        Lane(String name) {
            thread = Thread.ofPlatform().daemon().name(name).unstarted(this::serve);
        }

        synchronized void add(Change<?> change) {
            if (closed) {
                change.fail(new StoreUnavailableException("the store is closed", null));
                return;
            }
            waiting.add(change);
        }

        void close() {
            synchronized (this) {
                if (!closed) {
                    closed = true;
                    waiting.add(end);
                }
            }
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void serve() {
            List<Change<?>> batch = new ArrayList<>(LIMIT);
            boolean last = false;
            while (!last) {
                batch.clear();
                try {
                    batch.add(waiting.take());
                } catch (InterruptedException e) {
                    continue; // nobody but close() ends this thread
                }
                waiting.drainTo(batch, LIMIT - 1);
                last = batch.remove(end);
                if (!batch.isEmpty()) {
                    commit(List.copyOf(batch));
                }
            }
        }
    }

    /// One change, confined to its lane's thread once it has been taken from the queue.
    private static final class Change<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private T result;
        private Throwable failure;

        Change(Work<T> work) {
            this.work = work;
        }

        void attempt(Connection connection, boolean withOthers) throws SQLException {
            Savepoint before = withOthers ? connection.setSavepoint() : null;
            failure = null;
            try {
                result = work.run(connection);
            } catch (RuntimeException e) {
                if (before == null) {
                    throw e;
                }
                connection.rollback(before);
                failure = e;
            }
        }

        void complete() {
            if (failure == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(failure);
            }
        }

        void fail(Throwable why) {
            done.completeExceptionally(why);
        }
    }
}
