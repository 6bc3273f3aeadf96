package org.earshot.proxy.message.group;

import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.stack.FakeTimers;

class JdbcGroupStoreH2IT extends GroupStoreContract {
    @Override
    GroupStore open(FakeTimers timers, Changes listeners) {
        Database database = TestDatabases.shared(Dialect.H2);
        return new JdbcGroupStore(
                database.transactions(),
                JdbcChangeLog.of(database.dialect(), "n1", timers),
                listeners,
                timers);
    }
}
