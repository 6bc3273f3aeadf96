package org.earshot.proxy.archive.search;

import org.earshot.common.db.Dialect;
import org.earshot.proxy.archive.ArchiveTables;

class JdbcMariaDbArchiveIndexingIT extends ArchiveIndexingContract {
    @Override
    ArchiveTables emptyTables() {
        return JdbcTestWords.emptyTables(Dialect.MYSQL);
    }

    @Override
    WordTable emptyWords() {
        return JdbcTestWords.emptyWords(Dialect.MYSQL);
    }
}
