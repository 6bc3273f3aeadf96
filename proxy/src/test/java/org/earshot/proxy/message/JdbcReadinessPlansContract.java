package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.search.ExplainedQueries;
import org.junit.jupiter.api.Test;

/// What each message asks before its commit finds everything by an index and sorts nothing: the databases say so
/// themselves.
abstract class JdbcReadinessPlansContract {
    private static final String DOMAIN = "plans.example.org";
    private static final int PEOPLE = 40;
    private static final int MESSAGES = 100;

    private final Dialect dialect;
    private final FakeTimers clock = new FakeTimers(Instant.parse("2026-11-23T10:00:00Z"));

    JdbcReadinessPlansContract(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Whether a line of a plan reads a table to its end, or sorts.
    abstract boolean isSlow(String line);

    private static AddressOfRecord person(int number) {
        return new AddressOfRecord("person" + number, DOMAIN);
    }

    private Message message() {
        String id = UUID.randomUUID().toString();
        return new Message(
                UUID.randomUUID(),
                Message.Kind.TEXT,
                RepeatKey.ofMessageId(person(0).toString(), person(1).toString(), id),
                person(0).toString(),
                person(1).toString(),
                Set.of(),
                false,
                clock.instant(),
                clock.instant().plus(Duration.ofDays(30)),
                new Payload(
                        "1@phone",
                        "tag",
                        1,
                        69,
                        false,
                        person(0).toString(),
                        "",
                        Optional.empty(),
                        id,
                        clock.instant(),
                        List.of(),
                        "text/plain",
                        Bytes.of("hello".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void readinessReadsNoTableToItsEnd() {
        Database database = TestDatabases.shared(dialect);
        MessageStore store =
                new JdbcMessageStore(
                        database.transactions(),
                        database.groupCommit(),
                        JdbcChangeLog.none(),
                        TestDatabases.KEY_RING.box(KeyName.MESSAGE),
                        clock);
        List<DeviceId> devices = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            devices.add(new DeviceId(person(i), "urn:uuid:" + i));
            store.seen(person(i), List.of(new Device(devices.getLast(), true, clock.instant())));
            store.block(person(i).toString(), person(i + 1).toString(), true);
        }
        for (int i = 0; i < MESSAGES; i++) {
            store.submit(store.queue(message(), devices, List.of())).join();
        }
        List<ExplainedQueries.Explained> explained =
                database.transactions()
                        .read(connection -> {
                            for (String table :
                                    List.of("device", "message_waiting", "blocked_sender")) {
                                try (Statement statement = connection.createStatement()) {
                                    statement.execute("ANALYZE TABLE " + table);
                                }
                            }
                            ExplainedQueries queries = new ExplainedQueries(connection);
                            List<AddressOfRecord> both = List.of(person(0), person(1));
                            for (int most : List.of(10, MESSAGES, MESSAGES + 1, 10_000)) {
                                boolean full =
                                        !queries.transactions()
                                                .read(one ->
                                                        JdbcReadinessQuery.run(
                                                                one,
                                                                both,
                                                                person(3).toString(),
                                                                most))
                                                .get(person(1))
                                                .full()
                                                .isEmpty();
                                assertThat(full).isEqualTo(most <= MESSAGES);
                            }
                            return queries.explained();
                        });
        assertThat(explained).hasSize(4);
        for (ExplainedQueries.Explained query : explained) {
            assertThat(query.plan()).as(query.sql()).noneMatch(this::isSlow);
        }
    }
}
