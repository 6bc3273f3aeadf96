package org.earshot.server.attempt;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcFailedLoginTableH2IT extends FailedLoginTableContract {
    @Override
    FailedLoginTable open(String domain) {
        return new JdbcFailedLoginTable(TestDatabases.shared(Dialect.H2).transactions(), domain);
    }
}
