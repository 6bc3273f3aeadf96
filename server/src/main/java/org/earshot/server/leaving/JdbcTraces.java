package org.earshot.server.leaving;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.NameMark;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;
import org.earshot.common.location.JdbcAddressRow;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.JdbcCompanion;
import org.earshot.registrar.presence.store.Addresses;

/// Everything that the tables say of somebody besides the record's own. It knows tables of all parts, as "everywhere" is one question; a
/// test goes through the columns of the whole schema, so that none is forgotten that comes later. Thread-safe.
public final class JdbcTraces {
    private static final int SOME = 500;

    /// Each for the key of an address. `address_of_record` after what hangs on it.
    private static final Map<String, String> BY_KEY = new LinkedHashMap<>();

    /// Each for an address as text.
    private static final Map<String, String> BY_ADDRESS = new LinkedHashMap<>();

    static {
        BY_KEY.put("DELETE FROM publication WHERE aor_key = ?", "presence");
        BY_KEY.put("DELETE FROM binding WHERE aor_key = ?", "phones");
        BY_KEY.put("DELETE FROM subscription WHERE watcher_key = ?", "presence");
        BY_KEY.put("DELETE FROM subscription WHERE resource_key = ?", "presence");
        BY_KEY.put("DELETE FROM presence_rule WHERE owner_key = ?", "presence");
        BY_KEY.put("DELETE FROM presence_rule WHERE watcher_key = ?", "presence");
        BY_KEY.put("DELETE FROM contact WHERE owner_key = ?", "contacts");
        BY_KEY.put("DELETE FROM contact WHERE contact_key = ?", "contacts");
        BY_KEY.put("DELETE FROM live_call WHERE caller_key = ?", "calls");
        BY_KEY.put("DELETE FROM live_call WHERE callee_key = ?", "calls");
        BY_KEY.put("DELETE FROM call_trace WHERE caller_key = ?", "calls");
        BY_KEY.put("DELETE FROM call_trace WHERE callee_key = ?", "calls");
        BY_KEY.put("DELETE FROM call_quality WHERE reporter_key = ?", "reports of calls");
        BY_KEY.put("DELETE FROM withheld WHERE owner_key = ?", "phones");
        BY_KEY.put("DELETE FROM trusted_device WHERE owner_key = ?", "phones");
        BY_KEY.put("DELETE FROM message_read WHERE reader_key = ?", "read marks");
        BY_KEY.put("DELETE FROM stored_file_party WHERE party_key = ?", "files");
        BY_ADDRESS.put("DELETE FROM blocked_sender WHERE owner = ?", "contacts");
        BY_ADDRESS.put("DELETE FROM blocked_sender WHERE sender = ?", "contacts");
        // one too many, of a longer domain that begins so, does no harm: it is a measurement
        BY_ADDRESS.put("DELETE FROM call_quality WHERE LOCATE(?, report) > 0", "reports of calls");
    }

    private static final String OF_THEM =
            " (sender = ? OR recipient = ? OR kept_for = ? OR kept_by = ?)";

    private static final String WAITS =
            "EXISTS (SELECT 1 FROM message_waiting w WHERE w.message = message.id AND w.past = 0)";

    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final NameMark marks;
    private final InstantSource clock;

    public JdbcTraces(
            Transactions transactions,
            JdbcChangeLog changeLog,
            Changes changes,
            NameMark marks,
            InstantSource clock) {
        this.transactions = transactions;
        this.changeLog = changeLog;
        this.changes = changes;
        this.marks = marks;
        this.clock = clock;
    }

