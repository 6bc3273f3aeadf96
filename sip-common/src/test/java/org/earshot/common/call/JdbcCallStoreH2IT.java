package org.earshot.common.call;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.JdbcChangeLog;

class JdbcCallStoreH2IT extends CallStoreContract {
    @Override
    protected CallStore open(InstantSource clock) {
        return new JdbcCallStore(
                TestDatabases.shared(Dialect.H2).transactions(),
                new JdbcChangeLog("n1", clock),
                clock);
    }
}
