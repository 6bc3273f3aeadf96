package org.earshot.common.location;

import java.time.InstantSource;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;

class JdbcBindingStoreH2IT extends BindingStoreContract {
    @Override
    protected BindingStore open(InstantSource clock, Changes changes) {
        Database database = TestDatabases.shared(Dialect.H2);
        return new JdbcBindingStore(
                database.transactions(),
                database.groupCommit(),
                new JdbcChangeLog("n1", clock),
                changes,
                clock);
    }
}
