package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.LocalChanges;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupChange;
import org.earshot.proxy.message.group.GroupChanges;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.proxy.message.group.JdbcGroupStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A command to a group in one commit with what notes its message, on a database.
abstract class JdbcGroupOrdersContract extends MessageStoreFixture {
    private final JdbcMessageStores stores;
    private final AddressOfRecord team = new AddressOfRecord("team", domain);
    private GroupStore groups;

    JdbcGroupOrdersContract(JdbcMessageStores stores) {
        super(stores);
        this.stores = stores;
    }

    @BeforeEach
    void make() {
        groups =
                new JdbcGroupStore(
                        stores.database().transactions(),
                        new JdbcChangeLog("n1", clock),
                        new LocalChanges(Runnable::run),
                        clock);
        groups.create(group(team));
    }

    private Group group(AddressOfRecord address) {
        return new Group(
                address,
                "",
                false,
                false,
                5,
                clock.instant(),
                List.of(new Group.Member(alice, true)));
    }

    private Companion ordered(Message message, GroupChange<?> change) {
        return store.queue(message, List.of(), List.of())
                .and(groups.changing(team, change, _ -> {}));
    }

    @Test
    void aCommandIsCarriedOutOnceHoweverOftenItComes() {
        Message join = message("/join");
        AtomicReference<Optional<GroupChanges.Coming>> said =
                new AtomicReference<>(Optional.empty());
        run(
                store.queue(join, List.of(), List.of())
                        .and(groups.changing(team, GroupChanges.join(bob), said::set)));
        assertThat(said.get()).contains(GroupChanges.Coming.CAME);
        assertThat(groups.find(team).orElseThrow().member(bob)).isPresent();
        groups.remove(team, bob);
        assertThatThrownBy(() -> run(ordered(join, GroupChanges.join(bob))))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(groups.find(team).orElseThrow().member(bob)).isEmpty();
    }

    @Test
    void commandsAndAnAdministratorGetByEachOther() throws Exception {
        int rounds = 30;
        List<Callable<Object>> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            AddressOfRecord member = new AddressOfRecord("m" + i, domain);
            Message message = message("/join");
            all.add(() -> store.submit(ordered(message, GroupChanges.join(member))).join());
            all.add(() ->
                    groups.change(
                            team,
                            GroupChanges.set(group -> group.withHistory(group.history() + 1))));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> each : executor.invokeAll(all)) {
                each.get();
            }
        }
        Group after = groups.find(team).orElseThrow();
        assertThat(after.members()).hasSize(1 + rounds);
        assertThat(after.history()).isEqualTo(5 + rounds);
    }

    /// What the migration does with groups that were there before it.
    @Test
    void whatIsKeptOfAGroupAtTheMigrationIsNotForThoseWhoComeAfterIt() throws Exception {
        AddressOfRecord quiet = new AddressOfRecord("quiet", domain);
        groups.create(group(quiet));
        Instant made = clock.instant();
        clock.advance(Duration.ofHours(1));
        Instant written = clock.instant();
        run(store.queue(text(alice, team.toString(), Duration.ofDays(90)), List.of(), List.of()));
        clock.advance(Duration.ofHours(1));
        execute("UPDATE chat_group SET history_since = 0");
        execute("UPDATE group_member SET history_since = 0");
        migrate("V14__group_history.sql");
        assertThat(groups.find(team).orElseThrow().historySince()).isEqualTo(written);
        assertThat(groups.find(quiet).orElseThrow().historySince()).isEqualTo(made);
        assertThat(groups.joinedAfter(team, Instant.EPOCH).get(alice).historySince())
                .isEqualTo(written);
    }

    /// The same of texts of which it was no longer known when their time had been over.
    @Test
    void whatWasHistoryOnlyAtTheMigrationIsNewToNobody() throws Exception {
        Message past = text(alice, team.toString(), Duration.ofDays(90));
        Message fresh = text(alice, team.toString(), Duration.ofDays(90));
        Message waits = text(alice, team.toString(), Duration.ofDays(30));
        run(store.queue(past, List.of(), List.of()));
        run(store.queue(fresh, List.of(), List.of()));
        run(store.queue(waits, List.of(desk), List.of()));
        execute(
                "UPDATE message SET expires_at = keep_until WHERE sender = '%s' AND id = X'%s'"
                        .formatted(alice, past.id().toString().replace("-", "")));
        migrate("V15__history_only.sql");
        run(store.queueAgain(List.of(past.id(), fresh.id(), waits.id()), mobile));
        assertThat(waiting(mobile)).containsExactly(fresh, waits);
        assertThat(waiting(desk)).containsExactly(waits);
    }

    /// What a migration does with rows that are there.
    private void migrate(String name) throws IOException {
        try (InputStream in =
                JdbcGroupOrdersContract.class.getResourceAsStream("/db/migration/" + name)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String statement : all.split(";", -1)) {
                if (statement.strip().startsWith("UPDATE")) {
                    execute(statement);
                }
            }
        }
    }

    private void execute(String sql) {
        stores.database()
                .transactions()
                .run(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        return statement.executeUpdate();
                    }
                });
    }
}
