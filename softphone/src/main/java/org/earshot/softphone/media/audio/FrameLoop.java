package org.earshot.softphone.media.audio;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One direction of the engine: a thread that lives while there are sessions and moves a frame each 10 ms. It never waits for a device to be
/// opened or closed: see [DeviceSlot].
///
/// Everything but [#post] is confined to the thread that moves frames; others send it messages, which run between two frames.
abstract class FrameLoop<D> implements DeviceSlot.User<D> {
    private static final Logger log = LoggerFactory.getLogger(FrameLoop.class);
    private static final AudioSession[] NONE = {};

    private final String name;
    private final DeviceSlot<D> slot;
    private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final Object lifecycle = new Object();
    private Thread thread; // null when it doesn't run; guarded by lifecycle

    private AudioSession[] sessions = NONE;

    FrameLoop(String name, AudioSpec spec, FrameClock clock, Devices<D> devices) {
        this.name = name;
        slot = new DeviceSlot<>(name, spec, clock, this, devices, this::post);
    }

    abstract void frame(D opened, AudioSession[] joined) throws AudioException;

    /// Runs `message` between two frames; starts the thread when it doesn't run. Any thread; never waits for a device.
    @SuppressWarnings(
            "ThreadPriorityCheck") // a frame that is late is heard; the threads sleep most of the
    // time
    final void post(Runnable message) {
        synchronized (lifecycle) {
            messages.add(message);
            if (thread == null) {
                thread =
                        Thread.ofPlatform()
                                .name(name)
                                .daemon()
                                .priority(Thread.MAX_PRIORITY)
                                .start(this::run);
            } else {
                LockSupport.unpark(thread); // it may wait for its first device
            }
        }
    }

    final void add(AudioSession session) {
        sessions = Arrays.copyOf(sessions, sessions.length + 1);
        sessions[sessions.length - 1] = session;
    }

    final void remove(AudioSession session) {
        sessions =
                Arrays.stream(sessions)
                        .filter(s -> !s.equals(session))
                        .toArray(AudioSession[]::new);
    }

    final void removeAll() {
        sessions = NONE;
    }

    /// Uses another device, as soon as it is open.
    final void use(AudioSpec wanted) {
        slot.use(wanted);
    }

    /// Other devices are there than before: goes back to the one that is wanted, or tries again at once where there was none.
    ///
    /// @param names of all that there are
    final void devicesChanged(Set<String> names) {
        slot.devicesChanged(names);
    }

    /// The device that is open now; empty when none is or a stand-in takes its place.
    final Optional<D> opened() {
        return slot.opened();
    }

    private void run() {
        PromptThread.begin();
        while (true) {
            Runnable message;
            while ((message = messages.poll()) != null) {
                guard(message);
            }
            if (sessions.length > 0) {
                step();
                continue;
            }
            slot.release(); // idle: the device belongs to others
            synchronized (lifecycle) {
                if (messages.isEmpty()) {
                    thread = null;
                    return;
                }
            }
        }
    }

    private void guard(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            log.error("{}: a message failed", name, e);
        }
    }

    private void step() {
        if (!slot.isReady()) {
            if (messages.isEmpty()) {
                LockSupport.parkNanos(this, slot.firstWaitNanos());
            }
            return;
        }
        try {
            slot.look();
            frame(slot.device(), sessions);
            slot.worked();
        } catch (AudioException e) {
            slot.gone(e);
        } catch (RuntimeException e) {
            // a driver's bug must not end the thread: nobody would start another
            log.error("{}: a frame failed", name, e);
            slot.broke(e);
        }
    }

    /// A session that broke its contract must not take the others down.
    final void broken(AudioSession session, RuntimeException e) {
        log.error("{}: a session failed and is left out from now on", name, e);
        remove(session);
    }
}
