package org.earshot.common.login;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcPersonStoreH2IT extends PersonStoreContract {
    @Override
    PersonStore open(String domain) {
        return new JdbcPersonStore(TestDatabases.shared(Dialect.H2).transactions(), domain);
    }
}
