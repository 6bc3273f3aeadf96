package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.RowInsert;
import org.earshot.common.db.Transactions;

/// Records in a database that many nodes may share. Thread-safe.
public final class JdbcArchiveTables implements ArchiveTables {
    static final String COLUMNS =
            "r.chain, r.number, r.event_id, r.kind, r.happened_at, r.retention, r.fact_salt, r.facts, r.fact_commitment,"
                    + " r.content_key, r.sealed, r.content_digest, r.content_commitment, r.previous_hash, r.hash,"
                    + " r.signer, r.signature";

    private static final int AT_ONCE = 64;

    private static final RowInsert RECORDS =
            RowInsert.of(
                    "INSERT INTO archive_record (chain, number, event_id, kind, happened_at, retention, fact_salt,"
                            + " facts, fact_commitment, content_key, sealed, content_digest, content_commitment,"
                            + " previous_hash, hash, signer, signature)",
                    17);

    private static final RowInsert PARTIES =
            RowInsert.of("INSERT INTO archive_party (chain, number, address, happened_at)", 4);

    private final Transactions transactions;
    private final Dialect dialect;

    public JdbcArchiveTables(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    @Override
    public void add(Addition addition) {
        transactions.run(connection -> {
            JdbcGroupedCompanion.writeAll(connection, addition.companions());
            if (addition.opened().isPresent()) {
                insertChain(connection, addition.opened().get());
            }
            RECORDS.run(connection, addition.records(), JdbcArchiveTables::setRecord);
            insertParties(connection, addition.records());
            if (addition.checkpoint().isPresent()) {
                insertCheckpoint(connection, addition.checkpoint().get());
            }
            for (UUID ended : addition.ended()) {
                endChain(connection, ended);
            }
            return null;
        });
        if (dialect == Dialect.H2) {
            // H2's commit reaches the operating system; this reaches the disk
            transactions.read(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("CHECKPOINT SYNC");
                }
            });
        }
    }

    private static void insertChain(Connection connection, Chain chain) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO archive_chain (chain, signer, node, opened_at, ended) VALUES (?, ?, ?, ?, 0)")) {
            insert.setBytes(1, Columns.bytes(chain.chain()));
            insert.setString(2, chain.signer());
            insert.setString(3, chain.node());
            insert.setLong(4, chain.openedAt());
            insert.executeUpdate();
        }
    }

    private static void endChain(Connection connection, UUID chain) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE archive_chain SET ended = 1 WHERE chain = ?")) {
            update.setBytes(1, Columns.bytes(chain));
            update.executeUpdate();
        }
    }

    private static void setRecord(PreparedStatement insert, int before, ArchiveRecord row)
            throws SQLException {
        insert.setBytes(before + 1, Columns.bytes(row.chain()));
        insert.setLong(before + 2, row.number());
        insert.setBytes(before + 3, Columns.bytes(row.eventId()));
        insert.setString(before + 4, row.kind());
        insert.setLong(before + 5, row.happenedAt());
        insert.setString(before + 6, row.retention());
        setBytes(insert, before + 7, row.factSalt());
        setBytes(insert, before + 8, row.facts());
        insert.setBytes(before + 9, row.factCommitment().array());
        insert.setString(before + 10, row.contentKey().orElse(null));
        setBytes(insert, before + 11, row.sealed());
        setBytes(insert, before + 12, row.contentDigest());
        setBytes(insert, before + 13, row.contentCommitment());
        insert.setBytes(before + 14, row.previousHash().array());
        insert.setBytes(before + 15, row.hash().array());
        insert.setString(
                before + 16, row.signature().map(ArchiveRecord.SignatureBy::signer).orElse(null));
        setBytes(insert, before + 17, row.signature().map(ArchiveRecord.SignatureBy::signature));
    }

    private static void setBytes(PreparedStatement statement, int index, Optional<Bytes> value)
            throws SQLException {
        if (value.isPresent()) {
            statement.setBytes(index, value.get().array());
        } else {
            statement.setNull(index, Types.VARBINARY);
        }
    }

    /// Somebody whom a record names.
    private record Party(ArchiveRecord of, String address) {}

    private static void insertParties(Connection connection, List<ArchiveRecord> records)
            throws SQLException {
        List<Party> parties =
                records.stream()
                        .flatMap(of -> of.parties().stream().map(address -> new Party(of, address)))
                        .toList();
        PARTIES.run(
                connection,
                parties,
                (insert, before, party) -> {
                    insert.setBytes(before + 1, Columns.bytes(party.of().chain()));
                    insert.setLong(before + 2, party.of().number());
                    insert.setString(before + 3, party.address());
                    insert.setLong(before + 4, party.of().happenedAt());
                });
    }

    private static void insertCheckpoint(Connection connection, Checkpoint checkpoint)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO archive_checkpoint (chain, sequence, body, signer, signature) VALUES (?, ?, ?, ?, ?)")) {
            insert.setBytes(1, Columns.bytes(checkpoint.chain()));
            insert.setLong(2, checkpoint.sequence());
            insert.setBytes(3, checkpoint.body().array());
            insert.setString(4, checkpoint.signature().signer());
            insert.setBytes(5, checkpoint.signature().signature().array());
            insert.executeUpdate();
        }
    }

    @Override
    public List<Chain> chains() {
        // a chain whose entry was removed shows by its records all the same
        return transactions.read(connection ->
                chains(
                        connection,
                        "SELECT c.chain, c.signer, c.node, c.opened_at, c.ended FROM archive_chain c"
                                + " UNION ALL SELECT DISTINCT r.chain, '', '', 0, 1 FROM archive_record r"
                                + " WHERE NOT EXISTS (SELECT 1 FROM archive_chain c WHERE c.chain = r.chain)"
                                + " ORDER BY 4, 1"));
    }

    private static List<Chain> chains(Connection connection, String sql) throws SQLException {
        List<Chain> chains = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                chains.add(
                        new Chain(
                                Columns.uuid(rows.getBytes(1)),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getLong(4),
                                rows.getInt(5) != 0));
            }
        }
        return chains;
    }

    @Override
    public List<UUID> openChains() {
        return transactions.read(connection -> {
            List<UUID> open = new ArrayList<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT chain FROM archive_chain WHERE ended = 0 ORDER BY opened_at, chain");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    open.add(Columns.uuid(rows.getBytes(1)));
                }
            }
            return open;
        });
    }

    @Override
    public List<ArchiveRecord> records(UUID chain, long from, int limit) {
        return transactions.read(connection -> {
            // numbers have no gaps, and MariaDB sorts a chain to its end when nothing says where to
            // stop
            List<ArchiveRecord> some = rows(connection, chain, from, from + limit, limit);
            return withParties(
                    connection,
                    chain,
                    some.size() == limit
                            ? some
                            : rows(connection, chain, from, Long.MAX_VALUE, limit));
        });
    }

    private List<ArchiveRecord> rows(
            Connection connection, UUID chain, long from, long to, int limit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM archive_record r WHERE r.chain = ? AND r.number >= ? AND r.number <= ?"
                                + " ORDER BY "
                                + inChain()
                                + " LIMIT ?")) {
            query.setBytes(1, Columns.bytes(chain));
            query.setLong(2, from);
            query.setLong(3, to);
            query.setInt(4, limit);
            return rows(query);
        }
    }

    @Override
    public List<ArchiveRecord> records(UUID chain, List<Long> numbers) {
        // H2 finds one number by the key, and several by reading the whole chain
        int atOnce = dialect == Dialect.H2 ? 1 : AT_ONCE;
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM archive_record r WHERE r.chain = ? AND r.number IN (?"
                        + ", ?".repeat(atOnce - 1)
                        + ") ORDER BY "
                        + inChain();
        return transactions.read(connection -> {
            List<ArchiveRecord> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setBytes(1, Columns.bytes(chain));
                for (int from = 0; from < numbers.size(); from += atOnce) {
                    for (int i = 0; i < atOnce; i++) {
                        // one text for any number of them
                        int at = Math.min(from + i, numbers.size() - 1);
                        query.setLong(2 + i, numbers.get(at));
                    }
                    found.addAll(rows(query));
                }
            }
            return found;
        });
    }

    @Override
    public List<Chain> listedChains() {
        return transactions.read(connection ->
                chains(
                        connection,
                        "SELECT chain, signer, node, opened_at, ended FROM archive_chain ORDER BY opened_at, chain"));
    }

    @Override
    public long lastNumber(UUID chain) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT r.number FROM archive_record r WHERE r.chain = ?"
                                    + lastOfChain())) {
                query.setBytes(1, Columns.bytes(chain));
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? rows.getLong(1) : -1;
                }
            }
        });
    }

    @Override
    public Optional<ArchiveRecord> last(UUID chain) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM archive_record r WHERE r.chain = ?"
                                    + lastOfChain())) {
                query.setBytes(1, Columns.bytes(chain));
                return rows(query).stream().findFirst();
            }
        });
    }

    @Override
    public List<ArchiveRecord> signedRecords() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM archive_record r WHERE r.signer IS NOT NULL"
                                    + " ORDER BY r.chain, r.number")) {
                return rows(query);
            }
        });
    }

    @Override
    public List<Checkpoint> checkpoints(UUID chain) {
        return transactions.read(connection -> {
            List<Checkpoint> checkpoints = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT body, signer, signature FROM archive_checkpoint WHERE chain = ?"
                                    + " ORDER BY sequence")) {
                query.setBytes(1, Columns.bytes(chain));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        checkpoints.add(
                                Checkpoint.read(
                                        Bytes.of(rows.getBytes(1)),
                                        new ArchiveRecord.SignatureBy(
                                                rows.getString(2), Bytes.of(rows.getBytes(3)))));
                    }
                }
            }
            return checkpoints;
        });
    }

    @Override
    public List<ArchiveRecord> search(ArchiveQuery wanted) {
        return transactions.read(connection -> {
            boolean rare =
                    wanted.address().isPresent()
                            && wanted.kind().isPresent()
                            && numbers(connection, JdbcSearch.manyOfKind(wanted, dialect)) == 0;
            JdbcSearch search = JdbcSearch.of(wanted, rare, dialect);
            try (PreparedStatement query = search.prepare(connection)) {
                return rows(query);
            }
        });
    }

    private static int numbers(Connection connection, JdbcSearch search) throws SQLException {
        try (PreparedStatement query = search.prepare(connection);
                ResultSet rows = query.executeQuery()) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    /// A chain's records in order. Of the whole index on H2, which else reads the chain to its end and sorts.
    private String inChain() {
        return dialect == Dialect.H2 ? "r.chain, r.number" : "r.number";
    }

    private String lastOfChain() {
        return " ORDER BY "
                + (dialect == Dialect.H2 ? "r.chain DESC, r.number DESC" : "r.number DESC")
                + " LIMIT 1";
    }

    private static List<ArchiveRecord> rows(PreparedStatement query) throws SQLException {
        List<ArchiveRecord> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(row(rows));
            }
        }
        return found;
    }

    private static List<ArchiveRecord> withParties(
            Connection connection, UUID chain, List<ArchiveRecord> bare) throws SQLException {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<String>> parties = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        // one with another time would hide its record from a search by time, and is
                        // none of it
                        "SELECT p.number, CASE WHEN p.happened_at = r.happened_at THEN p.address ELSE '' END"
                                + " FROM archive_party p JOIN archive_record r ON r.chain = p.chain AND r.number = p.number"
                                + " WHERE p.chain = ? AND p.number BETWEEN ? AND ?")) {
            query.setBytes(1, Columns.bytes(chain));
            query.setLong(2, bare.getFirst().number());
            query.setLong(3, bare.getLast().number());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    parties.computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
                            .add(rows.getString(2));
                }
            }
        }
        return bare.stream()
                .map(row ->
                        row.withParties(
                                parties.getOrDefault(row.number(), List.of()).stream()
                                        .sorted()
                                        .toList()))
                .toList();
    }

    static ArchiveRecord row(ResultSet row) throws SQLException {
        String signer = row.getString("signer");
        return new ArchiveRecord(
                Columns.uuid(row.getBytes("chain")),
                row.getLong("number"),
                Columns.uuid(row.getBytes("event_id")),
                row.getString("kind"),
                row.getLong("happened_at"),
                row.getString("retention"),
                bytes(row, "fact_salt"),
                bytes(row, "facts"),
                Bytes.of(row.getBytes("fact_commitment")),
                Optional.ofNullable(row.getString("content_key")),
                bytes(row, "sealed"),
                bytes(row, "content_digest"),
                bytes(row, "content_commitment"),
                Bytes.of(row.getBytes("previous_hash")),
                Bytes.of(row.getBytes("hash")),
                List.of(),
                signer == null
                        ? Optional.empty()
                        : Optional.of(
                                new ArchiveRecord.SignatureBy(
                                        signer, bytes(row, "signature").orElse(Bytes.EMPTY))));
    }

    private static Optional<Bytes> bytes(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(Bytes::of);
    }
}