    /// The account of somebody who has left, closed or deleted. That of a name which was only taken for something else has no display name.
    Optional<Account> left(AddressOfRecord who) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT id, display_name, created_at FROM account WHERE domain_name = ? AND name = ?"
                                    + " AND (closed_at IS NOT NULL OR deleted_at IS NOT NULL)")) {
                query.setString(1, who.domain());
                query.setString(2, who.user());
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new Account(
                                            new AccountId(Columns.uuid(row.getBytes(1))),
                                            who,
                                            row.getString(2),
                                            Columns.instant(row.getLong(3))))
                            : Optional.empty();
                }
            }
        });
    }

    /// What is kept though it names somebody.
    Remaining remaining(AddressOfRecord who) {
        String address = who.toString();
        return transactions.read(connection -> {
            Optional<Instant> until = Optional.empty();
            int waiting;
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT COUNT(*), MAX(expires_at) FROM message WHERE"
                                    + OF_THEM
                                    + " AND "
                                    + WAITS)) {
                ofThem(query, 1, address);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    waiting = row.getInt(1);
                    if (waiting > 0) {
                        until = Optional.of(Columns.instant(row.getLong(2)));
                    }
                }
            }
            return new Remaining(
                    waiting,
                    until,
                    count(
                            connection,
                            "SELECT COUNT(*) FROM held_file WHERE owner_key = ?",
                            Columns.sha256(address)),
                    count(
                                    connection,
                                    "SELECT COUNT(*) FROM person WHERE domain_name = ? AND name = ?",
                                    who.domain(),
                                    who.user())
                            > 0,
                    count(
                            connection,
                            "SELECT COUNT(*) FROM review_recusal WHERE address = ?",
                            address));
        });
    }

    private static int count(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static int ofThem(PreparedStatement statement, int first, String address)
            throws SQLException {
        for (int i = 0; i < 4; i++) {
            statement.setString(first + i, address);
        }
        return first + 4;
    }

    /// Messages that nobody waits for any more: nothing but history. Some of them, by id.
    ///
    /// @param after those behind this one
    List<UUID> history(AddressOfRecord who, UUID after) {
        return transactions.read(connection -> {
            List<UUID> ids = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT id FROM message WHERE id > ? AND"
                                    + OF_THEM
                                    + " AND NOT "
                                    + WAITS
                                    + " ORDER BY id LIMIT ?")) {
                query.setBytes(1, Columns.bytes(after));
                query.setInt(ofThem(query, 2, who.toString()), SOME);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        ids.add(Columns.uuid(rows.getBytes(1)));
                    }
                }
            }
            return ids;
        });
    }

    /// Takes out all other rows that name somebody, in one transaction; the account's own stays. Can be done again.
    ///
    /// @param instead whose files they are from then on; empty where nobody knows any more: then there are none
    /// @return how many rows, by what they are about
    Map<String, Integer> wipe(AddressOfRecord who, Optional<Pseudonym> instead) {
        List<Change> told = new ArrayList<>();
        Map<String, Integer> gone =
                transactions.run(connection -> {
                    told.clear(); // it may run more than once
                    Map<String, Integer> rows = new LinkedHashMap<>();
                    JdbcAddressRow.lock(connection, who);
                    for (String owner : owners(connection, who)) {
                        Addresses.find(owner)
                                .ifPresent(of -> told.add(Change.of(Topic.CONTACTS, of)));
                    }
                    for (Map.Entry<String, String> delete : BY_KEY.entrySet()) {
                        add(
                                rows,
                                delete.getValue(),
                                update(
                                        connection,
                                        delete.getKey(),
                                        Columns.sha256(who.toString())));
                    }
                    for (Map.Entry<String, String> delete : BY_ADDRESS.entrySet()) {
                        add(
                                rows,
                                delete.getValue(),
                                update(connection, delete.getKey(), who.toString()));
                    }
                    add(
                            rows,
                            "failed logins",
                            update(
                                    connection,
                                    "DELETE FROM failed_login WHERE domain_name = ? AND account = ?",
                                    who.domain(),
                                    who.user()));
                    add(
                            rows,
                            "directory",
                            update(
                                    connection,
                                    "DELETE FROM ldap_account WHERE domain_name = ? AND name = ?",
                                    who.domain(),
                                    who.user()));
                    renameLeft(connection, rows, who, instead);
                    update(
                            connection,
                            "DELETE FROM address_of_record WHERE aor_key = ?",
                            JdbcAddressRow.key(who));
                    for (Change change : told) {
                        changeLog.record(connection, change);
                    }
                    return rows;
                });
        told.forEach(changes::announce);
        return gone;
    }

    /// What others need goes on without the name.
    private static void renameLeft(
            Connection connection,
            Map<String, Integer> rows,
            AddressOfRecord who,
            Optional<Pseudonym> instead)
            throws SQLException {
        String text = instead.map(one -> one.address().toString()).orElse("");
        String name = instead.map(one -> one.name().value()).orElse("");
        add(
                rows,
                "files",
                update(
                        connection,
                        "UPDATE stored_file SET owner_key = ?, owner = ? WHERE owner_key = ?",
                        Columns.sha256(text),
                        text,
                        Columns.sha256(who.toString())));
        add(
                rows,
                "links",
                update(
                        connection,
                        "UPDATE account_link SET used_by = ? WHERE used_by = ?",
                        name,
                        who.user()));
        add(
                rows,
                "links",
                update(connection, "DELETE FROM account_link WHERE name = ?", who.user()));
        // what still waits is nobody's history: it goes once it is delivered
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE message SET kept_for = NULL, kept_by = NULL, keep_until = 0 WHERE"
                                + OF_THEM)) {
            ofThem(update, 1, who.toString());
            update.executeUpdate();
        }
    }

    private static List<String> owners(Connection connection, AddressOfRecord contact)
            throws SQLException {
        List<String> owners = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT owner FROM contact WHERE contact_key = ?")) {
            query.setBytes(1, Columns.sha256(contact.toString()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    owners.add(rows.getString(1));
                }
            }
        }
        return owners;
    }

    private static void add(Map<String, Integer> rows, String about, int count) {
        if (count > 0) {
            rows.merge(about, count, Integer::sum);
        }
    }

    private static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }

    /// Gives the account's row the pseudonym for good, and keeps the name from everybody else: together with the event that says so.
    /// Refused where the account is not closed any more.
    Companion rename(Account account, Pseudonym instead) {
        AddressOfRecord who = account.address();
        return (JdbcCompanion)
                connection -> {
                    int renamed =
                            update(
                                    connection,
                                    "UPDATE account SET name = ?, look = ?, display_name = ?, deleted_at = ?, closed_at = NULL"
                                            + " WHERE id = ? AND (closed_at IS NOT NULL OR deleted_at IS NOT NULL)",
                                    instead.name().value(),
                                    instead.name().look(),
                                    instead.name().value(),
                                    Columns.micros(clock.instant()),
                                    Columns.bytes(account.id().value()));
                    if (renamed == 0) {
                        throw new CompanionRefusedException(who + " was opened meanwhile");
                    }
                    update(
                            connection,
                            "INSERT INTO reserved_name (domain_name, mark) VALUES (?, ?)",
                            who.domain(),
                            marks.of(who.domain(), AccountName.of(who.user())));
                    changeLog.record(connection, Change.of(Topic.ACCOUNT, who));
                };
    }

    /// Tells everybody here and on other nodes of that, once it is committed.
    void renamed(AddressOfRecord who) {
        changes.announce(Change.of(Topic.ACCOUNT, who));
    }
}
