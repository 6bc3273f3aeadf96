package org.earshot.server.files;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.db.Transactions;

class JdbcHeldTableH2IT extends HeldTableContract {
    @Override
    Tables tables() {
        Transactions on = TestDatabases.shared(Dialect.H2).transactions();
        return new Tables(new JdbcFileTable(on), new JdbcHeldTable(on));
    }
}
