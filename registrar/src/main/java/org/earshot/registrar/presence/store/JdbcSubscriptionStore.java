package org.earshot.registrar.presence.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.GroupCommit;
import org.earshot.common.db.Transactions;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.Flow;

/// Subscriptions in a database that many nodes may share. Thread-safe; changes share commits when busy.
public final class JdbcSubscriptionStore implements SubscriptionStore {
    private static final String COLUMNS =
            "call_id, local_tag, remote_tag, event, event_id, resource, watcher, list_kind, members, local_uri,"
                    + " remote_uri, contact, routes, remote_cseq, flow, node, created_at, expires_at, next_version";

    /// Of how many watchers one query asks.
    private static final int AT_ONCE = 100;

    private final Transactions transactions;
    private final GroupCommit groupCommit;
    private final InstantSource clock;

    public JdbcSubscriptionStore(
            Transactions transactions, GroupCommit groupCommit, InstantSource clock) {
        this.transactions = transactions;
        this.groupCommit = groupCommit;
        this.clock = clock;
    }

    @Override
    public void put(Subscription subscription) {
        groupCommit.run(
                subscription.id(),
                connection -> {
                    delete(connection, subscription.id());
                    insert(connection, subscription);
                    return null;
                });
    }

    @Override
    public void remove(Dialog.Id id, String node) {
        groupCommit.run(
                id,
                connection -> {
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM subscription WHERE subscription_key = ? AND node = ?")) {
                        delete.setBytes(1, key(id));
                        delete.setString(2, node);
                        delete.executeUpdate();
                    }
                    return null;
                });
    }

    @Override
    public Optional<Subscription> find(Dialog.Id id) {
        return read("subscription_key = ?", query -> query.setBytes(2, key(id))).stream()
                .findFirst();
    }

    @Override
    public int countOf(AddressOfRecord watcher) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT COUNT(*) FROM subscription WHERE watcher_key = ? AND expires_at > ?")) {
                query.setBytes(1, Columns.sha256(watcher.toString()));
                query.setLong(2, Columns.micros(clock.instant()));
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    return rows.getInt(1);
                }
            }
        });
    }

    @Override
    public List<Subscription> of(AddressOfRecord resource, EventPackage event) {
        return read(
                "resource_key = ? AND event = ?",
                query -> {
                    query.setBytes(2, Columns.sha256(resource.toString()));
                    query.setString(3, event.name());
                });
    }

    @Override
    public List<Subscription> listsWith(
            AddressOfRecord member, Collection<AddressOfRecord> owners, EventPackage event) {
        // what LIKE takes for more than it is, such as _, is looked at again
        List<Subscription> lists =
                new ArrayList<>(
                        read(
                                        "list_kind = 'GIVEN' AND event = ? AND members LIKE ?",
                                        query -> {
                                            query.setString(2, event.name());
                                            query.setString(3, '%' + member.toString() + '%');
                                        })
                                .stream()
                                .filter(one -> one.members().contains(member))
                                .toList());
        List<AddressOfRecord> all = List.copyOf(owners);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<AddressOfRecord> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            lists.addAll(
                    read(
                            "list_kind = 'CONTACTS' AND event = ? AND watcher_key IN (?"
                                    + ", ?".repeat(some.size() - 1)
                                    + ")",
                            query -> {
                                query.setString(2, event.name());
                                for (int i = 0; i < some.size(); i++) {
                                    query.setBytes(3 + i, Columns.sha256(some.get(i).toString()));
                                }
                            }));
        }
        return lists;
    }

    @Override
    public Set<AddressOfRecord> resources(EventPackage event) {
        return read("event = ?", query -> query.setString(2, event.name())).stream()
                .map(Subscription::resource)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Subscription> orphans(Predicate<String> isAlive) {
        List<Subscription> orphans = new ArrayList<>();
        for (String node : nodes()) {
            if (!isAlive.test(node)) {
                orphans.addAll(read("node = ?", query -> query.setString(2, node)));
            }
        }
        return orphans;
    }

    @Override
    public boolean adopt(Subscription orphan, String node) {
        return groupCommit.run(
                orphan.id(),
                connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE subscription SET node = ?, next_version = ?"
                                            + " WHERE subscription_key = ? AND node = ?")) {
                        update.setString(1, node);
                        update.setLong(2, orphan.by(node).nextVersion());
                        update.setBytes(3, key(orphan.id()));
                        update.setString(4, orphan.node());
                        return update.executeUpdate() == 1;
                    }
                });
    }

    @Override
    public int removeExpired() {
        return transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM subscription WHERE expires_at <= ?")) {
                delete.setLong(1, Columns.micros(clock.instant()));
                return delete.executeUpdate();
            }
        });
    }

    private Set<String> nodes() {
        return transactions.read(connection -> {
            Set<String> found = new HashSet<>();
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT DISTINCT node FROM subscription");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        });
    }

    /// Fills in what a condition asks for, from the second parameter on.
    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement query) throws SQLException;
    }

    private List<Subscription> read(String condition, Parameters parameters) {
        return transactions.read(connection -> {
            List<Subscription> found = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM subscription WHERE expires_at > ? AND "
                                    + condition
                                    + " ORDER BY created_at")) {
                query.setLong(1, Columns.micros(clock.instant()));
                parameters.set(query);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(subscription(rows));
                    }
                }
            }
            return found;
        });
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                new Dialog.Id(
                        row.getString("call_id"),
                        row.getString("local_tag"),
                        row.getString("remote_tag")),
                EventPackage.valueOf(row.getString("event")),
                row.getString("event_id"),
                Addresses.read(row.getString("resource")),
                Addresses.read(row.getString("watcher")),
                Subscription.ListKind.valueOf(row.getString("list_kind")),
                lines(row.getString("members")).stream().map(Addresses::read).toList(),
                row.getString("local_uri"),
                row.getString("remote_uri"),
                row.getString("contact"),
                lines(row.getString("routes")),
                row.getLong("remote_cseq"),
                Flow.parse(row.getString("flow")),
                row.getString("node"),
                Columns.instant(row.getLong("created_at")),
                Columns.instant(row.getLong("expires_at")),
                row.getLong("next_version"));
    }

    // no URI has a line end
    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private static void delete(Connection connection, Dialog.Id id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM subscription WHERE subscription_key = ?")) {
            delete.setBytes(1, key(id));
            delete.executeUpdate();
        }
    }

    private static void insert(Connection connection, Subscription one) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO subscription (subscription_key, resource_key, watcher_key, "
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, key(one.id()));
            insert.setBytes(2, Columns.sha256(one.resource().toString()));
            insert.setBytes(3, Columns.sha256(one.watcher().toString()));
            insert.setString(4, one.id().callId());
            insert.setString(5, one.id().localTag());
            insert.setString(6, one.id().remoteTag());
            insert.setString(7, one.event().name());
            insert.setString(8, one.eventId());
            insert.setString(9, one.resource().toString());
            insert.setString(10, one.watcher().toString());
            insert.setString(11, one.list().name());
            insert.setString(
                    12,
                    one.members().stream()
                            .map(AddressOfRecord::toString)
                            .collect(Collectors.joining("\n")));
            insert.setString(13, one.localUri());
            insert.setString(14, one.remoteUri());
            insert.setString(15, one.contact());
            insert.setString(16, String.join("\n", one.routes()));
            insert.setLong(17, one.remoteSequence());
            insert.setString(18, one.flow().token());
            insert.setString(19, one.node());
            insert.setLong(20, Columns.micros(one.createdAt()));
            insert.setLong(21, Columns.micros(one.expiresAt()));
            insert.setLong(22, one.nextVersion());
            insert.executeUpdate();
        }
    }

    private static byte[] key(Dialog.Id id) {
        return Columns.sha256(id.callId() + '\n' + id.localTag() + '\n' + id.remoteTag());
    }
}
