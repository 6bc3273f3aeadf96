package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

    /// They stay until they expire; whoever is written to meanwhile must not wait for that.
    @Test
    void whatCannotBeOpenedHoldsUpNothing() {
        List<Message> lost =
                IntStream.range(0, 700).mapToObj(i -> queued("lost " + i, desk)).toList();
        Message readable = queued("here", desk);
        Message past = queued("there", desk);
        STORES.database()
                .transactions()
                .run(connection -> {
                    try (PreparedStatement spoil =
                            connection.prepareStatement(
                                    "UPDATE message SET sealed = ? WHERE id = ?")) {
                        for (Message each : lost) {
                            spoil.setBytes(1, new byte[] {1, 2, 3});
                            spoil.setBytes(2, Columns.bytes(each.id()));
                            spoil.addBatch();
                        }
                        return spoil.executeBatch();
                    }
                });
        assertThat(store.waiting(desk, Set.of(), 1))
                .isEqualTo(new MessageStore.Page(List.of(readable), true));
        assertThat(store.waiting(desk, Set.of(readable.id()), 2))
                .isEqualTo(new MessageStore.Page(List.of(past), false));
    }
}
