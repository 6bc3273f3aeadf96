package org.earshot.softphone.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.earshot.common.db.Columns;
import org.earshot.softphone.ua.FileStore;

/// Which files are on their way, in the H2 file of the messages. All work is done on the queue that it is given. Thread-safe.
public final class JdbcFileStore implements FileStore {
    private static final String THIS_ONE =
            " WHERE account = ? AND peer = ? AND incoming = ? AND transfer_id = ?";

    private final JdbcStoreFile file;
    private final Executor queue;

    JdbcFileStore(JdbcStoreFile file, Executor queue) {
        this.file = file;
        this.queue = queue;
    }

    @Override
    public CompletionStage<List<Kept>> unfinished() {
        return CompletableFuture.supplyAsync(
                () ->
                        file.read(connection -> {
                            try (PreparedStatement query =
                                    connection.prepareStatement(
                                            "SELECT account, peer, incoming, transfer_id, path, sha256, since, url, paused, fate"
                                                    + " FROM file_transfer ORDER BY number")) {
                                return kept(query);
                            }
                        }),
                queue);
    }

    private static List<Kept> kept(PreparedStatement query) throws SQLException {
        List<Kept> all = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                all.add(
                        new Kept(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                Columns.instant(row.getLong(7)),
                                row.getString(8),
                                row.getBoolean(9),
                                Fate.valueOf(row.getString(10))));
            }
        }
        return all;
    }

    @Override
    public CompletionStage<Void> keep(Kept kept) {
        return CompletableFuture.supplyAsync(
                () ->
                        file.change(connection -> {
                            try (PreparedStatement delete =
                                            connection.prepareStatement(
                                                    "DELETE FROM file_transfer" + THIS_ONE);
                                    PreparedStatement insert =
                                            connection.prepareStatement(
                                                    "INSERT INTO file_transfer (account, peer, incoming,"
                                                            + " transfer_id, path, sha256, since, url, paused, fate)"
                                                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                                name(delete, kept);
                                delete.executeUpdate();
                                name(insert, kept);
                                insert.setString(5, kept.path());
                                insert.setString(6, kept.sha256());
                                insert.setLong(7, Columns.micros(kept.since()));
                                insert.setString(8, kept.url());
                                insert.setBoolean(9, kept.paused());
                                insert.setString(10, kept.fate().name());
                                insert.executeUpdate();
                            }
                            return null;
                        }),
                queue);
    }

    @Override
    public CompletionStage<Void> forget(Kept kept) {
        return CompletableFuture.supplyAsync(
                () ->
                        file.change(connection -> {
                            try (PreparedStatement delete =
                                    connection.prepareStatement(
                                            "DELETE FROM file_transfer" + THIS_ONE)) {
                                name(delete, kept);
                                delete.executeUpdate();
                            }
                            return null;
                        }),
                queue);
    }

    private static void name(PreparedStatement statement, Kept kept) throws SQLException {
        statement.setString(1, kept.account());
        statement.setString(2, kept.peer());
        statement.setBoolean(3, kept.incoming());
        statement.setString(4, kept.transferId());
    }
}
