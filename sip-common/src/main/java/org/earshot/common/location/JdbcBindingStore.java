package org.earshot.common.location;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.GroupCommit;
import org.earshot.common.db.Transactions;
import org.earshot.common.db.ValueList;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Flow;

/// Bindings in a database that many nodes may share. Thread-safe; changes share commits when busy.
///
/// A change first writes the address's row in `address_of_record`, which locks it until the commit: changes of one address
/// run one after the other on all nodes, and none is lost.
public final class JdbcBindingStore implements BindingStore {
    private static final String COLUMNS =
            "binding_key, contact, q, call_id, cseq, expires_at, instance_id, reg_id, flow, path, user_agent, takes_cpim, wants_history, updated_at";

    private static final String ADDRESS = "CONCAT('sip:', a.user_part, '@', a.domain_name)";

    private final Transactions transactions;
    private final GroupCommit groupCommit;
    private final JdbcChangeLog changeLog;
    private final Changes changes;
    private final InstantSource clock;

    /// @param changeLog gets what other nodes have to hear of, in the commit of the change itself
    public JdbcBindingStore(
            Transactions transactions,
            GroupCommit groupCommit,
            JdbcChangeLog changeLog,
            Changes changes,
            InstantSource clock) {
        this.transactions = transactions;
        this.groupCommit = groupCommit;
        this.changeLog = changeLog;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public List<Binding> lookup(AddressOfRecord address) {
        byte[] key = JdbcAddressRow.key(address);
        return BindingRules.current(
                transactions.read(connection -> select(connection, key)), clock.instant());
    }

    @Override
    public Map<AddressOfRecord, List<Binding>> lookupAll(Collection<AddressOfRecord> addresses) {
        Map<AddressOfRecord, List<Binding>> stored =
                transactions.read(
                        connection -> select(connection, addresses.stream().distinct().toList()));
        Instant now = clock.instant();
        stored.replaceAll((_, bindings) -> BindingRules.current(bindings, now));
        return stored;
    }

    @Override
    public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        return announced(address, groupCommit.run(address, updating(address, change)));
    }

    private Transactions.Work<Outcome> updating(
            AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        byte[] key = JdbcAddressRow.key(address);
        return connection -> {
            JdbcAddressRow.lock(connection, address);
            Instant now = clock.instant();
            List<Binding> stored = select(connection, key);
            List<Binding> after =
                    BindingRules.changed(change.apply(BindingRules.current(stored, now)), now);
            // rows that changed are deleted and inserted: they are few
            delete(connection, key, without(stored, after));
            insert(connection, key, without(after, stored));
            boolean news = BindingRules.isNews(stored, after, now);
            if (news) {
                changeLog.record(connection, Change.of(Topic.REGISTRATION, address));
            }
            return new Outcome(
                    after, stored.size() - BindingRules.current(stored, now).size(), news);
        };
    }

    private List<Binding> announced(AddressOfRecord address, Outcome outcome) {
        if (outcome.news()) {
            changes.announce(Change.of(Topic.REGISTRATION, address));
        }
        return outcome.after();
    }

    /// What a change came to.
    ///
    /// @param expired how many had expired before it
    /// @param news whether anybody has to hear of it
    private record Outcome(List<Binding> after, int expired, boolean news) {}

    @Override
    public int removeExpired() {
        List<AddressOfRecord> addresses =
                addresses(
                        "SELECT DISTINCT a.user_part, a.domain_name FROM address_of_record a"
                                + " JOIN binding b ON b.aor_key = a.aor_key WHERE b.expires_at <= ?");
        // each address by itself, under its lock: a phone that is back in this moment stays
        List<CompletableFuture<Integer>> removals =
                addresses.stream()
                        .map(address ->
                                groupCommit
                                        .submit(address, updating(address, current -> current))
                                        .thenApply(outcome -> {
                                            announced(address, outcome);
                                            return outcome.expired();
                                        }))
                        .toList();
        int removed = 0;
        for (CompletableFuture<Integer> removal : removals) {
            removed += GroupCommit.result(removal);
        }
        return removed;
    }

