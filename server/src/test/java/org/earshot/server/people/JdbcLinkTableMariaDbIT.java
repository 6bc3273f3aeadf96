package org.earshot.server.people;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLinkTableMariaDbIT extends LinkTableContract {
    @Override
    LinkTable table() {
        return new JdbcLinkTable(TestDatabases.shared(Dialect.MYSQL).transactions());
    }
}
