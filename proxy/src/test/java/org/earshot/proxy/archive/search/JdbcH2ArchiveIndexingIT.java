package org.earshot.proxy.archive.search;

import org.earshot.common.db.Dialect;
import org.earshot.proxy.archive.ArchiveTables;

class JdbcH2ArchiveIndexingIT extends ArchiveIndexingContract {
    @Override
    ArchiveTables emptyTables() {
        return JdbcTestWords.emptyTables(Dialect.H2);
    }

    @Override
    WordTable emptyWords() {
        return JdbcTestWords.emptyWords(Dialect.H2);
    }
}
