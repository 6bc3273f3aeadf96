package org.earshot.proxy.message;

import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.JdbcArchiveTables;

class JdbcMessageStoreMariaDbIT extends MessageStoreContract {
    private final Database database = TestDatabases.shared(Dialect.MYSQL);

    @Override
    MessageStore open(FakeTimers timers) {
        return new JdbcMessageStore(
                database.transactions(),
                database.groupCommit(),
                new JdbcChangeLog("n1", timers),
                TestDatabases.KEY_RING.box(KeyName.MESSAGE),
                timers);
    }

    @Override
    ArchiveTables archiveTables() {
        return new JdbcArchiveTables(database.transactions(), Dialect.MYSQL);
    }
}
