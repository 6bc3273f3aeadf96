package org.earshot.interop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.Transactions;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.JdbcCompanion;
import org.earshot.proxy.archive.JdbcGroupedCompanion;

/// What a server without a record would do: the message's rows in a commit as durable as the record's, shared when busy, by
/// one thread, as `ChainedArchive` does it. For comparison only; no server of ours can run so.
final class QueueWithoutArchive implements AutoCloseable {
    private static final int LIMIT = 256;
    private static final Duration UNHURRIED = Duration.ofMillis(50);

    private final Transactions transactions;
    private final Dialect dialect;
    private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("queue").unstarted(this::serve);

    private record Entry(
            Optional<Companion> companion, boolean urgent, CompletableFuture<Void> done) {}

    QueueWithoutArchive(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
        thread.start();
    }

    /// @param urgent whether somebody waits for it
    CompletableFuture<Void> submit(Companion companion, boolean urgent) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(new Entry(Optional.of(companion), urgent, done));
        return done;
    }

    @Override
    public void close() {
        waiting.add(new Entry(Optional.empty(), true, new CompletableFuture<>()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            Optional<Entry> next = Optional.of(waiting.take());
            while (true) {
                List<Entry> batch = new ArrayList<>();
                boolean urgent = false;
                boolean end = false;
                long deadline = System.nanoTime() + UNHURRIED.toNanos();
                while (next.isPresent() && !end && batch.size() < LIMIT) {
                    end = next.get().companion().isEmpty();
                    if (!end) {
                        batch.add(next.get());
                        urgent |= next.get().urgent();
                        long patience = urgent ? 0 : Math.max(0, deadline - System.nanoTime());
                        next = Optional.ofNullable(waiting.poll(patience, TimeUnit.NANOSECONDS));
                    }
                }
                commit(batch);
                if (end) {
                    return;
                }
                next = next.isPresent() ? next : Optional.of(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Entry> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            transactions.run(connection -> {
                write(connection, batch);
                return null;
            });
            if (dialect == Dialect.H2) {
                transactions.read(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("CHECKPOINT SYNC");
                    }
                });
            }
            batch.forEach(entry -> entry.done().complete(null));
        } catch (RuntimeException e) {
            batch.forEach(entry -> entry.done().completeExceptionally(e));
        }
    }

    private static void write(Connection connection, List<Entry> batch) throws SQLException {
        Map<Object, List<JdbcGroupedCompanion<?>>> groups = new LinkedHashMap<>();
        for (Entry entry : batch) {
            if (entry.companion().orElseThrow() instanceof JdbcGroupedCompanion<?> grouped) {
                groups.computeIfAbsent(grouped.kind(), _ -> new ArrayList<>()).add(grouped);
            } else {
                ((JdbcCompanion) entry.companion().orElseThrow()).write(connection);
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
        first.kind()
                .write(
                        connection,
                        group.stream()
                                .map(each -> ((JdbcGroupedCompanion<T>) each).content())
                                .toList());
    }
}
