package org.earshot.proxy.message;

/// Tells senders what became of messages, for devices that can't do so themselves. Thread-safe; waits for nobody.
interface Notices {

    /// A device that does not speak CPIM has a message.
    void delivered(Message message, DeviceId device);

    /// A device refused a message for good, and its sender was told nothing of that yet.
    void refused(Message message);

    /// Nobody will get a message any more.
    void failed(Message message);
}
