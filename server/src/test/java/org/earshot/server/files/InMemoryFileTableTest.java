package org.earshot.server.files;

class InMemoryFileTableTest extends FileTableContract {
    private final FileTable table = new InMemoryFileTable();

    @Override
    FileTable table() {
        return table;
    }
}
