package org.earshot.server.files;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.db.Transactions;

class JdbcHeldTableMariaDbIT extends HeldTableContract {
    @Override
    Tables tables() {
        Transactions on = TestDatabases.shared(Dialect.MYSQL).transactions();
        return new Tables(new JdbcFileTable(on), new JdbcHeldTable(on));
    }
}
