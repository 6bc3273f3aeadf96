package org.earshot.proxy.archive;

import org.earshot.common.db.Dialect;

class JdbcSearchEntriesH2IT extends JdbcSearchEntriesContract {
    JdbcSearchEntriesH2IT() {
        super(Dialect.H2);
    }
}
