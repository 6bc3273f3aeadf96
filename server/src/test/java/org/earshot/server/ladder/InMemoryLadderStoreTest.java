package org.earshot.server.ladder;

class InMemoryLadderStoreTest extends LadderStoreContract {
    private final LadderStore store = new InMemoryLadderStore();

    @Override
    LadderStore store() {
        return store;
    }
}
