package org.earshot.proxy.message.group;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;

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
                        "SELECT address, display_name, moderated, joinable, history, created_at FROM chat_group"
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
        members.sort(Comparator.comparing(member -> member.address().toString()));
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
            if (lock(connection, group.address())) {
                throw new IllegalArgumentException(group.address() + " is a group already");
            }
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO chat_group (address, display_name, moderated, joinable, history, created_at)"
                                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, text(group.address()));
                insert.setString(2, group.displayName());
                insert.setInt(3, group.moderated() ? 1 : 0);
                insert.setInt(4, group.open() ? 1 : 0);
                insert.setInt(5, group.history());
                insert.setLong(6, Columns.micros(group.createdAt()));
                insert.executeUpdate();
            }
            for (Group.Member member : group.members()) {
                put(connection, group.address(), member, group.createdAt());
            }
            record(connection, group.address());
            return null;
        });
        announce(group.address());
    }

    @Override
    public boolean change(Group group) {
        boolean changed =
                transactions.run(connection -> {
                    if (!lock(connection, group.address())) {
                        return false;
                    }
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE chat_group SET display_name = ?, moderated = ?, joinable = ?, history = ?"
                                            + " WHERE address = ?")) {
                        update.setString(1, group.displayName());
                        update.setInt(2, group.moderated() ? 1 : 0);
                        update.setInt(3, group.open() ? 1 : 0);
                        update.setInt(4, group.history());
                        update.setString(5, text(group.address()));
                        update.executeUpdate();
                    }
                    record(connection, group.address());
                    return true;
                });
        return announced(changed, group.address());
    }

    @Override
    public boolean delete(AddressOfRecord address) {
        boolean deleted =
                transactions.run(connection -> {
                    if (!lock(connection, address)) {
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
        return announced(deleted, address);
    }

    @Override
    public boolean join(AddressOfRecord group, AddressOfRecord member) {
        return put(group, new Group.Member(member, false), false);
    }

    @Override
    public boolean put(AddressOfRecord group, Group.Member member) {
        return put(group, member, true);
    }

    /// @param changing whether who is in it already becomes what is said
    private boolean put(AddressOfRecord group, Group.Member member, boolean changing) {
        boolean changed =
                transactions.run(connection -> {
                    if (!lock(connection, group)) {
                        throw new IllegalArgumentException("there is no group " + group);
                    }
                    List<Group.Member> before = members(connection, text(group));
                    boolean isNew =
                            before.stream().noneMatch(m -> m.address().equals(member.address()));
                    if (before.contains(member) || !(isNew || changing)) {
                        return false;
                    }
                    if (isNew && before.size() >= MOST_MEMBERS) {
                        throw new IllegalArgumentException(
                                "a group has at most " + MOST_MEMBERS + " members");
                    }
                    put(connection, group, member, clock.instant());
                    record(connection, group);
                    return true;
                });
        return announced(changed, group);
    }

    @Override
    public boolean demote(AddressOfRecord group, AddressOfRecord member) {
        boolean changed =
                transactions.run(connection -> {
                    if (!lock(connection, group)
                            || !GroupStore.isOneOfTheOwners(
                                    members(connection, text(group)), member)) {
                        return false;
                    }
                    put(connection, group, new Group.Member(member, false), clock.instant());
                    record(connection, group);
                    return true;
                });
        return announced(changed, group);
    }

    /// @param at when they came, if they were not there
    private static void put(
            Connection connection, AddressOfRecord group, Group.Member member, Instant at)
            throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO group_member (group_address, member, is_owner, joined_at) VALUES (?, ?, ?, ?)"
                                + " ON DUPLICATE KEY UPDATE is_owner = VALUES(is_owner)")) {
            upsert.setString(1, text(group));
            upsert.setString(2, text(member.address()));
            upsert.setInt(3, member.owner() ? 1 : 0);
            upsert.setLong(4, Columns.micros(at));
            upsert.executeUpdate();
        }
    }

    @Override
    public Leaving leave(AddressOfRecord group, AddressOfRecord member) {
        Leaving leaving =
                transactions.run(connection -> {
                    if (!lock(connection, group)) {
                        return Leaving.NO_MEMBER;
                    }
                    Leaving may = GroupStore.leaving(members(connection, text(group)), member);
                    if (may == Leaving.GONE) {
                        takeOut(connection, group, member);
                    }
                    return may;
                });
        announced(leaving == Leaving.GONE, group);
        return leaving;
    }

    @Override
    public boolean remove(AddressOfRecord group, AddressOfRecord member) {
        boolean removed =
                transactions.run(connection ->
                        lock(connection, group) && takeOut(connection, group, member));
        return announced(removed, group);
    }

    private boolean takeOut(Connection connection, AddressOfRecord group, AddressOfRecord member)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM group_member WHERE group_address = ? AND member = ?")) {
            delete.setString(1, text(group));
            delete.setString(2, text(member));
            if (delete.executeUpdate() == 0) {
                return false;
            }
        }
        record(connection, group);
        return true;
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
    public Map<AddressOfRecord, Instant> joinedAfter(AddressOfRecord group, Instant time) {
        return transactions.read(connection -> {
            Map<AddressOfRecord, Instant> found = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT member, joined_at FROM group_member WHERE group_address = ? AND joined_at > ?")) {
                query.setString(1, text(group));
                query.setLong(2, Columns.micros(time));
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
    public void removeEverywhere(AddressOfRecord member) {
        List<AddressOfRecord> groups =
                transactions.read(connection -> {
                    List<AddressOfRecord> found = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT group_address FROM group_member WHERE member = ?")) {
                        query.setString(1, text(member));
                        try (ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                found.add(address(row.getString(1)));
                            }
                        }
                    }
                    return found;
                });
        groups.forEach(group -> remove(group, member));
    }

    private static boolean lock(Connection connection, AddressOfRecord group) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT address FROM chat_group WHERE address = ? FOR UPDATE")) {
            query.setString(1, text(group));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private void record(Connection connection, AddressOfRecord group) throws SQLException {
        changeLog.record(connection, Change.of(Topic.GROUP, group));
    }

    private boolean announced(boolean changed, AddressOfRecord group) {
        if (changed) {
            announce(group);
        }
        return changed;
    }

    private void announce(AddressOfRecord group) {
        changes.announce(Change.of(Topic.GROUP, group));
    }
}
