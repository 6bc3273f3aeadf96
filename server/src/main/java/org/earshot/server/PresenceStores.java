package org.earshot.server;

import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.call.CallStore;
import org.earshot.common.call.InMemoryCallStore;
import org.earshot.common.call.JdbcCallStore;
import org.earshot.common.db.Database;
import org.earshot.common.db.GroupCommit;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.registrar.presence.store.ContactList;
import org.earshot.registrar.presence.store.InMemoryContactList;
import org.earshot.registrar.presence.store.InMemoryPublicationStore;
import org.earshot.registrar.presence.store.InMemoryRuleStore;
import org.earshot.registrar.presence.store.InMemorySubscriptionStore;
import org.earshot.registrar.presence.store.JdbcContactList;
import org.earshot.registrar.presence.store.JdbcPublicationStore;
import org.earshot.registrar.presence.store.JdbcRuleStore;
import org.earshot.registrar.presence.store.JdbcSubscriptionStore;
import org.earshot.registrar.presence.store.PublicationStore;
import org.earshot.registrar.presence.store.RuleStore;
import org.earshot.registrar.presence.store.SubscriptionStore;
import org.earshot.registrar.quality.InMemoryQualityStore;
import org.earshot.registrar.quality.JdbcQualityStore;
import org.earshot.registrar.quality.QualityStore;

/// What presence is composed from, as far as it is no binding.
record PresenceStores(
        PublicationStore publications,
        SubscriptionStore subscriptions,
        RuleStore rules,
        ContactList contacts,
        CallStore calls,
        QualityStore reports) {

    /// @param opened the database; empty: everything is in memory
    /// @param keys by whose ring publications are sealed
    /// @param node name of this start of this node
    static PresenceStores on(
            Optional<Database> opened,
            KeyRing keys,
            String node,
            Changes changes,
            InstantSource clock) {
        if (opened.isEmpty()) {
            return new PresenceStores(
                    new InMemoryPublicationStore(clock, changes),
                    new InMemorySubscriptionStore(clock),
                    new InMemoryRuleStore(changes),
                    new InMemoryContactList(changes),
                    new InMemoryCallStore(clock),
                    new InMemoryQualityStore());
        }
        Transactions transactions = opened.get().transactions();
        GroupCommit commits = opened.get().groupCommit();
        JdbcChangeLog log = JdbcChangeLog.of(opened.get().dialect(), node, clock);
        return new PresenceStores(
                new JdbcPublicationStore(
                        transactions, commits, log, changes, keys.box(KeyName.MESSAGE), clock),
                new JdbcSubscriptionStore(transactions, commits, clock),
                new JdbcRuleStore(transactions, log, changes, clock),
                new JdbcContactList(transactions, log, changes),
                new JdbcCallStore(transactions, log, clock),
                new JdbcQualityStore(transactions));
    }
}
