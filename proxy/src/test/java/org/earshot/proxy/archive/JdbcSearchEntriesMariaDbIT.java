package org.earshot.proxy.archive;

import org.earshot.common.db.Dialect;

class JdbcSearchEntriesMariaDbIT extends JdbcSearchEntriesContract {
    JdbcSearchEntriesMariaDbIT() {
        super(Dialect.MYSQL);
    }
}
