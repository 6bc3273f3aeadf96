package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.junit.jupiter.api.Test;

class JdbcMessageStoreH2IT extends MessageStoreContract {
    private final Database database = TestDatabases.shared(Dialect.H2);

    @Override
    MessageStore open(FakeTimers timers) {
        return new JdbcMessageStore(
                database.transactions(),
                database.groupCommit(),
                new JdbcChangeLog("n1", timers),
                TestDatabases.KEY_RING.box(KeyName.MESSAGE),
                timers);
    }

    @Test
    void whatWasWrittenIsNotInTheTables() {
        Message message = message("zanzibarquokka");
        MessageStore store = open(new FakeTimers());
        store.submit(store.queue(message, List.of(), List.of())).join();
        byte[] sealed =
                database.transactions()
                        .read(connection -> {
                            try (PreparedStatement query =
                                    connection.prepareStatement(
                                            "SELECT sealed FROM message WHERE id = ?")) {
                                query.setBytes(1, Columns.bytes(message.id()));
                                try (ResultSet row = query.executeQuery()) {
                                    row.next();
                                    return row.getBytes(1);
                                }
                            }
                        });
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain("zanzibar")
                .doesNotContain("Lunch");
    }

    @Override
    ArchiveTables archiveTables() {
        return new JdbcArchiveTables(database.transactions(), Dialect.H2);
    }
}
