package org.earshot.proxy.message;

class InMemoryKnownDevicesTest extends KnownDevicesContract {
    InMemoryKnownDevicesTest() {
        super(new InMemoryMessageStores());
    }
}
