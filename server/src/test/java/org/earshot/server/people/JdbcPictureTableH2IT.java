package org.earshot.server.people;

import org.earshot.common.account.AccountStore;
import org.earshot.common.account.JdbcAccountStore;
import org.earshot.common.account.NameMark;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;

class JdbcPictureTableH2IT extends PictureTableContract {
    private final Database database = TestDatabases.shared(Dialect.H2);
    private final JdbcChangeLog log = JdbcChangeLog.of(Dialect.H2, "n1", clock);

    @Override
    AccountStore accounts() {
        return new JdbcAccountStore(
                database.transactions(), log, changes, NameMark.by(TestDatabases.KEY_RING), clock);
    }

    @Override
    PictureTable table() {
        return new JdbcPictureTable(database.transactions(), log, changes, clock);
    }
}
