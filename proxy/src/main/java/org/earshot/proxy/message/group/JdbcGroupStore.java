package org.earshot.proxy.message.group;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.JdbcCompanion;

/// Groups in a database that many nodes may share. A change locks the group's row first. Thread-safe.
public final class JdbcGroupStore implements GroupStore {
    private final Transactions transactions;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final InstantSource clock;

    public JdbcGroupStore(
            Transactions transactions,
            JdbcChangeLog changeLog,
            Changes changes,
            InstantSource clock) {
        this.transactions = transactions;
        this.changeLog = changeLog;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Optional<Group> find(AddressOfRecord address) {
        return transactions.read(connection ->
                select(connection, " WHERE address = ?", Optional.of(address)).stream()
                        .findFirst());
    }

    @Override
    public List<Group> list() {
        List<Group> groups =
                transactions.read(connection -> select(connection, "", Optional.empty()));
        groups.sort(Comparator.comparing(group -> group.address().toString()));
        return List.copyOf(groups);
    }

    private static List<Group> select(
            Connection connection, String condition, Optional<AddressOfRecord> address)
            throws SQLException {
        List<Group> groups = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT address, display_name, moderated, joinable, history, history_since, created_at"
                                + " FROM chat_group"
                                + condition)) {
            if (address.isPresent()) {
                query.setString(1, text(address.get()));
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    groups.add(
                            new Group(
                                    address(row.getString(1)),
                                    row.getString(2),
                                    row.getInt(3) != 0,
                                    row.getInt(4) != 0,
                                    row.getInt(5),
                                    Columns.instant(row.getLong(6)),
                                    Columns.instant(row.getLong(7)),
                                    members(connection, row.getString(1))));
                }
            }
        }
        return groups;
    }

    private static List<Group.Member> members(Connection connection, String group)
            throws SQLException {
        List<Group.Member> members = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT member, is_owner FROM group_member WHERE group_address = ?")) {
            query.setString(1, group);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    members.add(new Group.Member(address(row.getString(1)), row.getInt(2) != 0));
                }
            }
        }
        return members;
    }

    /// Names of accounts and groups need no escapes, and a key of a table has to be short.
    private static String text(AddressOfRecord address) {
        return address.user() + "@" + address.domain();
    }

    private static AddressOfRecord address(String text) {
        int at = text.lastIndexOf('@');
        return new AddressOfRecord(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public void create(Group group) {
        transactions.run(connection -> {
            if (locked(connection, group.address()).isPresent()) {
                throw new IllegalArgumentException(group.address() + " is a group already");
            }
            insert(connection, group);
            return null;
        });
        announce(group.address());
    }

    @Override
    public Companion creating(Group group) {
        return (JdbcCompanion)
                connection -> {
                    if (locked(connection, group.address()).isPresent()) {
                        throw new CompanionRefusedException(
                                group.address() + " is a group already");
                    }
                    insert(connection, group);
                };
    }

    private void insert(Connection connection, Group group) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO chat_group (display_name, moderated, joinable, history, history_since,"
                                + " address, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            settings(insert, group);
            insert.setLong(7, Columns.micros(group.createdAt()));
            insert.executeUpdate();
        }
        putIn(connection, group, group.members(), group.createdAt());
        record(connection, group.address());
    }

    /// The first six parameters.
    private static void settings(PreparedStatement statement, Group group) throws SQLException {
        statement.setString(1, group.displayName());
        statement.setInt(2, group.moderated() ? 1 : 0);
        statement.setInt(3, group.open() ? 1 : 0);
        statement.setInt(4, group.history());
        statement.setLong(5, Columns.micros(group.historySince()));
        statement.setString(6, text(group.address()));
    }

    @Override
    public <T> Optional<T> change(AddressOfRecord address, GroupChange<T> change) {
        // by the attempt that counts: an earlier one may have been rolled back
        Optional<Written<T>> written = transactions.run(c -> write(c, address, change));
        if (written.map(Written::changed).orElse(false)) {
            announce(address);
        }
        return written.map(Written::outcome);
    }

    @Override
    public <T> Companion changing(
            AddressOfRecord address, GroupChange<T> change, Consumer<Optional<T>> outcome) {
        return (JdbcCompanion)
                connection ->
                        outcome.accept(write(connection, address, change).map(Written::outcome));
    }

    /// What came of a change.
    ///
    /// @param changed whether a row is other than before
    private record Written<T>(boolean changed, T outcome) {}

    private <T> Optional<Written<T>> write(
            Connection connection, AddressOfRecord address, GroupChange<T> change)
            throws SQLException {
        Optional<Group> found = locked(connection, address);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Group before = found.get();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        GroupChange.Made<T> made = change.make(before, now);
        Group after = made.group();
        if (after.equals(before)) {
            return Optional.of(new Written<>(false, made.outcome()));
        }
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE chat_group SET display_name = ?, moderated = ?, joinable = ?, history = ?,"
                                + " history_since = ? WHERE address = ?")) {
            settings(update, after);
            update.executeUpdate();
        }
        takeOut(
                connection,
                address,
                before.members().stream()
                        .map(Group.Member::address)
                        .filter(member -> after.member(member).isEmpty())
                        .toList());
        putIn(
                connection,
                after,
                after.members().stream()
                        .filter(member -> !before.members().contains(member))
                        .toList(),
                now);
        record(connection, address);
        return Optional.of(new Written<>(true, made.outcome()));
    }

    @Override
    public boolean delete(AddressOfRecord address) {
        boolean deleted =
                transactions.run(connection -> {
                    if (locked(connection, address).isEmpty()) {
                        return false;
                    }
                    for (String delete :
                            List.of(
                                    "DELETE FROM group_member WHERE group_address = ?",
                                    "DELETE FROM chat_group WHERE address = ?")) {
                        try (PreparedStatement statement = connection.prepareStatement(delete)) {
                            statement.setString(1, text(address));
                            statement.executeUpdate();
                        }
                    }
                    record(connection, address);
                    return true;
                });
        if (deleted) {
            announce(address);
        }
        return deleted;
    }

    /// @param at when they came, those who were not there
    private static void putIn(
            Connection connection, Group group, List<Group.Member> members, Instant at)
            throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO group_member (group_address, member, is_owner, joined_at, history_since)"
                                + " VALUES (?, ?, ?, ?, ?)"
                                + " ON DUPLICATE KEY UPDATE is_owner = VALUES(is_owner)")) {
            for (Group.Member member : members) {
                upsert.setString(1, text(group.address()));
                upsert.setString(2, text(member.address()));
                upsert.setInt(3, member.owner() ? 1 : 0);
                upsert.setLong(4, Columns.micros(at));
                upsert.setLong(5, Columns.micros(group.historySince()));
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static void takeOut(
            Connection connection, AddressOfRecord group, List<AddressOfRecord> members)
            throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM group_member WHERE group_address = ? AND member = ?")) {
            for (AddressOfRecord member : members) {
                delete.setString(1, text(group));
                delete.setString(2, text(member));
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    @Override
    public Map<AddressOfRecord, Instant> membershipsOf(AddressOfRecord member) {
        return transactions.read(connection -> {
            Map<AddressOfRecord, Instant> found = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT group_address, joined_at FROM group_member WHERE member = ?")) {
                query.setString(1, text(member));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.put(address(row.getString(1)), Columns.instant(row.getLong(2)));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public List<Membership> groupsOf(AddressOfRecord member) {
        return transactions.read(connection -> {
            List<Membership> found = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT g.address, g.display_name, g.moderated, g.joinable, m.is_owner,"
                                    + " (SELECT COUNT(*) FROM group_member o WHERE o.group_address = g.address)"
                                    + " FROM group_member m JOIN chat_group g ON g.address = m.group_address"
                                    + " WHERE m.member = ? ORDER BY g.address")) {
                query.setString(1, text(member));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(
                                new Membership(
                                        address(row.getString(1)),
                                        row.getString(2),
                                        row.getInt(3) != 0,
                                        row.getInt(4) != 0,
                                        row.getInt(5) != 0,
                                        row.getInt(6)));
                    }
                }
            }
            return List.copyOf(found);
        });
    }

    @Override
    public Map<AddressOfRecord, Joined> joinedAfter(AddressOfRecord group, Instant time) {
        return transactions.read(connection -> {
            Map<AddressOfRecord, Joined> found = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT member, joined_at, history_since FROM group_member"
                                    + " WHERE group_address = ? AND joined_at > ?")) {
                query.setString(1, text(group));
                query.setLong(2, Columns.micros(time));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.put(
                                address(row.getString(1)),
                                new Joined(
                                        Columns.instant(row.getLong(2)),
                                        Columns.instant(row.getLong(3))));
                    }
                }
            }
            return found;
        });
    }

    /// The group, which nobody else can change then until the transaction ends.
    private static Optional<Group> locked(Connection connection, AddressOfRecord group)
            throws SQLException {
        return select(connection, " WHERE address = ? FOR UPDATE", Optional.of(group)).stream()
                .findFirst();
    }

    private void record(Connection connection, AddressOfRecord group) throws SQLException {
        changeLog.record(connection, Change.of(Topic.GROUP, group));
    }

    @Override
    public void announce(AddressOfRecord group) {
        changes.announce(Change.of(Topic.GROUP, group));
    }
}
