package org.earshot.proxy.message;

class InMemoryMessageQueueTest extends MessageQueueContract {
    InMemoryMessageQueueTest() {
        super(new InMemoryMessageStores());
    }
}
