package org.earshot.proxy.archive.search;

import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.InMemoryArchiveTables;

class InMemoryArchiveIndexingTest extends ArchiveIndexingContract {
    @Override
    ArchiveTables emptyTables() {
        return new InMemoryArchiveTables();
    }

    @Override
    WordTable emptyWords() {
        return new InMemoryWordTable();
    }
}
