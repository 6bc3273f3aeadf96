package org.earshot.common.event;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// The nodes that share a database: each says there again and again that it lives, and for how long that holds.
/// Thread-safe.
public final class JdbcLiveNodes implements LiveNodes {
    /// How often to [#beat()].
    public static final Duration PERIOD = Duration.ofSeconds(5);

    // some beats may be lost before a node counts as dead
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Transactions transactions;
    private final String self;
    private final InstantSource clock;
    private volatile Set<String> alive;

    public JdbcLiveNodes(Transactions transactions, String self, InstantSource clock) {
        this.transactions = transactions;
        this.self = self;
        this.clock = clock;
        this.alive = Set.of(self);
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public boolean isAlive(String node) {
        return alive.contains(node);
    }

    @Override
    public boolean isAlone() {
        return alive.size() == 1;
    }

    /// Says that this node lives, and hears who else does. To be called every [#PERIOD], and once before the first
    /// question.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if the database can't be reached: whoever was alive
    ///     counts as alive then
    /// @return whether another has come or gone
    public boolean beat() {
        Set<String> before = alive;
        Instant now = clock.instant();
        alive =
                transactions.run(connection -> {
                    try (PreparedStatement upsert =
                            connection.prepareStatement(
                                    "INSERT INTO live_node (node, alive_until) VALUES (?, ?)"
                                            + " ON DUPLICATE KEY UPDATE alive_until = VALUES(alive_until)")) {
                        upsert.setString(1, self);
                        upsert.setLong(2, Columns.micros(now.plus(LEASE)));
                        upsert.executeUpdate();
                    }
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM live_node WHERE alive_until < ?")) {
                        delete.setLong(1, Columns.micros(now.minus(FORGOTTEN)));
                        delete.executeUpdate();
                    }
                    Set<String> found = new HashSet<>();
                    found.add(self);
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT node FROM live_node WHERE alive_until > ?")) {
                        query.setLong(1, Columns.micros(now));
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                found.add(rows.getString(1));
                            }
                        }
                    }
                    return Set.copyOf(found);
                });
        return !alive.equals(before);
    }

    /// Says that this node ends, so that others need not wait to see it.
    public void leave() {
        transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM live_node WHERE node = ?")) {
                delete.setString(1, self);
                return delete.executeUpdate();
            }
        });
    }
}
