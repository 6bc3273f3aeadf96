package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.RowInsert;
import org.earshot.common.db.Transactions;

/// The entries by which records are found: by kind and time, and by whom they concern. They are made behind the commit of
/// the records, many in one commit. Whoever searches calls [#catchUp] first, so that nothing is missing. The place in
/// the chain moves with the entries, so a crash neither loses one nor makes one twice, and any number of nodes may do it at once.
/// Thread-safe.
final class JdbcSearchEntries {
    private static final int BATCH = 256;

    // a chain may be read again, when somebody has set it back
    private static final RowInsert ENTRIES =
            RowInsert.of("INSERT IGNORE INTO archive_entry (kind, happened_at, chain, number)", 4);

    private static final RowInsert PARTIES =
            RowInsert.of(
                    "INSERT IGNORE INTO archive_party (chain, number, address, happened_at)", 4);

    private final Transactions transactions;
    private final Dialect dialect;

    JdbcSearchEntries(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    /// How far a chain has its entries.
    ///
    /// @param next the first record without; [Long#MAX_VALUE] where there will be none
    record Progress(long next) {
        static final Progress COMPLETE = new Progress(Long.MAX_VALUE);

        boolean covers(long number) {
            return number < next;
        }

        /// Whether it claims more than a chain has.
        ///
        /// @param last number of its last record
        boolean isBeyond(long last) {
            return !equals(COMPLETE) && next > last + 1;
        }
    }

    /// A chain that may have records without entries.
    private record Open(UUID chain, boolean ended, Optional<Long> next) {}

    /// What is read of a record.
    private record Found(UUID chain, long number, String kind, long at, Optional<Bytes> facts) {}

    /// Somebody whom a record names.
    private record Party(Found of, String address) {}

    /// Of all chains. Takes no longer the more records there are.
    void catchUp() {
        open(Optional.empty()).forEach(this::follow);
    }

    /// Of the chains of one node.
    ///
    /// @param signer fingerprint of its key
    void catchUp(String signer) {
        open(Optional.of(signer)).forEach(this::follow);
    }

    private List<Open> open(Optional<String> signer) {
        return transactions.read(connection -> {
            List<Open> open = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT c.chain, c.ended, e.next_number FROM archive_chain c"
                                    + " LEFT JOIN archive_entered e ON e.chain = c.chain"
                                    + " WHERE COALESCE(e.complete, 0) = 0"
                                    + (signer.isPresent() ? " AND c.signer = ?" : ""))) {
                if (signer.isPresent()) {
                    query.setString(1, signer.get());
                }
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        open.add(
                                new Open(
                                        Columns.uuid(rows.getBytes(1)),
                                        rows.getInt(2) != 0,
                                        Optional.ofNullable(rows.getObject(3, Long.class))));
                    }
                }
            }
            return open;
        });
    }

    private void follow(Open chain) {
        if (chain.next().isEmpty()) {
            begin(chain.chain());
        }
        long next = chain.next().orElse(0L);
        List<Found> batch = read(chain.chain(), next);
        while (!batch.isEmpty()) {
            long to = batch.getLast().number() + 1;
            if (add(chain.chain(), next, to, batch)) {
                next = to;
            } else {
                long now =
                        transactions.read(connection -> progress(connection, chain.chain())).next();
                if (now <= next) {
                    return; // somebody has set it back: for the next one who comes
                }
                next = now; // somebody else was faster
            }
            batch = read(chain.chain(), next);
        }
        if (chain.ended()) {
            complete(chain.chain(), next);
        }
    }

    /// Where a chain stands.
    static Progress progress(Connection connection, UUID chain) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT next_number, complete FROM archive_entered WHERE chain = ?")) {
            query.setBytes(1, Columns.bytes(chain));
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    return new Progress(0);
                }
                return rows.getInt(2) != 0 ? Progress.COMPLETE : new Progress(rows.getLong(1));
            }
        }
    }

    private void begin(UUID chain) {
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT IGNORE INTO archive_entered (chain, next_number, complete) VALUES (?, 0, 0)")) {
                insert.setBytes(1, Columns.bytes(chain));
                return insert.executeUpdate();
            }
        });
    }

    private void complete(UUID chain, long next) {
        transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE archive_entered SET complete = 1 WHERE chain = ? AND next_number = ?")) {
                update.setBytes(1, Columns.bytes(chain));
                update.setLong(2, next);
                return update.executeUpdate();
            }
        });
    }

    private List<Found> read(UUID chain, long from) {
        // numbers have no gaps, and MariaDB sorts a chain to its end when nothing says where to
        // stop
        List<Found> some = read(chain, from, from + BATCH);
        return some.isEmpty() ? read(chain, from, Long.MAX_VALUE) : some;
    }

    private List<Found> read(UUID chain, long from, long to) {
        String sql =
                "SELECT r.number, r.kind, r.happened_at, r.facts FROM archive_record r"
                        + " WHERE r.chain = ? AND r.number >= ? AND r.number <= ? ORDER BY "
                        + JdbcArchiveTables.inChain(dialect)
                        + " LIMIT "
                        + BATCH;
        return transactions.read(connection -> {
            List<Found> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setBytes(1, Columns.bytes(chain));
                query.setLong(2, from);
                query.setLong(3, to);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(
                                new Found(
                                        chain,
                                        rows.getLong(1),
                                        rows.getString(2),
                                        rows.getLong(3),
                                        Optional.ofNullable(rows.getBytes(4)).map(Bytes::of)));
                    }
                }
            }
            return found;
        });
    }

    /// @return false if the chain does not stand there any more
    private boolean add(UUID chain, long from, long to, List<Found> batch) {
        List<Party> parties =
                batch.stream()
                        .flatMap(of ->
                                of.facts().stream()
                                        .flatMap(facts -> parties(facts).stream())
                                        .map(address -> new Party(of, address)))
                        .toList();
        return transactions.run(connection -> {
            // first, for its lock: whoever comes second waits here, and finds that it has moved
            if (!move(connection, chain, from, to)) {
                return false;
            }
            insert(connection, batch);
            PARTIES.run(connection, parties, JdbcSearchEntries::set);
            return true;
        });
    }

    private static boolean move(Connection connection, UUID chain, long from, long to)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE archive_entered SET next_number = ? WHERE chain = ? AND next_number = ? AND complete = 0")) {
            update.setLong(1, to);
            update.setBytes(2, Columns.bytes(chain));
            update.setLong(3, from);
            return update.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, List<Found> records) throws SQLException {
        ENTRIES.run(
                connection,
                records,
                (insert, before, of) -> {
                    insert.setString(before + 1, of.kind());
                    insert.setLong(before + 2, of.at());
                    insert.setBytes(before + 3, Columns.bytes(of.chain()));
                    insert.setLong(before + 4, of.number());
                });
    }

    /// Makes those entries at once by which what the archive says about itself is found.
    static void addSigned(Connection connection, List<ArchiveRecord> records) throws SQLException {
        insert(
                connection,
                records.stream()
                        .filter(row -> row.signature().isPresent())
                        .map(row ->
                                new Found(
                                        row.chain(),
                                        row.number(),
                                        row.kind(),
                                        row.happenedAt(),
                                        Optional.empty()))
                        .toList());
    }

    private static void set(PreparedStatement insert, int before, Party party) throws SQLException {
        insert.setBytes(before + 1, Columns.bytes(party.of().chain()));
        insert.setLong(before + 2, party.of().number());
        insert.setString(before + 3, party.address());
        insert.setLong(before + 4, party.of().at());
    }

    /// Whom facts name; nobody where they can't be read.
    static List<String> parties(Bytes facts) {
        try {
            return EventFacts.parties(Facts.decode(facts.array())).stream()
                    // no longer ones are written, and a changed row must not stop what is behind it
                    .filter(address -> address.length() <= Archive.ADDRESS_LIMIT)
                    .toList();
        } catch (IllegalArgumentException _) {
            return List.of(); // the verifier says so
        }
    }
}
