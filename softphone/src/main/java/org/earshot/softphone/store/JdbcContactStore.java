package org.earshot.softphone.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactStore;

/// The contact lists in the H2 file of the messages. All work is done on the queue that it is given. Thread-safe.
public final class JdbcContactStore implements ContactStore {
    private static final String NOBODY = "";
    private static final String MINE = "mine";
    private static final String BASE = "base";
    private static final String FAVOURITE = "favourite";

    private final JdbcStoreFile file;
    private final Executor queue;

    JdbcContactStore(JdbcStoreFile file, Executor queue) {
        this.file = file;
        this.queue = queue;
    }

    private <T> CompletionStage<T> change(JdbcStoreFile.Work<T> work) {
        return CompletableFuture.supplyAsync(() -> file.change(work), queue);
    }

    /// Takes over contacts that an earlier version of the phone kept for nobody in particular: they are added to the list
    /// of who logs in next. Asked again before that, it changes nothing.
    public CompletionStage<Void> adopt(List<String> uris) {
        return change(connection -> {
            List<Contact> waiting = new ArrayList<>(select(connection, NOBODY, MINE));
            uris.stream().map(uri -> new Contact(uri, "")).forEach(waiting::add);
            replace(connection, NOBODY, MINE, waiting);
            return null;
        });
    }

    @Override
    public CompletionStage<Kept> load(String account) {
        return change(connection -> {
            List<Contact> mine = new ArrayList<>(select(connection, account, MINE));
            List<Contact> adopted = select(connection, NOBODY, MINE);
            if (!adopted.isEmpty()) {
                mine.addAll(adopted);
                replace(connection, account, MINE, mine);
                replace(connection, NOBODY, MINE, List.of());
            }
            return new Kept(
                    select(connection, account, MINE),
                    select(connection, account, BASE),
                    select(connection, account, FAVOURITE).stream()
                            .map(Contact::uri)
                            .collect(Collectors.toSet()));
        });
    }

    @Override
    public CompletionStage<Void> save(String account, Kept kept) {
        return change(connection -> {
            replace(connection, account, MINE, kept.mine());
            replace(connection, account, BASE, kept.base());
            replace(
                    connection,
                    account,
                    FAVOURITE,
                    kept.favourites().stream().map(uri -> new Contact(uri, "")).toList());
            return null;
        });
    }

    private static List<Contact> select(Connection connection, String account, String list)
            throws SQLException {
        List<Contact> contacts = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT uri, name FROM contact WHERE account = ? AND list = ? ORDER BY number")) {
            query.setString(1, account);
            query.setString(2, list);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    contacts.add(new Contact(row.getString(1), row.getString(2)));
                }
            }
        }
        return contacts;
    }

    /// Of two for one address the first counts.
    private static void replace(
            Connection connection, String account, String list, List<Contact> contacts)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM contact WHERE account = ? AND list = ?")) {
            delete.setString(1, account);
            delete.setString(2, list);
            delete.executeUpdate();
        }
        List<String> there = new ArrayList<>();
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO contact (account, list, uri, name) VALUES (?, ?, ?, ?)")) {
            for (Contact contact : contacts) {
                if (there.contains(contact.uri())) {
                    continue;
                }
                there.add(contact.uri());
                insert.setString(1, account);
                insert.setString(2, list);
                insert.setString(3, contact.uri());
                insert.setString(4, contact.name());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
