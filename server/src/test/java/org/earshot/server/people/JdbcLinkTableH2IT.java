package org.earshot.server.people;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcLinkTableH2IT extends LinkTableContract {
    @Override
    LinkTable table() {
        return new JdbcLinkTable(TestDatabases.shared(Dialect.H2).transactions());
    }
}
