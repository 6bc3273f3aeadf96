package org.earshot.common.location;

import java.time.InstantSource;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcBindingStoreMariaDbIT extends BindingStoreContract {
    @Override
    protected BindingStore open(InstantSource clock) {
        Database database = TestDatabases.shared(Dialect.MYSQL);
        return new JdbcBindingStore(database.transactions(), database.groupCommit(), clock);
    }
}
