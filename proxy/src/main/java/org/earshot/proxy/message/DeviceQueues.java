package org.earshot.proxy.message;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The queues of the devices that get something now. Thread-safe.
final class DeviceQueues {
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final DeliveryServices services;
    private final ConcurrentHashMap<DeviceId, DeviceQueue> queues = new ConcurrentHashMap<>();

    DeviceQueues(DeliveryServices services) {
        this.services = services;
    }

    /// A message that has just been queued in the store. To be called by the thread that knows of the commit, so that
    /// order stays.
    ///
    /// @param answer hears what becomes of it there
    void offer(Addressee addressee, Message message, Optional<Answer> answer) {
        queue(addressee.device())
                .offer(addressee, message, answer, () -> offer(addressee, message, answer));
    }

    /// The device may be there, and something may wait for it.
    ///
    /// @param anew whether somebody has registered anew with its account
    void wake(Addressee addressee, boolean anew) {
        queue(addressee.device()).wake(addressee, anew, () -> wake(addressee, anew));
    }

    /// Something was queued in the store for a device that was not there: if it has come since, it gets it.
    void poke(DeviceId device) {
        Optional.ofNullable(queues.get(device)).ifPresent(DeviceQueue::poke);
    }

    private DeviceQueue queue(DeviceId device) {
        return queues.computeIfAbsent(device, id -> new DeviceQueue(id, services));
    }

    /// Forgets those that have had nothing to do; to be called now and then.
    void sweep() {
        queues.forEach(
                (device, queue) -> queue.closeIfIdle(IDLE, () -> queues.remove(device, queue)));
    }

    int size() {
        return queues.size();
    }
}
