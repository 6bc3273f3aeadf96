package org.earshot.common.account;

import java.time.InstantSource;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcAccountStoreH2IT extends AccountStoreContract {
    @Override
    protected AccountStore open(InstantSource clock) {
        return new JdbcAccountStore(TestDatabases.shared(Dialect.H2).transactions(), clock);
    }
}
