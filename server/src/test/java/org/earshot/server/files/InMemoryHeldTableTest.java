package org.earshot.server.files;

class InMemoryHeldTableTest extends HeldTableContract {
    @Override
    Tables tables() {
        InMemoryFileTable files = new InMemoryFileTable();
        return new Tables(files, new InMemoryHeldTable(files));
    }
}
