package org.earshot.server.people;

class InMemoryLinkTableTest extends LinkTableContract {
    private final LinkTable table = new InMemoryLinkTable();

    @Override
    LinkTable table() {
        return table;
    }
}
