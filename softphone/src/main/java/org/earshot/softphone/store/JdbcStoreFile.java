package org.earshot.softphone.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.earshot.softphone.ua.MessageStoreException;

/// The H2 file and the one connection to it. Confined to the thread of whoever opened it, or to a serial queue.
final class JdbcStoreFile implements AutoCloseable {
    /// H2's error where a file is open in another process.
    private static final int OPEN_ELSEWHERE = 90020;

    /// WRITE_DELAY=0: by default H2 forgets the last half second when the process dies. DB_CLOSE_ON_EXIT: we close it,
    /// not a hook that runs beside us. No trace file: values of statements would stand there.
    private static final String SETTINGS =
            ";WRITE_DELAY=0;DB_CLOSE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
                    + ";TRACE_LEVEL_SYSTEM_OUT=0";

    /// Each is done once, in this order; later versions add to the end.
    private static final List<List<String>> VERSIONS =
            List.of(
                    List.of(
                            """
                            CREATE TABLE message (
                                number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                account VARCHAR(1000) NOT NULL,
                                conversation VARCHAR(1000) NOT NULL,
                                message_id VARCHAR(1000) NOT NULL,
                                mine BOOLEAN NOT NULL,
                                author VARCHAR(1000) NOT NULL,
                                text VARCHAR NOT NULL,
                                written_at BIGINT NOT NULL,
                                delivery VARCHAR(20) NOT NULL,
                                reason VARCHAR(1000) NOT NULL,
                                wants_displayed BOOLEAN NOT NULL,
                                UNIQUE (account, conversation, message_id))\
                            """,
                            "CREATE INDEX message_by_conversation ON message (account, conversation, number)",
                            "CREATE INDEX message_by_id ON message (account, message_id)",
                            """
                            CREATE TABLE outbox (
                                number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                account VARCHAR(1000) NOT NULL,
                                conversation VARCHAR(1000) NOT NULL,
                                message_id VARCHAR(1000) NOT NULL,
                                target VARCHAR(1000) NOT NULL,
                                kind VARCHAR(20) NOT NULL,
                                content VARCHAR NOT NULL,
                                about_at BIGINT NOT NULL,
                                call_id VARCHAR(1000) NOT NULL,
                                tag VARCHAR(1000) NOT NULL,
                                since BIGINT NOT NULL,
                                UNIQUE (account, conversation, message_id))\
                            """,
                            "CREATE TABLE received_before (message_id VARCHAR(1000) PRIMARY KEY)"),
                    // where a message stands in its conversation: a time that never goes back, but
                    // for history
                    List.of(
                            "ALTER TABLE message ADD COLUMN position BIGINT DEFAULT 0 NOT NULL",
                            """
                            UPDATE message m SET position = (SELECT MAX(o.written_at) FROM message o
                                WHERE o.account = m.account AND o.conversation = m.conversation
                                AND o.number <= m.number)\
                            """,
                            "CREATE INDEX message_by_position ON message (account, conversation, position, number)",
                            "DROP INDEX message_by_conversation"),
                    // list: 'mine', as the user sees it, 'base', as the server last had it, or
                    // 'favourite';
                    // account: '' for those of
                    // an earlier version of the phone, until somebody logs in
                    List.of(
                            """
                            CREATE TABLE contact (
                                number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                account VARCHAR(1000) NOT NULL,
                                list VARCHAR(10) NOT NULL,
                                uri VARCHAR(1000) NOT NULL,
                                name VARCHAR(1000) NOT NULL,
                                UNIQUE (account, list, uri))\
                            """),
                    List.of(
                            """
                            CREATE TABLE file_transfer (
                                number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                account VARCHAR(1000) NOT NULL,
                                peer VARCHAR(1000) NOT NULL,
                                incoming BOOLEAN NOT NULL,
                                transfer_id VARCHAR(1000) NOT NULL,
                                path VARCHAR(10000) NOT NULL,
                                sha256 VARCHAR(64) NOT NULL,
                                since BIGINT NOT NULL,
                                UNIQUE (account, peer, incoming, transfer_id))\
                            """),
                    List.of(
                            "ALTER TABLE file_transfer ADD COLUMN url VARCHAR(1000) DEFAULT '' NOT NULL"),
                    // open: not over when it was written; unseen: a missed call that nobody has
                    // looked at; what only calls have, or only files, is '' or NULL for the others
                    List.of(
                            """
                            CREATE TABLE journal (
                                number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                                id VARCHAR(100) NOT NULL UNIQUE,
                                account VARCHAR(1000) NOT NULL,
                                conversation VARCHAR(1000) NOT NULL,
                                kind VARCHAR(10) NOT NULL,
                                peer VARCHAR(1000) NOT NULL,
                                incoming BOOLEAN NOT NULL,
                                at BIGINT NOT NULL,
                                name VARCHAR(10000) NOT NULL,
                                outcome VARCHAR(20) NOT NULL,
                                reason VARCHAR(10000) NOT NULL,
                                answered BIGINT,
                                ended BIGINT,
                                encryption VARCHAR(100) NOT NULL,
                                size BIGINT NOT NULL,
                                sha256 VARCHAR(64) NOT NULL,
                                path VARCHAR(10000),
                                open BOOLEAN NOT NULL,
                                unseen BOOLEAN NOT NULL)\
                            """,
                            "CREATE INDEX journal_by_kind ON journal (account, kind, at)",
                            "CREATE INDEX journal_by_conversation ON journal (account, conversation, at)",
                            """
                            CREATE TABLE draft (
                                account VARCHAR(1000) NOT NULL,
                                conversation VARCHAR(1000) NOT NULL,
                                text VARCHAR NOT NULL,
                                PRIMARY KEY (account, conversation))\
                            """,
                            // who searches all conversations wants the newest first
                            "CREATE INDEX message_by_time ON message (account, written_at)"),
                    List.of(
                            "ALTER TABLE file_transfer ADD COLUMN paused BOOLEAN DEFAULT FALSE NOT NULL"),
                    List.of(
                            "ALTER TABLE file_transfer ADD COLUMN fate VARCHAR(10) DEFAULT 'OPEN' NOT NULL"));

