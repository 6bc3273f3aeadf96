package org.earshot.registrar.presence.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

class JdbcPresenceStoresH2IT extends PresenceStoresContract {
    @Override
    PresenceStores open(InstantSource clock, Changes changes) {
        return PresenceStores.in(Dialect.H2, clock, changes);
    }

    @Test
    void whatSomebodyPublishesIsNotInTheDatabaseInClear() {
        FakeTimers clock = new FakeTimers();
        Publication note =
                new Publication(
                        "sealed",
                        "<presence>at the zebrafinch</presence>",
                        clock.instant().plusSeconds(60),
                        clock.instant(),
                        false);
        AddressOfRecord carol = new AddressOfRecord("carol", "sealed.example.org");
        PresenceStores stores = open(clock, new LocalChanges(Runnable::run));
        stores.publications().update(carol, _ -> List.of(note));
        assertThat(stores.publications().lookup(carol)).containsExactly(note);
        assertThat(body("sealed")).isNotEmpty().doesNotContain("zebrafinch");
        sql("UPDATE publication SET body = X'3C612F3E' WHERE etag = 'sealed'");
        assertThat(stores.publications().lookup(carol))
                .as("as earlier versions wrote it")
                .extracting(Publication::body)
                .containsExactly("<a/>");
        sql("UPDATE publication SET body = X'00000001AB' WHERE etag = 'sealed'");
        assertThat(stores.publications().lookup(carol)).isEmpty();
        stores.publications().update(carol, now -> now);
        assertThat(body("sealed")).isEmpty();
    }

    private static String body(String etag) {
        return TestDatabases.shared(Dialect.H2)
                .transactions()
                .read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows =
                                    statement.executeQuery(
                                            "SELECT body FROM publication WHERE etag = '"
                                                    + etag
                                                    + "'")) {
                        return rows.next() ? new String(rows.getBytes(1), ISO_8859_1) : "";
                    }
                });
    }

    private static void sql(String text) {
        TestDatabases.shared(Dialect.H2)
                .transactions()
                .run(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(text);
                    }
                });
    }
}
