package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;
import org.junit.jupiter.api.Test;

class JdbcMessageStoreH2IT extends MessageStoreFixture {
    private static final JdbcMessageStores STORES = JdbcMessageStores.on(Dialect.H2);

    JdbcMessageStoreH2IT() {
        super(STORES);
    }

    @Test
    void whatWasWrittenIsNotInTheTables() {
        Message message = message("zanzibarquokka");
        run(store.queue(message, List.of(), List.of()));
        byte[] sealed =
                STORES.database()
                        .transactions()
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
}