    private final String url;
    private Connection connection;

    private JdbcStoreFile(String url) {
        this.url = url;
    }

    /// What is done with the connection.
    ///
    /// @param <T> what comes out
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /// Opens a file, made if it is missing, for its owner alone; brings its tables up to date.
    ///
    /// @param file without H2's ending
    /// @throws MessageStoreException with a sentence for the user
    static JdbcStoreFile open(Path file) {
        keepToOurselves(file.resolveSibling(file.getFileName() + ".mv.db"));
        JdbcStoreFile store = new JdbcStoreFile("jdbc:h2:file:" + file.toAbsolutePath() + SETTINGS);
        try {
            store.bringUpToDate();
        } catch (SQLException e) {
            store.close();
            throw new MessageStoreException(
                    e.getErrorCode() == OPEN_ELSEWHERE
                            ? "another phone is open with the same data folder"
                            : "the conversations in "
                                    + file
                                    + " can't be opened: "
                                    + e.getMessage(),
                    e);
        }
        return store;
    }

    // before H2 makes the file, so that it is never open to others
    private static void keepToOurselves(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            var ours = PosixFilePermissions.fromString("rw-------");
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, ours);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(ours));
            }
        } catch (IOException e) {
            throw new MessageStoreException("can't make or protect " + file, e);
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private void bringUpToDate() throws SQLException {
        Connection open = connection();
        try (Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS version (number INT NOT NULL)");
            int version;
            try (ResultSet rows =
                    statement.executeQuery("SELECT COALESCE(MAX(number), 0) FROM version")) {
                rows.next();
                version = rows.getInt(1);
            }
            if (version > VERSIONS.size()) {
                throw new SQLException("a later version of the phone has written it");
            }
            for (int next = version; next < VERSIONS.size(); next++) {
                for (String sql : VERSIONS.get(next)) {
                    statement.execute(sql);
                }
                statement.execute("INSERT INTO version (number) VALUES (" + (next + 1) + ")");
            }
            // what was under way in the run before has ended with it
            statement.execute(
                    "UPDATE journal SET open = FALSE, unseen = (kind = 'CALL' AND outcome = 'MISSED') WHERE open");
            open.commit();
        }
    }

    /// A connection of its own to the same file, for questions that take a while; to be closed before this.
    Connection another() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /// Does work as one transaction, and returns when it is on stable storage.
    ///
    /// @throws MessageStoreException if it could not be done; then nothing of it was
    <T> T change(Work<T> work) {
        return run(open -> {
            T result = work.run(open);
            open.commit();
            try (Statement statement = open.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
            return result;
        });
    }

    /// Runs a query.
    ///
    /// @throws MessageStoreException if it could not be done
    <T> T read(Work<T> work) {
        return run(open -> {
            T result = work.run(open);
            open.commit();
            return result;
        });
    }

    private <T> T run(Work<T> work) {
        try {
            return work.run(connection());
        } catch (SQLException e) {
            giveUp();
            throw new MessageStoreException("messages can't be kept: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        }
    }

    /// A connection that failed once is not trusted again; the next work opens another.
    private void giveUp() {
        try {
            if (connection != null) {
                connection.rollback();
                connection.close();
            }
        } catch (SQLException _) {
            // it was broken
        }
        connection = null;
    }

    /// Lets go of the file.
    @Override
    public void close() {
        giveUp();
    }
}
