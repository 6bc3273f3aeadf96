package org.earshot.softphone.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.earshot.common.db.Columns;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ua.JournalStore;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// The journal in the H2 file of the messages. All work is done on the queue that it is given. Thread-safe.
public final class JdbcJournalStore implements JournalStore {
    /// The oldest of more are forgotten.
    static final int MOST = 20_000;

    private static final int MOST_OF_ONE = 1_000;
    private static final int LONGEST = 10_000;
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");
    private static final String CALL = "CALL";
    private static final String FILE = "FILE";
    private static final String COLUMNS =
            "id, kind, peer, incoming, at, name, outcome, reason, answered, ended, encryption, size, sha256, path";

    private final JdbcStoreFile file;
    private final Executor queue;

    JdbcJournalStore(JdbcStoreFile file, Executor queue) {
        this.file = file;
        this.queue = queue;
    }

    private <T> CompletionStage<T> change(JdbcStoreFile.Work<T> work) {
        return CompletableFuture.supplyAsync(() -> file.change(work), queue);
    }

    private <T> CompletionStage<T> read(JdbcStoreFile.Work<T> work) {
        return CompletableFuture.supplyAsync(() -> file.read(work), queue);
    }

    @Override
    public CompletionStage<Void> begin(String account, JournalEntry entry) {
        return put(account, entry, true);
    }

    @Override
    public CompletionStage<Void> write(String account, JournalEntry entry) {
        return put(account, entry, false);
    }

