package org.earshot.server.ladder;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLadderStoreMariaDbIT extends LadderStoreContract {
    @Override
    LadderStore store() {
        return new JdbcLadderStore(TestDatabases.shared(Dialect.MYSQL).transactions());
    }
}
