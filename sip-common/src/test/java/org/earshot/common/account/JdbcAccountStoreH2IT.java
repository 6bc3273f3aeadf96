package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.LocalChanges;

class JdbcAccountStoreH2IT extends AccountStoreContract {
    @Override
    protected AccountStore open(InstantSource clock) {
        return new JdbcAccountStore(
                TestDatabases.shared(Dialect.H2).transactions(),
                JdbcChangeLog.none(),
                new LocalChanges(Runnable::run),
                NameMark.by(TestDatabases.KEY_RING),
                clock);
    }
}
