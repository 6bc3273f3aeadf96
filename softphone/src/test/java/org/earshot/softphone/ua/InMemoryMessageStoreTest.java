package org.earshot.softphone.ua;

class InMemoryMessageStoreTest extends MessageStoreContract {
    @Override
    protected MessageStore store() {
        return MessageStore.ofThisRun();
    }
}
