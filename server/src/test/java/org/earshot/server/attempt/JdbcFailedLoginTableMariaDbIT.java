package org.earshot.server.attempt;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcFailedLoginTableMariaDbIT extends FailedLoginTableContract {
    @Override
    FailedLoginTable open(String domain) {
        return new JdbcFailedLoginTable(TestDatabases.shared(Dialect.MYSQL).transactions(), domain);
    }
}
