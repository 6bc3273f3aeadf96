package org.earshot.proxy.archive;

import org.earshot.common.db.Dialect;

class JdbcArchiveH2IT extends ArchiveContract {
    @Override
    ArchiveTables emptyTables() {
        return JdbcTestArchive.empty(Dialect.H2);
    }
}
