package org.earshot.registrar.presence.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;
import org.earshot.common.location.JdbcAddressRow;

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
        return transactions.read(connection -> select(connection, owner));
    }

    @Override
    public List<AddressOfRecord> ownersWith(AddressOfRecord contact) {
        return transactions.read(connection -> {
            List<AddressOfRecord> owners = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT owner FROM contact WHERE contact_key = ?")) {
                query.setBytes(1, Columns.sha256(contact.toString()));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        owners.add(Addresses.read(rows.getString(1)));
                    }
                }
            }
            return owners;
        });
    }

    private static List<Contact> select(Connection connection, AddressOfRecord owner)
            throws SQLException {
        List<Contact> contacts = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT address, display_name FROM contact WHERE owner_key = ? ORDER BY address")) {
            query.setBytes(1, Columns.sha256(owner.toString()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    contacts.add(new Contact(Addresses.read(rows.getString(1)), rows.getString(2)));
                }
            }
        }
        return contacts;
    }

    @Override
    public void put(AddressOfRecord owner, Contact contact) {
        transactions.run(connection -> {
            JdbcAddressRow.lock(connection, owner);
            upsert(connection, owner, List.of(contact));
            changeLog.record(connection, Change.of(Topic.CONTACTS, owner));
            return null;
        });
        changes.announce(Change.of(Topic.CONTACTS, owner));
    }

    @Override
    public boolean replace(AddressOfRecord owner, String version, List<Contact> contacts) {
        boolean replaced =
                transactions.run(connection -> {
                    JdbcAddressRow.lock(connection, owner); // one change of a list at a time
                    List<Contact> before = select(connection, owner);
                    if (!ContactVersion.of(before).equals(version)) {
                        return false;
                    }
                    List<Contact> gone =
                            before.stream().filter(one -> !contacts.contains(one)).toList();
                    for (Contact contact : gone) {
                        delete(connection, owner, contact.address());
                    }
                    upsert(
                            connection,
                            owner,
                            contacts.stream().filter(one -> !before.contains(one)).toList());
                    changeLog.record(connection, Change.of(Topic.CONTACTS, owner));
                    return true;
                });
        if (replaced) {
            changes.announce(Change.of(Topic.CONTACTS, owner));
        }
        return replaced;
    }

    private static void upsert(Connection connection, AddressOfRecord owner, List<Contact> contacts)
            throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO contact (owner_key, contact_key, owner, address, display_name)"
                                + " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE display_name = VALUES(display_name)")) {
            for (Contact contact : contacts) {
                upsert.setBytes(1, Columns.sha256(owner.toString()));
                upsert.setBytes(2, Columns.sha256(contact.address().toString()));
                upsert.setString(3, owner.toString());
                upsert.setString(4, contact.address().toString());
                upsert.setString(5, contact.displayName());
                upsert.executeUpdate();
            }
        }
    }

    private static boolean delete(
            Connection connection, AddressOfRecord owner, AddressOfRecord contact)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM contact WHERE owner_key = ? AND contact_key = ?")) {
            delete.setBytes(1, Columns.sha256(owner.toString()));
            delete.setBytes(2, Columns.sha256(contact.toString()));
            return delete.executeUpdate() > 0;
        }
    }

    @Override
    public boolean remove(AddressOfRecord owner, AddressOfRecord contact) {
        boolean known =
                transactions.run(connection -> {
                    JdbcAddressRow.lock(connection, owner); // one change of a list at a time
                    boolean gone = delete(connection, owner, contact);
                    if (gone) {
                        changeLog.record(connection, Change.of(Topic.CONTACTS, owner));
                    }
                    return gone;
                });
        if (known) {
            changes.announce(Change.of(Topic.CONTACTS, owner));
        }
        return known;
    }
}
