package org.earshot.common.db;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.common.db.dump.DumpException;
import org.earshot.common.db.dump.DumpItem;
import org.earshot.common.db.dump.DumpReader;

/// The rows of a dump into tables that were just made, in commits of some megabytes. Confined to its thread.
final class DumpLoader {
    private static final int BATCH_ROWS = 256;
    private static final long BATCH_BYTES = 1 << 20;
    private static final int COMMIT_BATCHES = 8;
    private static final String KEPT = "meta"; // has the row that says that this goes on

    private final Connection connection;
    private final DumpReader dump;
    private final List<String> leftOut = new ArrayList<>();

    DumpLoader(Connection connection, DumpReader dump) {
        this.connection = connection;
        this.dump = dump;
    }

    /// @return the tables of the dump that there are none for
    List<String> run() throws SQLException, IOException {
        execute("SET FOREIGN_KEY_CHECKS = 0"); // tables come by name
        Set<String> missing = new HashSet<>(DatabaseDump.tables(connection));
        missing.remove(DatabaseDump.HISTORY);
        Optional<DumpItem> item = dump.next();
        while (item.isPresent()) {
            if (!(item.get() instanceof DumpItem.Table table)) {
                throw new DumpException("has a row where a table should begin");
            }
            if (missing.remove(table.name())) {
                item = load(table);
            } else {
                leftOut.add(table.name());
                item = skip();
            }
        }
        if (!missing.isEmpty()) {
            throw new DumpException("lacks the tables " + missing);
        }
        connection.commit();
        return List.copyOf(leftOut);
    }

    private Optional<DumpItem> skip() throws IOException {
        Optional<DumpItem> item = dump.next();
        while (item.isPresent() && item.get() instanceof DumpItem.Row) {
            item = dump.next();
        }
        return item;
    }

    /// @return what follows its rows
    private Optional<DumpItem> load(DumpItem.Table table) throws SQLException, IOException {
        String name = DatabaseLoad.quoted(table.name());
        if (!table.name().equals(KEPT)) {
            execute("DELETE FROM " + name);
        }
        String insert =
                table.columns().stream()
                        .map(DatabaseLoad::quoted)
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "INSERT INTO " + name + " (",
                                        ") VALUES (?"
                                                + ", ?".repeat(table.columns().size() - 1)
                                                + ")"));
        Optional<DumpItem> item;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            item = rows(statement);
        }
        if (table.nextNumber() > 0) {
            execute("ALTER TABLE " + name + " AUTO_INCREMENT = " + table.nextNumber());
        }
        return item;
    }

    private Optional<DumpItem> rows(PreparedStatement insert) throws SQLException, IOException {
        int rows = 0;
        int batches = 0;
        long bytes = 0;
        Optional<DumpItem> item = dump.next();
        while (item.isPresent() && item.get() instanceof DumpItem.Row row) {
            for (int i = 0; i < row.values().length; i++) {
                insert.setObject(i + 1, row.values()[i]);
            }
            insert.addBatch();
            rows++;
            bytes += size(row.values());
            if (rows == BATCH_ROWS || bytes > BATCH_BYTES) {
                require(insert.executeBatch());
                rows = 0;
                bytes = 0;
                batches++;
                if (batches % COMMIT_BATCHES == 0) {
                    connection.commit();
                }
            }
            item = dump.next();
        }
        if (rows > 0) {
            require(insert.executeBatch());
        }
        connection.commit();
        return item;
    }

    private static long size(Object[] values) {
        return Arrays.stream(values)
                .mapToLong(value ->
                        switch (value) {
                            case String text -> 3L * text.length();
                            case byte[] bytes -> bytes.length;
                            case null, default -> 8;
                        })
                .sum();
    }

    private static void require(int[] counts) throws DumpException {
        if (Arrays.stream(counts).anyMatch(count -> count == Statement.EXECUTE_FAILED)) {
            throw new DumpException("has rows that the database did not take");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
