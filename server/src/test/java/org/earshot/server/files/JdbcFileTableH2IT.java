package org.earshot.server.files;

import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

class JdbcFileTableH2IT extends FileTableContract {
    @Override
    FileTable table() {
        return new JdbcFileTable(TestDatabases.shared(Dialect.H2).transactions());
    }
}
