package org.earshot.registrar.presence.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// Contact lists in a database that many nodes may share. Thread-safe.
public final class JdbcContactList implements ContactList {
    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;

    public JdbcContactList(Transactions transactions, JdbcChangeLog changeLog, Changes changes) {
        this.transactions = transactions;
        this.changeLog = changeLog;
        this.changes = changes;
    }

    @Override
    public List<Contact> contactsOf(AddressOfRecord owner) {
        return transactions.read(connection -> {
            List<Contact> contacts = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT address, display_name FROM contact WHERE owner_key = ? ORDER BY address")) {
                query.setBytes(1, Columns.sha256(owner.toString()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        contacts.add(
                                new Contact(Addresses.read(rows.getString(1)), rows.getString(2)));
                    }
                }
            }
            return contacts;
        });
    }

    @Override
    public void put(AddressOfRecord owner, Contact contact) {
        transactions.run(connection -> {
            try (PreparedStatement upsert =
                    connection.prepareStatement(
                            "INSERT INTO contact (owner_key, contact_key, owner, address, display_name)"
                                    + " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE display_name = VALUES(display_name)")) {
                upsert.setBytes(1, Columns.sha256(owner.toString()));
                upsert.setBytes(2, Columns.sha256(contact.address().toString()));
                upsert.setString(3, owner.toString());
                upsert.setString(4, contact.address().toString());
                upsert.setString(5, contact.displayName());
                upsert.executeUpdate();
            }
            changeLog.record(connection, Change.of(Topic.CONTACTS, owner));
            return null;
        });
        changes.announce(Change.of(Topic.CONTACTS, owner));
    }

    @Override
    public boolean remove(AddressOfRecord owner, AddressOfRecord contact) {
        boolean known =
                transactions.run(connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM contact WHERE owner_key = ? AND contact_key = ?")) {
                        delete.setBytes(1, Columns.sha256(owner.toString()));
                        delete.setBytes(2, Columns.sha256(contact.toString()));
                        boolean gone = delete.executeUpdate() > 0;
                        if (gone) {
                            changeLog.record(connection, Change.of(Topic.CONTACTS, owner));
                        }
                        return gone;
                    }
                });
        if (known) {
            changes.announce(Change.of(Topic.CONTACTS, owner));
        }
        return known;
    }
}