    @Override
    public Totals totals() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT COUNT(DISTINCT aor_key), COUNT(*) FROM binding WHERE expires_at > ?")) {
                query.setLong(1, Columns.micros(clock.instant()));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return new Totals(row.getLong(1), row.getLong(2));
                }
            }
        });
    }

    @Override
    public List<AddressOfRecord> addresses() {
        List<AddressOfRecord> found =
                addresses(
                        "SELECT DISTINCT a.user_part, a.domain_name FROM address_of_record a"
                                + " JOIN binding b ON b.aor_key = a.aor_key WHERE b.expires_at > ?");
        found.sort(Comparator.comparing(AddressOfRecord::toString));
        return List.copyOf(found);
    }

    @Override
    public List<AddressOfRecord> addresses(String search, String after, int most) {
        return transactions.read(connection -> {
            List<AddressOfRecord> addresses = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT user_part, domain_name FROM address_of_record a WHERE "
                                    + ADDRESS
                                    + " > ? AND EXISTS (SELECT 1 FROM binding b WHERE b.aor_key = a.aor_key"
                                    + " AND b.expires_at > ?"
                                    + (search.isEmpty()
                                            ? ""
                                            : " AND (LOCATE(?, "
                                                    + ADDRESS
                                                    + ") > 0 OR LOCATE(?, LOWER(b.contact)) > 0"
                                                    + " OR LOCATE(?, LOWER(b.user_agent)) > 0)")
                                    + ") ORDER BY "
                                    + ADDRESS
                                    + " LIMIT ?")) {
                int mark = 1;
                query.setString(mark++, after);
                query.setLong(mark++, Columns.micros(clock.instant()));
                for (int i = 0; i < 3 && !search.isEmpty(); i++) {
                    query.setString(mark++, search);
                }
                query.setInt(mark, most);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        addresses.add(new AddressOfRecord(rows.getString(1), rows.getString(2)));
                    }
                }
            }
            return List.copyOf(addresses);
        });
    }

    /// @param query with one parameter, the present
    private List<AddressOfRecord> addresses(String query) {
        return transactions.read(connection -> {
            List<AddressOfRecord> addresses = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setLong(1, Columns.micros(clock.instant()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        addresses.add(new AddressOfRecord(rows.getString(1), rows.getString(2)));
                    }
                }
            }
            return addresses;
        });
    }

    private static List<Binding> select(Connection connection, byte[] key) throws SQLException {
        List<Binding> bindings = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT " + COLUMNS + " FROM binding WHERE aor_key = ?")) {
            query.setBytes(1, key);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    bindings.add(binding(rows));
                }
            }
        }
        return bindings;
    }

    private static Map<AddressOfRecord, List<Binding>> select(
            Connection connection, List<AddressOfRecord> addresses) throws SQLException {
        Map<AddressOfRecord, List<Binding>> found = new HashMap<>();
        for (ValueList<AddressOfRecord> some : ValueList.of(addresses)) {
            Map<ByteBuffer, List<Binding>> byKey = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + ", aor_key FROM binding WHERE aor_key IN "
                                    + some.marks())) {
                int mark = 1;
                for (AddressOfRecord address : some.values()) {
                    byte[] key = JdbcAddressRow.key(address);
                    query.setBytes(mark++, key);
                    byKey.put(
                            ByteBuffer.wrap(key),
                            found.computeIfAbsent(address, _ -> new ArrayList<>()));
                }
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        byKey.get(ByteBuffer.wrap(rows.getBytes("aor_key"))).add(binding(rows));
                    }
                }
            }
        }
        return found;
    }

    private static Binding binding(ResultSet row) throws SQLException {
        String path = row.getString("path");
        return new Binding(
                new BindingKey(row.getBytes("binding_key")),
                row.getString("contact"),
                row.getInt("q"),
                row.getString("call_id"),
                row.getLong("cseq"),
                Columns.instant(row.getLong("expires_at")),
                Optional.ofNullable(row.getString("instance_id")),
                row.getInt("reg_id"),
                Flow.parse(row.getString("flow")),
                // no header value has a line end
                path.isEmpty() ? List.of() : List.of(path.split("\n", -1)),
                row.getString("user_agent"),
                row.getInt("takes_cpim") != 0,
                row.getInt("wants_history") != 0,
                Columns.instant(row.getLong("updated_at")));
    }

    private static void delete(Connection connection, byte[] key, List<Binding> bindings)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM binding WHERE aor_key = ? AND binding_key = ?")) {
            for (Binding binding : bindings) {
                delete.setBytes(1, key);
                delete.setBytes(2, binding.key().bytes());
                delete.executeUpdate();
            }
        }
    }

    private static void insert(Connection connection, byte[] key, List<Binding> bindings)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO binding (aor_key, "
                                + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Binding binding : bindings) {
                insert.setBytes(1, key);
                insert.setBytes(2, binding.key().bytes());
                insert.setString(3, binding.contact());
                insert.setInt(4, binding.qThousandths());
                insert.setString(5, binding.callId());
                insert.setLong(6, binding.cSeq());
                insert.setLong(7, Columns.micros(binding.expiresAt()));
                insert.setString(8, binding.instanceId().orElse(null));
                insert.setInt(9, binding.regId());
                insert.setString(10, binding.flow().token());
                insert.setString(11, String.join("\n", binding.path()));
                insert.setString(12, binding.userAgent());
                insert.setInt(13, binding.takesCpim() ? 1 : 0);
                insert.setInt(14, binding.wantsHistory() ? 1 : 0);
                insert.setLong(15, Columns.micros(binding.updatedAt()));
                insert.executeUpdate();
            }
        }
    }

    private static List<Binding> without(List<Binding> bindings, List<Binding> others) {
        return bindings.stream().filter(binding -> !others.contains(binding)).toList();
    }
}
