package org.earshot.proxy.archive;

import org.earshot.common.db.Dialect;

class JdbcArchiveMariaDbIT extends ArchiveContract {
    @Override
    ArchiveTables emptyTables() {
        return JdbcTestArchive.empty(Dialect.MYSQL);
    }
}
