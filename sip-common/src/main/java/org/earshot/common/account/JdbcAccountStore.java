package org.earshot.common.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

/// Accounts in a database. Thread-safe; each method may wait for the database and throws
/// [org.earshot.common.db.StoreUnavailableException] when that is away.
public final class JdbcAccountStore implements AccountStore {
    private static final String LIVE =
            "SELECT id, name, domain_name, display_name, created_at FROM account WHERE deleted_at IS NULL AND closed_at IS NULL";

    private static final String CLOSED =
            "SELECT id, name, domain_name, display_name, created_at, closed_at FROM account"
                    + " WHERE closed_at IS NOT NULL AND deleted_at IS NULL";

    private static final String ADDRESS = "CONCAT('sip:', name, '@', domain_name)";

    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final NameMark marks;
    private final InstantSource clock;

    /// @param marks by which names of anonymised accounts are known
    public JdbcAccountStore(
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

    @Override
    public Optional<Account> find(AddressOfRecord address) {
        return transactions.read(connection -> find(connection, address));
    }

    private static Optional<Account> find(Connection connection, AddressOfRecord address)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(LIVE + " AND domain_name = ? AND name = ?")) {
            query.setString(1, address.domain());
            query.setString(2, address.user());
            return accounts(query).stream().findFirst();
        }
    }

    @Override
    public Optional<AddressOfRecord> addressOf(AccountId account) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT name, domain_name FROM account WHERE id = ?")) {
                query.setBytes(1, Columns.bytes(account.value()));
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new AddressOfRecord(rows.getString(1), rows.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public List<Account> list() {
        List<Account> accounts =
                transactions.read(connection -> {
                    try (PreparedStatement query = connection.prepareStatement(LIVE)) {
                        return accounts(query);
                    }
                });
        accounts.sort(Comparator.comparing(account -> account.address().toString()));
        return List.copyOf(accounts);
    }

    @Override
    public List<Account> page(String search, String after, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            LIVE
                                    + " AND "
                                    + ADDRESS
                                    + " > ? AND (LOCATE(?, "
                                    + ADDRESS
                                    + ") > 0 OR LOCATE(?, LOWER(display_name)) > 0) ORDER BY "
                                    + ADDRESS
                                    + " LIMIT ?")) {
                query.setString(1, after);
                query.setString(2, search);
                query.setString(3, search);
                query.setInt(4, most);
                return List.copyOf(accounts(query));
            }
        });
    }

    @Override
    public Account create(AddressOfRecord wanted, String displayName) {
        return create(wanted, displayName, true, Optional.empty());
    }

    @Override
    public Account createOfEntry(AddressOfRecord wanted, String displayName, String entry) {
        return create(wanted, displayName, true, Optional.of(entry));
    }

    @Override
    public Optional<Account> rename(AddressOfRecord address, String displayName) {
        Optional<Account> renamed =
                transactions.run(connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE account SET display_name = ? WHERE domain_name = ? AND name = ?"
                                            + " AND deleted_at IS NULL AND closed_at IS NULL")) {
                        update.setString(1, displayName);
                        update.setString(2, address.domain());
                        update.setString(3, address.user());
                        update.executeUpdate();
                    }
                    // MySQL counts no row where the name was the same before
                    Optional<Account> now = find(connection, address);
                    if (now.isPresent()) {
                        changeLog.record(connection, changeOf(address));
                    }
                    return now;
                });
        renamed.ifPresent(_ -> changes.announce(changeOf(address)));
        return renamed;
    }

    @Override
    public AddressOfRecord reserve(AddressOfRecord address) {
        return create(address, "", false, Optional.empty()).address();
    }

    /// @param live if not it is deleted from the first: a row that only holds the name
    /// @param entry of the directory, whose it is
    private Account create(
            AddressOfRecord wanted, String displayName, boolean live, Optional<String> entry) {
        AccountName name = AccountName.of(wanted.user());
        Account account =
                new Account(
                        new AccountId(UUID.randomUUID()),
                        new AddressOfRecord(name.value(), wanted.domain()),
                        displayName,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        Optional<String> taken =
                transactions.run(connection -> {
                    Optional<String> before = nameThatLooksLike(connection, name, account);
                    if (before.isPresent()) {
                        return before;
                    }
                    try {
                        insert(connection, name, account, live);
                        if (entry.isPresent()) {
                            link(connection, account.address(), entry.get());
                        }
                        changeLog.record(connection, changeOf(account.address()));
                        return Optional.empty();
                    } catch (SQLIntegrityConstraintViolationException e) {
                        // another node was quicker
                        Optional<String> now = nameThatLooksLike(connection, name, account);
                        if (now.isEmpty()) {
                            throw e;
                        }
                        return now;
                    }
                });
        if (taken.isEmpty()) {
            changes.announce(changeOf(account.address()));
            return account;
        }
        throw taken.get().equals(name.value())
                ? new AccountExistsException(account.address().toString())
                : new InvalidAccountNameException(
                        account.address()
                                + " looks like "
                                + new AddressOfRecord(taken.get(), wanted.domain()));
    }

    /// First among those that stand there: one that is anonymised meanwhile is found by its mark then.
    private Optional<String> nameThatLooksLike(
            Connection connection, AccountName name, Account account) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT name FROM account WHERE domain_name = ? AND look = ?")) {
            query.setString(1, account.address().domain());
            query.setString(2, name.look());
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    return Optional.of(rows.getString(1));
                }
            }
        }
        // whose it was is not known any more, so all that looks like it is taken in the same words
        return isMarked(connection, account.address().domain(), name)
                ? Optional.of(name.value())
                : Optional.empty();
    }

    private boolean isMarked(Connection connection, String domain, AccountName name)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM reserved_name WHERE domain_name = ? AND mark = ?")) {
            query.setString(1, domain);
            query.setBytes(2, marks.of(domain, name));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public boolean isAnonymised(AddressOfRecord address) {
        AccountName name;
        try {
            name = AccountName.of(address.user());
        } catch (InvalidAccountNameException _) {
            return false;
        }
        return transactions.read(connection -> isMarked(connection, address.domain(), name));
    }

    private static void link(Connection connection, AddressOfRecord address, String entry)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO ldap_account (domain_name, name, entry_id) VALUES (?, ?, ?)"
                                + " ON DUPLICATE KEY UPDATE entry_id = VALUES(entry_id)")) {
            insert.setString(1, address.domain());
            insert.setString(2, address.user());
            insert.setString(3, entry);
            insert.executeUpdate();
        }
    }

    private static void insert(
            Connection connection, AccountName name, Account account, boolean live)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO account (id, name, domain_name, look, display_name, created_at, deleted_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, Columns.bytes(account.id().value()));
            insert.setString(2, name.value());
            insert.setString(3, account.address().domain());
            insert.setString(4, name.look());
            insert.setString(5, account.displayName());
            insert.setLong(6, Columns.micros(account.createdAt()));
            if (live) {
                insert.setNull(7, Types.BIGINT);
            } else {
                insert.setLong(7, Columns.micros(account.createdAt()));
            }
            insert.executeUpdate();
        }
    }

    @Override
    public boolean delete(AddressOfRecord address) {
        return end(
                address,
                "UPDATE account SET deleted_at = ? WHERE domain_name = ? AND name = ?"
                        + " AND deleted_at IS NULL");
    }

    @Override
    public boolean close(AddressOfRecord address) {
        return end(
                address,
                "UPDATE account SET closed_at = ? WHERE domain_name = ? AND name = ?"
                        + " AND deleted_at IS NULL AND closed_at IS NULL");
    }

    @Override
    public Optional<Account> open(AddressOfRecord address) {
        Optional<Account> opened =
                transactions.run(connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE account SET closed_at = NULL WHERE domain_name = ? AND name = ?"
                                            + " AND deleted_at IS NULL AND closed_at IS NOT NULL")) {
                        update.setString(1, address.domain());
                        update.setString(2, address.user());
                        if (update.executeUpdate() == 0) {
                            return Optional.empty();
                        }
                    }
                    changeLog.record(connection, changeOf(address));
                    return find(connection, address);
                });
        opened.ifPresent(_ -> changes.announce(changeOf(address)));
        return opened;
    }

    @Override
    public List<AddressOfRecord> left(Instant since) {
        return transactions.read(connection -> {
            List<AddressOfRecord> left = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT name, domain_name FROM account WHERE deleted_at >= ?"
                                    + " OR (closed_at IS NOT NULL AND deleted_at IS NULL)")) {
                query.setLong(1, Columns.micros(since));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        left.add(new AddressOfRecord(rows.getString(1), rows.getString(2)));
                    }
                }
            }
            return List.copyOf(left);
        });
    }

    @Override
    public List<Closed> closed() {
        List<Closed> all =
                transactions.read(connection -> {
                    List<Closed> closed = new ArrayList<>();
                    try (PreparedStatement query = connection.prepareStatement(CLOSED);
                            ResultSet rows = query.executeQuery()) {
                        while (rows.next()) {
                            closed.add(
                                    new Closed(
                                            account(rows),
                                            Columns.instant(rows.getLong("closed_at"))));
                        }
                    }
                    return closed;
                });
        all.sort(Comparator.comparing(one -> one.account().address().toString()));
        return List.copyOf(all);
    }

    /// @param end an update of the account's row: when, its domain, its name
    private boolean end(AddressOfRecord address, String end) {
        boolean ended = endRows(address, end);
        if (ended) {
            changes.announce(changeOf(address));
        }
        return ended;
    }

    private static Change changeOf(AddressOfRecord address) {
        return Change.of(Topic.ACCOUNT, address);
    }

    private boolean endRows(AddressOfRecord address, String end) {
        return transactions.run(connection -> {
            // the row stays, so that nobody gets the name again
            try (PreparedStatement update = connection.prepareStatement(end)) {
                update.setLong(1, Columns.micros(clock.instant()));
                update.setString(2, address.domain());
                update.setString(3, address.user());
                if (update.executeUpdate() == 0) {
                    return false;
                }
            }
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM credential WHERE account_id ="
                                    + " (SELECT id FROM account WHERE domain_name = ? AND name = ?)")) {
                delete.setString(1, address.domain());
                delete.setString(2, address.user());
                delete.executeUpdate();
            }
            changeLog.record(connection, changeOf(address));
            return true;
        });
    }

    private static List<Account> accounts(PreparedStatement query) throws SQLException {
        List<Account> accounts = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                accounts.add(account(rows));
            }
        }
        return accounts;
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                new AccountId(Columns.uuid(row.getBytes("id"))),
                new AddressOfRecord(row.getString("name"), row.getString("domain_name")),
                row.getString("display_name"),
                Columns.instant(row.getLong("created_at")));
    }
}
