package org.earshot.server.ladder;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLadderStoreH2IT extends LadderStoreContract {
    @Override
    LadderStore store() {
        return new JdbcLadderStore(TestDatabases.shared(Dialect.H2).transactions());
    }
}
