package org.earshot.registrar.presence.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.GroupCommit;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;
import org.earshot.common.key.SealedBox;
import org.earshot.common.location.JdbcAddressRow;

/// Publications in a database that many nodes may share. Sealed: a note is what somebody wrote, and stands in the database, its logs and
/// backups as little as a message does. Thread-safe; changes share commits when busy, and those of one
/// address run one after the other: its row in `address_of_record` is locked until the commit.
public final class JdbcPublicationStore implements PublicationStore {
    private final Transactions transactions;
    private final GroupCommit groupCommit;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final SealedBox box;
    private final InstantSource clock;

    public JdbcPublicationStore(
            Transactions transactions,
            GroupCommit groupCommit,
            JdbcChangeLog changeLog,
            Changes changes,
            SealedBox box,
            InstantSource clock) {
        this.transactions = transactions;
        this.groupCommit = groupCommit;
        this.changeLog = changeLog;
        this.changes = changes;
        this.box = box;
        this.clock = clock;
    }

    @Override
    public List<Publication> lookup(AddressOfRecord address) {
        byte[] key = JdbcAddressRow.key(address);
        return PublicationRules.current(
                transactions.read(connection -> select(connection, key)), clock.instant());
    }

    @Override
    public void update(AddressOfRecord address, UnaryOperator<List<Publication>> change) {
        byte[] key = JdbcAddressRow.key(address);
        boolean news =
                groupCommit.run(
                        address,
                        connection -> {
                            JdbcAddressRow.lock(connection, address);
                            Instant now = clock.instant();
                            List<Publication> stored = select(connection, key);
                            List<Publication> after =
                                    PublicationRules.current(
                                            change.apply(PublicationRules.current(stored, now)),
                                            now);
                            delete(connection, key, without(stored, after));
                            insert(connection, key, without(after, stored));
                            if (!PublicationRules.isNews(stored, after)) {
                                return false;
                            }
                            changeLog.record(connection, Change.of(Topic.PRESENCE, address));
                            return true;
                        });
        if (news) {
            changes.announce(Change.of(Topic.PRESENCE, address));
        }
    }

    @Override
    public int removeExpired() {
        List<AddressOfRecord> addresses =
                transactions.read(connection -> {
                    List<AddressOfRecord> found = new ArrayList<>();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT a.user_part, a.domain_name FROM address_of_record a"
                                            + " JOIN publication p ON p.aor_key = a.aor_key"
                                            + " WHERE p.expires_at <= ?")) {
                        query.setLong(1, Columns.micros(clock.instant()));
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                found.add(
                                        new AddressOfRecord(rows.getString(1), rows.getString(2)));
                            }
                        }
                    }
                    return found;
                });
        addresses.stream().distinct().forEach(address -> update(address, current -> current));
        return addresses.size();
    }

    private List<Publication> select(Connection connection, byte[] key) throws SQLException {
        List<Publication> found = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT etag, body, expires_at, updated_at, of_device FROM publication WHERE aor_key = ?")) {
            query.setBytes(1, key);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String etag = rows.getString(1);
                    Optional<String> body = open(rows.getBytes(2), key, etag);
                    found.add(
                            new Publication(
                                    etag,
                                    body.orElse(""),
                                    // what can't be opened counts no more, and goes with the next
                                    // change
                                    body.isEmpty()
                                            ? Instant.EPOCH
                                            : Columns.instant(rows.getLong(3)),
                                    Columns.instant(rows.getLong(4)),
                                    rows.getInt(5) != 0));
                }
            }
        }
        return found;
    }

    private static void delete(Connection connection, byte[] key, List<Publication> publications)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM publication WHERE aor_key = ? AND etag = ?")) {
            for (Publication publication : publications) {
                delete.setBytes(1, key);
                delete.setString(2, publication.etag());
                delete.executeUpdate();
            }
        }
    }

    private void insert(Connection connection, byte[] key, List<Publication> publications)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO publication (aor_key, etag, body, expires_at, updated_at, of_device)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Publication publication : publications) {
                insert.setBytes(1, key);
                insert.setString(2, publication.etag());
                insert.setBytes(
                        3,
                        box.sealBytes(
                                publication.body().getBytes(StandardCharsets.UTF_8),
                                _ -> place(key, publication.etag())));
                insert.setLong(4, Columns.micros(publication.expiresAt()));
                insert.setLong(5, Columns.micros(publication.updatedAt()));
                insert.setInt(6, publication.ofDevice() ? 1 : 0);
                insert.executeUpdate();
            }
        }
    }

    /// Earlier versions did not seal it: XML begins otherwise than the number of a key.
    private Optional<String> open(byte[] stored, byte[] key, String etag) {
        return stored.length > 0 && stored[0] != 0
                ? Optional.of(new String(stored, StandardCharsets.UTF_8))
                : box.openBytes(stored, _ -> place(key, etag))
                        .map(body -> new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] place(byte[] key, String etag) {
        byte[] name = ("earshot-publication-1 " + etag).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(key.length + name.length).put(key).put(name).array();
    }

    private static List<Publication> without(List<Publication> all, List<Publication> others) {
        return all.stream().filter(publication -> !others.contains(publication)).toList();
    }
}
