package org.earshot.common.db;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.db.dump.DumpItem;
import org.earshot.common.db.dump.DumpWriter;

/// Writes the rows of a MySQL or MariaDB database, as they are at one moment, while others change them: InnoDB keeps that moment for a
/// transaction of ours, and nobody waits for it.
final class DatabaseDump {
    static final String HISTORY = "flyway_schema_history";

    private static final Pattern NEXT_NUMBER = Pattern.compile("\\sAUTO_INCREMENT=(\\d{1,18})\\s");

    private DatabaseDump() {}

    /// May run more than once: it writes the file from its beginning.
    ///
    /// @param connection of a pool, which gives it back its isolation
    /// @throws UncheckedIOException if the file can't be written
    static void write(Connection connection, Path file) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try (Statement start = connection.createStatement()) {
            start.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        }
        try (OutputStream out = open(file)) {
            DumpWriter dump = new DumpWriter(out, versions(connection));
            for (String table : tables(connection)) {
                if (!table.equals(HISTORY) && DumpItem.isName(table)) {
                    write(connection, table, dump);
                }
            }
            dump.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connection.rollback();
    }

    /// For the owner only, whatever folder it is in.
    private static OutputStream open(Path file) throws IOException {
        return Channels.newOutputStream(
                Files.newByteChannel(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))));
    }

    /// What made the tables.
    static List<String> versions(Connection connection) throws SQLException {
        return texts(
                connection,
                "SELECT version FROM flyway_schema_history WHERE success = 1 AND version IS NOT NULL ORDER BY installed_rank");
    }

    /// All tables that are there.
    static List<String> tables(Connection connection) throws SQLException {
        return texts(
                connection,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name");
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static void write(Connection connection, String table, DumpWriter dump)
            throws SQLException, IOException {
        long nextNumber = nextNumber(connection, table);
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT * FROM `" + table + "`",
                        ResultSet.TYPE_FORWARD_ONLY,
                        ResultSet.CONCUR_READ_ONLY)) {
            query.setFetchSize(Integer.MIN_VALUE); // row by row: memory holds none of the rest
            try (ResultSet rows = query.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    names.add(columns.getColumnName(i));
                }
                if (!names.stream().allMatch(DumpItem::isName)) {
                    return; // none of ours
                }
                dump.table(new DumpItem.Table(table, names, nextNumber));
                while (rows.next()) {
                    Object[] values = new Object[names.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = value(rows, columns, i + 1);
                    }
                    dump.row(new DumpItem.Row(values));
                }
            }
        }
    }

    /// One value, as a dump has it.
    static Object value(ResultSet rows, ResultSetMetaData columns, int at) throws SQLException {
        Object value =
                switch (columns.getColumnType(at)) {
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                            rows.getBytes(at);
                    case Types.BIGINT,
                            Types.INTEGER,
                            Types.SMALLINT,
                            Types.TINYINT,
                            Types.BIT,
                            Types.BOOLEAN ->
                            rows.getLong(at);
                    default -> rows.getString(at);
                };
        return rows.wasNull() ? null : value;
    }

    /// So that no number is given twice, also where the rows that had the last ones are gone.
    private static long nextNumber(Connection connection, String table) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SHOW CREATE TABLE `" + table + "`");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            Matcher said = NEXT_NUMBER.matcher(rows.getString(2) + " ");
            return said.find() ? Long.parseLong(said.group(1)) : 0;
        }
    }
}
