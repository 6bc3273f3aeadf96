package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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

    /// Of a search entry and its record. An entry that is not its record's own leads nowhere.
    static final String OF_ENTRY =
            "archive_entry l JOIN archive_record r ON r.chain = l.chain AND r.number = l.number"
                    + " AND r.kind = l.kind AND r.happened_at = l.happened_at";

    private final Transactions transactions;
    private final Dialect dialect;
    private final JdbcSearchEntries entries;

    public JdbcArchiveTables(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
        entries = new JdbcSearchEntries(transactions, dialect);
    }

    @Override
    public void add(Addition addition) {
        transactions.run(connection -> {
            JdbcGroupedCompanion.writeAll(connection, addition.companions());
            if (addition.opened().isPresent()) {
                insertChain(connection, addition.opened().get());
            }
            RECORDS.run(connection, addition.records(), JdbcArchiveTables::setRecord);
            JdbcSearchEntries.addSigned(connection, addition.records());
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
        return transactions.read(connection -> rows(connection, chain, from, limit));
    }

    private List<ArchiveRecord> rows(Connection connection, UUID chain, long from, int limit)
            throws SQLException {
        // numbers have no gaps, and MariaDB sorts a chain to its end when nothing says where to
        // stop
        List<ArchiveRecord> some = rows(connection, chain, from, from + limit, limit);
        return some.size() == limit ? some : rows(connection, chain, from, Long.MAX_VALUE, limit);
    }

    @Override
    public List<ArchiveRecord> recordsWithParties(UUID chain, long from, int limit) {
        return transactions.read(connection -> {
            // read first: what it covers has its entries in what is read then
            JdbcSearchEntries.Progress progress = JdbcSearchEntries.progress(connection, chain);
            List<ArchiveRecord> bare = rows(connection, chain, from, limit);
            if (bare.isEmpty()) {
                return bare;
            }
            long last = bare.getLast().number();
            // entries of records that are not there would hide those that come
            boolean beyond = bare.size() < limit && progress.isBeyond(last);
            Set<Long> entered = entered(connection, chain, bare.getFirst().number(), last);
            Map<Long, List<String>> parties =
                    parties(connection, chain, bare.getFirst().number(), last);
            return bare.stream()
                    .map(row ->
                            row.withParties(
                                    parties(
                                            row,
                                            parties.getOrDefault(row.number(), List.of()),
                                            entered.contains(row.number())
                                                    && !(beyond && row.number() == last),
                                            progress)))
                    .toList();
        });
    }

    /// What the entries say of a record, sorted; what it says itself, where its entries are still to be made.
    private static List<String> parties(
            ArchiveRecord row,
            List<String> found,
            boolean entered,
            JdbcSearchEntries.Progress progress) {
        boolean mustBeThere = progress.covers(row.number()) || row.signature().isPresent();
        if (mustBeThere && !entered) {
            return Stream.concat(Stream.of(""), found.stream()).sorted().toList();
        }
        if (found.isEmpty() && !progress.covers(row.number())) {
            return row.facts().map(JdbcSearchEntries::parties).orElse(List.of());
        }
        return found.stream().sorted().toList();
    }

    private static Set<Long> entered(Connection connection, UUID chain, long first, long last)
            throws SQLException {
        Set<Long> entered = new HashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT r.number FROM archive_record r JOIN archive_entry l ON l.kind = r.kind"
                                + " AND l.happened_at = r.happened_at AND l.chain = r.chain AND l.number = r.number"
                                + " WHERE r.chain = ? AND r.number BETWEEN ? AND ?")) {
            query.setBytes(1, Columns.bytes(chain));
            query.setLong(2, first);
            query.setLong(3, last);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entered.add(rows.getLong(1));
                }
            }
        }
        return entered;
    }

    private List<ArchiveRecord> rows(
            Connection connection, UUID chain, long from, long to, int limit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM archive_record r WHERE r.chain = ? AND r.number >= ? AND r.number <= ?"
                                + " ORDER BY "
                                + inChain(dialect)
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
                        + inChain(dialect);
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
        return transactions.read(connection -> signed(connection, ArchiveRecord.signedKinds()));
    }

    /// Those of some kinds, by chain and number.
    static List<ArchiveRecord> signed(Connection connection, Collection<String> kinds)
            throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM "
                        + OF_ENTRY
                        + " WHERE r.signer IS NOT NULL AND l.kind IN ("
                        + String.join(", ", Collections.nCopies(kinds.size(), "?"))
                        + ")";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int column = 1;
            for (String kind : kinds) {
                query.setString(column++, kind);
            }
            // sorted here: with an order to keep, H2 walks over all records
            return rows(query).stream()
                    .sorted(
                            Comparator.comparing(ArchiveRecord::chain)
                                    .thenComparingLong(ArchiveRecord::number))
                    .toList();
        }
    }

    @Override
    public void catchUp(String signer) {
        entries.catchUp(signer);
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
        entries.catchUp();
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
    static String inChain(Dialect dialect) {
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

    private static Map<Long, List<String>> parties(
            Connection connection, UUID chain, long first, long last) throws SQLException {
        Map<Long, List<String>> parties = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        // one with another time would hide its record from a search by time, and is
                        // none of it
                        "SELECT p.number, CASE WHEN p.happened_at = r.happened_at THEN p.address ELSE '' END"
                                + " FROM archive_party p JOIN archive_record r ON r.chain = p.chain AND r.number = p.number"
                                + " WHERE p.chain = ? AND p.number BETWEEN ? AND ?")) {
            query.setBytes(1, Columns.bytes(chain));
            query.setLong(2, first);
            query.setLong(3, last);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    parties.computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
                            .add(rows.getString(2));
                }
            }
        }
        return parties;
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
