package org.earshot.proxy.message;

/// Tells senders what became of messages, for devices that can't do so themselves. Thread-safe; waits for nobody.
interface Notices {

    /// A device that does not speak CPIM has a message.
    void delivered(Message message, DeviceId device);

    /// Nobody will get a message any more.
    void failed(Message message);
}
