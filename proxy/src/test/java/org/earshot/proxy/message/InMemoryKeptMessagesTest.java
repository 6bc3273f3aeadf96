package org.earshot.proxy.message;

class InMemoryKeptMessagesTest extends KeptMessagesContract {
    InMemoryKeptMessagesTest() {
        super(new InMemoryMessageStores());
    }
}
