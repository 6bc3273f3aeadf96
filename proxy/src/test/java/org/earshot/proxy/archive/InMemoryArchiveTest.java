package org.earshot.proxy.archive;

class InMemoryArchiveTest extends ArchiveContract {
    @Override
    ArchiveTables emptyTables() {
        return new InMemoryArchiveTables();
    }
}
