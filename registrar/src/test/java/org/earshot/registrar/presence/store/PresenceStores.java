package org.earshot.registrar.presence.store;

import java.time.InstantSource;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;

/// All stores of presence together, for tests.
///
/// @param publications as all others: of one store
public record PresenceStores(
        PublicationStore publications,
        SubscriptionStore subscriptions,
        RuleStore rules,
        ContactList contacts) {

    /// In memory.
    public static PresenceStores inMemory(InstantSource clock, Changes changes) {
        return new PresenceStores(
                new InMemoryPublicationStore(clock, changes),
                new InMemorySubscriptionStore(clock),
                new InMemoryRuleStore(changes),
                new InMemoryContactList(changes));
    }

    /// In a database that other tests use too.
    public static PresenceStores in(Dialect dialect, InstantSource clock, Changes changes) {
        Database database = TestDatabases.shared(dialect);
        JdbcChangeLog log = new JdbcChangeLog("n1", clock);
        return new PresenceStores(
                new JdbcPublicationStore(
                        database.transactions(),
                        database.groupCommit(),
                        log,
                        changes,
                        KeyRing.open(TestDatabases.directory().resolve("keys"))
                                .box(KeyName.MESSAGE),
                        clock),
                new JdbcSubscriptionStore(database.transactions(), database.groupCommit(), clock),
                new JdbcRuleStore(database.transactions(), log, changes, clock),
                new JdbcContactList(database.transactions(), log, changes));
    }
}