    private CompletionStage<Void> put(String account, JournalEntry entry, boolean open) {
        return change(connection -> {
            try (PreparedStatement merge =
                    connection.prepareStatement(
                            "MERGE INTO journal ("
                                    + COLUMNS
                                    + ", account, conversation, open, unseen) KEY (id)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                set(merge, entry);
                merge.setString(15, account);
                merge.setString(16, new Contact(entry.peer(), "").uri());
                merge.setBoolean(17, open);
                merge.setBoolean(
                        18,
                        !open
                                && entry instanceof PastCall call
                                && call.outcome() == JournalEntry.Outcome.MISSED);
                merge.executeUpdate();
            }
            prune(connection);
            return null;
        });
    }

    private static void prune(Connection connection) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM journal WHERE number <= (SELECT MAX(number) FROM journal) - ?")) {
            delete.setLong(1, MOST);
            delete.executeUpdate();
        }
    }

    /// Of any time that there is.
    private static long micros(Instant at) {
        if (at.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return at.isAfter(FAR) ? Long.MAX_VALUE : Columns.micros(at);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static void set(PreparedStatement statement, JournalEntry entry) throws SQLException {
        statement.setString(1, entry.id());
        statement.setString(3, entry.peer());
        statement.setBoolean(4, entry.incoming());
        statement.setLong(5, Columns.micros(entry.at()));
        switch (entry) {
            case PastCall call -> {
                statement.setString(2, CALL);
                statement.setString(6, cut(call.displayName()));
                statement.setString(7, call.outcome().name());
                statement.setString(8, cut(call.reason()));
                if (call.answered().isPresent()) {
                    statement.setLong(9, Columns.micros(call.answered().get()));
                } else {
                    statement.setNull(9, Types.BIGINT);
                }
                statement.setLong(10, Columns.micros(call.ended()));
                statement.setString(11, call.encryption());
                statement.setLong(12, 0);
                statement.setString(13, "");
                statement.setNull(14, Types.VARCHAR);
            }
            case PastFile past -> {
                statement.setString(2, FILE);
                statement.setString(6, cut(past.name()));
                statement.setString(7, past.outcome().name());
                statement.setString(8, cut(past.reason()));
                statement.setNull(9, Types.BIGINT);
                statement.setNull(10, Types.BIGINT);
                statement.setString(11, "");
                statement.setLong(12, past.size());
                statement.setString(13, past.sha256());
                statement.setString(14, past.file().map(Path::toString).orElse(null));
            }
        }
    }

    private static List<JournalEntry> entries(PreparedStatement query) throws SQLException {
        List<JournalEntry> all = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                all.add(row.getString(2).equals(CALL) ? call(row) : file(row));
            }
        }
        return all;
    }

    private static PastCall call(ResultSet row) throws SQLException {
        long answered = row.getLong(9);
        boolean never = row.wasNull();
        return new PastCall(
                row.getString(1),
                row.getString(3),
                row.getString(6),
                row.getBoolean(4),
                Columns.instant(row.getLong(5)),
                never ? Optional.empty() : Optional.of(Columns.instant(answered)),
                Columns.instant(row.getLong(10)),
                JournalEntry.Outcome.valueOf(row.getString(7)),
                row.getString(8),
                row.getString(11));
    }

    private static PastFile file(ResultSet row) throws SQLException {
        return new PastFile(
                row.getString(1),
                row.getString(3),
                row.getBoolean(4),
                row.getString(6),
                row.getLong(12),
                row.getString(13),
                FilePhase.valueOf(row.getString(7)),
                row.getString(8),
                Columns.instant(row.getLong(5)),
                path(Optional.ofNullable(row.getString(14))));
    }

    private static Optional<Path> path(Optional<String> text) {
        try {
            return text.map(Path::of);
        } catch (InvalidPathException _) {
            return Optional.empty(); // kept on another system
        }
    }

    private CompletionStage<List<JournalEntry>> newest(
            String account, String kind, Optional<Instant> before, int most) {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM journal WHERE account = ? AND kind = ? AND at < ? AND NOT open"
                                    + " ORDER BY at DESC, number DESC LIMIT ?")) {
                query.setString(1, account);
                query.setString(2, kind);
                query.setLong(3, before.map(JdbcJournalStore::micros).orElse(Long.MAX_VALUE));
                query.setInt(4, most);
                return entries(query);
            }
        });
    }

    @Override
    public CompletionStage<List<PastCall>> calls(
            String account, Optional<Instant> before, int most) {
        return newest(account, CALL, before, most)
                .thenApply(all -> all.stream().map(PastCall.class::cast).toList());
    }

    @Override
    public CompletionStage<List<PastFile>> files(
            String account, Optional<Instant> before, int most) {
        return newest(account, FILE, before, most)
                .thenApply(all -> all.stream().map(PastFile.class::cast).toList());
    }

    @Override
    public CompletionStage<List<PastFile>> filesNamed(
            String account, List<String> words, int most) {
        List<String> wanted = List.copyOf(words);
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM journal WHERE account = ? AND kind = ? AND NOT open"
                                    + WordsWithin.of("name", wanted.size())
                                    + " ORDER BY at DESC, number DESC LIMIT ?")) {
                query.setString(1, account);
                query.setString(2, FILE);
                int next = 3;
                for (String word : wanted) {
                    query.setString(next++, WordsWithin.pattern(word));
                }
                query.setInt(next, most);
                return entries(query).stream().map(PastFile.class::cast).toList();
            }
        });
    }

    @Override
    public CompletionStage<List<JournalEntry>> of(
            String account, String conversation, Instant from, Instant to) {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM journal WHERE account = ? AND conversation = ? AND at >= ? AND at < ?"
                                    + " AND NOT open ORDER BY at DESC, number DESC LIMIT ?")) {
                query.setString(1, account);
                query.setString(2, conversation);
                query.setLong(3, micros(from));
                query.setLong(4, micros(to));
                query.setInt(5, MOST_OF_ONE);
                return List.copyOf(entries(query).reversed());
            }
        });
    }

    @Override
    public CompletionStage<Integer> missedUnseen(String account) {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT COUNT(*) FROM journal WHERE account = ? AND kind = 'CALL' AND unseen")) {
                query.setString(1, account);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    @Override
    public CompletionStage<Void> seenMissed(String account) {
        return change(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE journal SET unseen = FALSE WHERE account = ? AND unseen")) {
                update.setString(1, account);
                update.executeUpdate();
            }
            return null;
        });
    }
}
