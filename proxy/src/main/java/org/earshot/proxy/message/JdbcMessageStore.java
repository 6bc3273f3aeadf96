package org.earshot.proxy.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.GroupCommit;
import org.earshot.common.db.SqlFailure;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.SealedBox;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.JdbcCompanion;
import org.earshot.proxy.archive.JdbcGroupedCompanion;

/// Messages in a database that many nodes may share; their content is sealed. Thread-safe.
public final class JdbcMessageStore implements MessageStore {
    private final Transactions transactions;
    private final GroupCommit groupCommit;
    private final JdbcChangeLog changeLog;
    private final JdbcMessageRows rows;
    private final JdbcDeviceRows devices = new JdbcDeviceRows();
    private final JdbcHistoryRows history = new JdbcHistoryRows();
    private final InstantSource clock;
    private final JdbcGroupedCompanion.Kind<Queued> queueing = this::queue;
    private final JdbcGroupedCompanion.Kind<Settlement> settling = this::settle;

    /// A message on its way into queues.
    private record Queued(
            JdbcMessageRows.Sealed message,
            List<DeviceId> recipients,
            Set<DeviceId> seen,
            List<Change> elsewhere) {
        Stream<DeviceId> perhapsNeverSeen() {
            return recipients.stream().filter(device -> !seen.contains(device));
        }
    }

    /// @param box seals what the database must not know
    public JdbcMessageStore(
            Transactions transactions,
            GroupCommit groupCommit,
            JdbcChangeLog changeLog,
            SealedBox box,
            InstantSource clock) {
        this.transactions = transactions;
        this.groupCommit = groupCommit;
        this.changeLog = changeLog;
        this.rows = new JdbcMessageRows(box);
        this.clock = clock;
    }

    @Override
    public List<Device> devices(AddressOfRecord owner) {
        return transactions.read(connection -> devices.of(connection, owner));
    }

    @Override
    public Map<AddressOfRecord, Readiness> readiness(
            Collection<AddressOfRecord> owners, String sender, int most) {
        return transactions.read(
                connection -> JdbcReadinessQuery.run(connection, owners, sender, most));
    }

    @Override
    public void seen(AddressOfRecord owner, Collection<Device> present, Set<DeviceId> catchingUp) {
        groupCommit.run(
                owner,
                connection -> {
                    for (Device device : present) {
                        if (devices.seen(connection, device) && catchingUp.contains(device.id())) {
                            catchUp(connection, device.id());
                        }
                    }
                    return null;
                });
    }

    private void catchUp(Connection connection, DeviceId device) throws SQLException {
        rows.queue(
                connection,
                JdbcMailboxRows.untaken(connection, device).stream()
                        .map(text -> new JdbcMessageRows.Waiting(text, device))
                        .toList());
    }

    @Override
    public void takesCpim(DeviceId device, boolean takesCpim) {
        groupCommit.run(
                device.owner(),
                connection -> {
                    devices.takesCpim(connection, device, takesCpim);
                    return null;
                });
    }

    @Override
    public List<DeviceId> notSeenSince(Instant time) {
        return transactions.read(connection -> devices.seenBefore(connection, time));
    }

    @Override
    public List<UUID> textsWaiting(DeviceId device, int limit) {
        return transactions.read(
                connection -> JdbcMailboxRows.textsWaiting(connection, device, limit));
    }

    @Override
    public Companion drop(List<UUID> texts, DeviceId device, Instant notSeenSince) {
        return (JdbcCompanion)
                connection -> {
                    checkAbsent(connection, device, notSeenSince);
                    if (!rows.unqueue(connection, texts, device)) {
                        throw new CompanionRefusedException("not all of them wait there");
                    }
                };
    }

    @Override
    public Companion forget(DeviceId device, Instant notSeenSince) {
        return (JdbcCompanion)
                connection -> {
                    checkAbsent(connection, device, notSeenSince);
                    if (!devices.forget(connection, device)) {
                        throw new CompanionRefusedException("a text waits for the device");
                    }
                };
    }

    private void checkAbsent(Connection connection, DeviceId device, Instant since)
            throws SQLException {
        if (!devices.isAbsent(connection, device, since)) {
            throw new CompanionRefusedException("the device is there again");
        }
    }

    @Override
    public Companion queue(
            Message message,
            Collection<DeviceId> recipients,
            Set<DeviceId> seen,
            List<Change> elsewhere) {
        return new JdbcGroupedCompanion<>(
                queueing,
                new Queued(
                        rows.seal(message), List.copyOf(recipients), Set.copyOf(seen), elsewhere));
    }

    private void queue(Connection connection, List<Queued> queued) throws SQLException {
        try {
            rows.insert(connection, queued.stream().map(Queued::message).toList());
        } catch (SQLException e) {
            if (SqlFailure.isDuplicate(e)) {
                throw new CompanionRefusedException("the message was taken before");
            }
            throw e;
        }
        devices.makePlaceholders(connection, queued.stream().flatMap(Queued::perhapsNeverSeen));
        rows.queue(
                connection,
                queued.stream()
                        .flatMap(each ->
                                each.recipients().stream()
                                        .map(device ->
                                                new JdbcMessageRows.Waiting(
                                                        each.message().message().id(), device)))
                        .toList());
        for (Queued each : queued) {
            for (Change change : each.elsewhere()) {
                changeLog.record(connection, change);
            }
        }
    }

    @Override
    public Companion settle(Settlement settlement) {
        return new JdbcGroupedCompanion<>(settling, settlement);
    }

    private void settle(Connection connection, List<Settlement> settlements) throws SQLException {
        if (!rows.settle(connection, settlements)) {
            throw new CompanionRefusedException("nobody waits for the message");
        }
    }

