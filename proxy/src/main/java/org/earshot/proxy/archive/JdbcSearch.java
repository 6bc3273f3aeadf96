package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;

/// A search as SQL, so that an index gives the answer in its order: nothing is read to its end, nothing sorted. Immutable.
///
/// @param values of its question marks, in order
record JdbcSearch(String sql, List<Object> values) {
    /// Fewer of a kind can be looked through for one person.
    private static final int FEW = 2000;

    private static final String BEFORE =
            " AND (@.happened_at < ? OR @.chain < ? OR (@.chain = ? AND @.number < ?))";

    JdbcSearch {
        values = List.copyOf(values);
    }

    /// @param rareKind whether there are few of the kind: then these are asked whether they concern the person. Else the person's
    ///     are asked for their kind
    static JdbcSearch of(ArchiveQuery wanted, boolean rareKind, Dialect dialect) {
        boolean byParty = wanted.address().isPresent() && !rareKind;
        char by = byParty ? 'p' : 'l';
        StringBuilder sql =
                new StringBuilder("SELECT ").append(JdbcArchiveTables.COLUMNS).append(" FROM ");
        List<Object> values = new ArrayList<>();
        if (byParty) {
            sql.append(
                    "archive_party p JOIN archive_record r ON r.chain = p.chain AND r.number = p.number"
                            + " WHERE p.address = ? AND ");
            values.add(wanted.address().get());
        } else {
            sql.append(JdbcArchiveTables.OF_ENTRY).append(" WHERE ");
        }
        where(wanted, by, sql, values);
        if (wanted.address().isPresent() && !byParty) {
            // a count: MariaDB would make a join of EXISTS, begin it with all of the person's, and
            // sort
            sql.append(
                    " AND (SELECT COUNT(*) FROM archive_party p WHERE p.chain = l.chain AND p.number = l.number"
                            + " AND p.address = ?) > 0");
            values.add(wanted.address().get());
        }
        order(
                by,
                byParty ? "p.address" : wanted.kind().map(_ -> "l.kind").orElse(""),
                dialect,
                sql);
        sql.append(" LIMIT ?");
        values.add(wanted.limit());
        return new JdbcSearch(sql.toString(), values);
    }

    /// Finds a row if there are more than a few of a kind in the period.
    static JdbcSearch manyOfKind(ArchiveQuery wanted, Dialect dialect) {
        StringBuilder sql = new StringBuilder("SELECT l.number FROM archive_entry l WHERE ");
        List<Object> values = new ArrayList<>();
        where(wanted, 'l', sql, values);
        order('l', "l.kind", dialect, sql);
        sql.append(" LIMIT 1 OFFSET ").append(FEW);
        return new JdbcSearch(sql.toString(), values);
    }

    private static void where(
            ArchiveQuery wanted, char by, StringBuilder sql, List<Object> values) {
        sql.append("@.happened_at >= ? AND @.happened_at < ?".replace('@', by));
        values.add(Columns.micros(wanted.from()));
        long until = Columns.micros(wanted.until());
        values.add(
                wanted.before()
                        .map(place -> Math.min(until, place.happenedAt() + 1))
                        .orElse(until));
        wanted.kind()
                .ifPresent(kind -> {
                    sql.append(by == 'l' ? " AND l.kind = ?" : " AND r.kind = ?");
                    values.add(kind);
                });
        wanted.before()
                .ifPresent(place -> {
                    sql.append(BEFORE.replace('@', by));
                    byte[] chain = Columns.bytes(place.position().chain());
                    values.addAll(
                            List.of(place.happenedAt(), chain, chain, place.position().number()));
                });
    }

    /// @param first the index's first column, which has one value only. H2 sorts when it is left out. MariaDB sorts when it is
    ///     there, where the connection's collation is another than the column's: it does not see that it is one value
    private static void order(char by, String first, Dialect dialect, StringBuilder sql) {
        sql.append(" ORDER BY ");
        if (dialect == Dialect.H2 && !first.isEmpty()) {
            sql.append(first).append(" DESC, ");
        }
        sql.append("@.happened_at DESC, @.chain DESC, @.number DESC".replace('@', by));
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.size(); i++) {
                query.setObject(i + 1, values.get(i));
            }
            return query;
        } catch (SQLException | RuntimeException e) {
            query.close();
            throw e;
        }
    }
}
