package org.earshot.proxy.message;

import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.JdbcArchiveTables;

/// Stores on the tests' database of a dialect; where there is none the test is skipped.
record JdbcMessageStores(Database database, Dialect dialect)
        implements MessageStoreFixture.UnderTest {

    static JdbcMessageStores on(Dialect dialect) {
        return new JdbcMessageStores(TestDatabases.shared(dialect), dialect);
    }

    @Override
    public MessageStore open(FakeTimers timers) {
        return new JdbcMessageStore(
                database.transactions(),
                database.groupCommit(),
                new JdbcChangeLog("n1", timers),
                TestDatabases.KEY_RING.box(KeyName.MESSAGE),
                timers);
    }

    @Override
    public ArchiveTables archiveTables() {
        return new JdbcArchiveTables(database.transactions(), dialect);
    }
}