    @Override
    public Companion expire(UUID message) {
        return (JdbcCompanion)
                connection -> {
                    if (!rows.unqueue(connection, message)) {
                        throw new CompanionRefusedException("nobody waits for the message");
                    }
                };
    }

    @Override
    public Companion queueAgain(List<UUID> messages, DeviceId device) {
        return (JdbcCompanion)
                connection -> {
                    devices.makePlaceholders(connection, Stream.of(device));
                    for (UUID message :
                            JdbcMessageRows.newTo(connection, messages, device, clock.instant())) {
                        rows.queueAgain(connection, message, device);
                    }
                };
    }

    @Override
    public Set<DeviceId> withoutHistory(AddressOfRecord owner) {
        return transactions.read(connection -> history.lacking(connection, owner));
    }

    @Override
    public int giveHistory(
            DeviceId device, Map<String, Instant> recipients, int limit, Instant now) {
        return groupCommit.run(
                device.owner(),
                connection -> history.give(connection, device, recipients, limit, now));
    }

    @Override
    public CompletableFuture<Void> submit(Companion companion) {
        return groupCommit.submit(
                "messages",
                connection -> {
                    ((JdbcCompanion) companion).write(connection);
                    return null;
                });
    }

    @Override
    public Page waiting(DeviceId device, Set<UUID> except, int limit) {
        return transactions.read(connection -> rows.waiting(connection, device, except, limit));
    }

    @Override
    public Map<DeviceId, Backlog> backlogs(Optional<AddressOfRecord> owner) {
        return transactions.read(connection -> {
            Map<DeviceId, Backlog> found = new HashMap<>();
            String only = owner.isPresent() ? " WHERE d.address = ?" : "";
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT d.address, d.instance_id, COUNT(*), MIN(m.received_at) FROM message_waiting w"
                                    + " JOIN device d ON d.device_key = w.device JOIN message m ON m.id = w.message"
                                    + only
                                    + " GROUP BY d.address, d.instance_id")) {
                if (owner.isPresent()) {
                    query.setString(1, owner.get().toString());
                }
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.put(
                                JdbcDeviceRows.id(row.getString(1), row.getString(2)),
                                new Backlog(row.getInt(3), Columns.instant(row.getLong(4))));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public long waiting() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT COUNT(*) FROM message_waiting WHERE past = 0");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public int waitingFor(AddressOfRecord owner) {
        return transactions.read(connection -> JdbcMailboxRows.waiting(connection, owner));
    }

    @Override
    public Set<AddressOfRecord> ownersWaiting(UUID message) {
        return transactions.read(connection -> JdbcMailboxRows.owners(connection, message));
    }

    @Override
    public Optional<Known> repeated(RepeatKey key) {
        return transactions.read(connection ->
                rows.known(connection, "repeat_key = ?", key.hash().array()).stream().findFirst());
    }

    @Override
    public List<Known> named(String name) {
        byte[] key = JdbcMessageRows.nameKey(name);
        return transactions.read(
                connection -> rows.known(connection, "message_key = ? ORDER BY id DESC", key));
    }

    @Override
    public Optional<Integer> refusedByAll(UUID message) {
        return transactions.read(connection -> JdbcMailboxRows.refusal(connection, message));
    }

    @Override
    public List<Message> reachedNobody(List<UUID> texts) {
        return transactions.read(connection -> rows.reachedNobody(connection, texts));
    }

    @Override
    public Standing standing(UUID message, DeviceId device) {
        return transactions.read(
                connection -> JdbcMessageRows.standing(connection, message, device));
    }

    @Override
    public boolean displayed(UUID message, DeviceId device, Instant at) {
        return groupCommit.run(
                device.owner(), connection -> rows.displayed(connection, message, device, at));
    }

    @Override
    public List<Message> expired(Instant now, int limit) {
        return transactions.read(connection -> rows.expired(connection, now, limit));
    }

    @Override
    public int removeExpired(Instant now, int limit) {
        return transactions.run(connection -> rows.removeExpired(connection, now, limit));
    }

    @Override
    public void shred(List<UUID> ids) {
        transactions.run(connection -> {
            rows.remove(connection, ids.stream().map(Columns::bytes).toList());
            return null;
        });
    }

    @Override
    public List<Message> kept(String recipient, int limit) {
        return transactions.read(connection -> rows.kept(connection, recipient, limit));
    }

    @Override
    public boolean isBlocked(String owner, String sender) {
        return transactions.read(connection -> isBlocked(connection, owner, sender));
    }

    private static boolean isBlocked(Connection connection, String owner, String sender)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM blocked_sender WHERE owner = ? AND sender = ?")) {
            query.setString(1, owner);
            query.setString(2, sender);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public List<String> blocked(String owner) {
        return transactions.read(connection -> {
            List<String> senders = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT sender FROM blocked_sender WHERE owner = ? ORDER BY sender")) {
                query.setString(1, owner);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        senders.add(row.getString(1));
                    }
                }
            }
            return senders;
        });
    }

    @Override
    public boolean block(String owner, String sender, boolean blocked) {
        String change =
                blocked
                        ? "INSERT INTO blocked_sender (owner, sender, blocked_at) VALUES (?, ?, ?)"
                        : "DELETE FROM blocked_sender WHERE owner = ? AND sender = ?";
        return groupCommit.run(
                owner,
                connection -> {
                    if (isBlocked(connection, owner, sender) == blocked) {
                        return false;
                    }
                    try (PreparedStatement statement = connection.prepareStatement(change)) {
                        statement.setString(1, owner);
                        statement.setString(2, sender);
                        if (blocked) {
                            statement.setLong(3, Columns.micros(clock.instant()));
                        }
                        return statement.executeUpdate() > 0;
                    }
                });
    }
}
