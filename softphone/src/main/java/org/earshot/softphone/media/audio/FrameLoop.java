package org.earshot.softphone.media.audio;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One direction of the engine: a thread that lives while there are sessions, opens the device, moves a frame each 10 ms, and
/// opens the device anew when it fails. Until it can, a stand-in keeps the pace, so the call goes on without it.
///
/// Everything but [#post] is confined to that thread; others send it messages, which run between two frames.
abstract class FrameLoop<D extends AutoCloseable> {
    private static final Logger log = LoggerFactory.getLogger(FrameLoop.class);
    private static final AudioSession[] NONE = {};
    static final long FIRST_RETRY_NANOS = 1_000_000_000L;
    static final long LAST_RETRY_NANOS = 30_000_000_000L;

    /// A device that has moved so many is not one that only opens.
    private static final int WORKS_FRAMES = 1_000;

    private final String name;
    private final FrameClock clock;
    private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final Object lifecycle = new Object();
    private boolean running; // guarded by lifecycle

    private AudioSession[] sessions = NONE;
    private AudioSpec spec;
    private D device;
    private boolean standIn;
    private boolean replaced;
    private long retryNanos = FIRST_RETRY_NANOS;
    private long retryAt;

    /// Of a device that is there and yet was replaced, as one that wakes up slowly.
    private long againNanos = FIRST_RETRY_NANOS;

    private long againAt;
    private boolean isAgain;
    private int framesSinceOpen;

    FrameLoop(String name, AudioSpec spec, FrameClock clock) {
        this.name = name;
        this.spec = spec;
        this.clock = clock;
    }

    abstract D open(AudioSpec wanted) throws AudioException;

    /// Something that keeps the pace while the device cannot be used.
    abstract D standIn();

    abstract void frame(D opened, AudioSession[] joined) throws AudioException;

    abstract void close(D opened);

    /// Whether the system lists a device, though it may not work.
    abstract boolean isListed(String device);

    abstract void failed(AudioException reason);

    abstract void recovered();

    /// The system's own choice is used in place of the device that was wanted.
    abstract void replaced(AudioException reason);

    /// Runs `message` between two frames; starts the thread when it doesn't run. Any thread; never waits for a device.
    @SuppressWarnings(
            "ThreadPriorityCheck") // a frame that is late is heard; the threads sleep most of the
    // time
    final void post(Runnable message) {
        synchronized (lifecycle) {
            messages.add(message);
            if (!running) {
                running = true;
                Thread.ofPlatform()
                        .name(name)
                        .daemon()
                        .priority(Thread.MAX_PRIORITY)
                        .start(this::run);
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

    /// Uses another device, from the next frame on.
    final void use(AudioSpec wanted) {
        spec = wanted;
        againNanos = FIRST_RETRY_NANOS;
        release();
    }

    /// Other devices are there than before: goes back to the one that is wanted, or tries again at once where there was none.
    ///
    /// @param names of all that there are
    final void devicesChanged(Set<String> names) {
        boolean wanted =
                spec instanceof AudioSpec.Device(Optional<String> name)
                        && name.map(names::contains).orElse(true);
        if (standIn) {
            retryAt = clock.nanoTime();
        } else if (replaced && wanted) {
            againNanos = FIRST_RETRY_NANOS;
            close();
        }
    }

    /// The device that is open now, null when none is or a stand-in takes its place.
    final D opened() {
        return standIn ? null : device;
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
            release(); // idle: the device belongs to others
            synchronized (lifecycle) {
                if (messages.isEmpty()) {
                    running = false;
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
        try {
            if (device == null || (standIn && clock.nanoTime() - retryAt >= 0)) {
                reopen();
            } else if (replaced && isAgain && clock.nanoTime() - againAt >= 0) {
                tryAgain();
            }
            frame(device, sessions);
            worked();
        } catch (AudioException e) {
            close();
            if (!replaced && replace(e)) {
                return;
            }
            fallBack(e);
        } catch (RuntimeException e) {
            // a driver's bug must not end the thread: nobody would start another
            log.error("{}: a frame failed", name, e);
            release();
            fallBack(new AudioException("the device failed", e));
        }
    }

    /// Goes back to the device that is wanted, where it is still there: it may only have been slow, as a headset that sleeps, and nobody
    /// would tell that it is awake.
    private void tryAgain() {
        if (spec instanceof AudioSpec.Device(Optional<String> name)
                && name.filter(this::isThere).isPresent()) {
            close();
            reopen();
        } else {
            isAgain = false; // the change of the list tells when it is back
        }
    }

    private boolean isThere(String device) {
        try {
            return isListed(device);
        } catch (RuntimeException e) { // a driver's bug is no reason to let go of what works
            log.warn("{}: the devices can't be listed", name, e);
            return false;
        }
    }

    private void worked() {
        if (framesSinceOpen < WORKS_FRAMES && ++framesSinceOpen == WORKS_FRAMES && !replaced) {
            againNanos = FIRST_RETRY_NANOS;
        }
    }

    private void reopen() {
        D stoodIn = device;
        try {
            device = open(spec);
        } catch (AudioException e) {
            if (!replace(e)) {
                fallBack(e);
            } else if (stoodIn != null) {
                close(stoodIn);
            }
            return;
        } catch (RuntimeException e) {
            log.error("{}: the device can't be opened", name, e);
            fallBack(new AudioException("the device failed", e));
            return;
        }
        framesSinceOpen = 0;
        if (stoodIn != null) {
            close(stoodIn);
        }
        if (standIn || replaced) {
            standIn = false;
            replaced = false;
            recovered();
        }
        retryNanos = FIRST_RETRY_NANOS;
    }

    /// Opens the system's choice where a device was named that can't be used.
    private boolean replace(AudioException reason) {
        if (!(spec instanceof AudioSpec.Device(Optional<String> name)) || name.isEmpty()) {
            return false;
        }
        try {
            device = open(new AudioSpec.Device(Optional.empty()));
        } catch (AudioException e) {
            log.debug("{}: nor can the system's device be used: {}", this.name, e.getMessage());
            return false;
        }
        // also where nothing worked meanwhile: that was told, and is over
        boolean isNews = !replaced || standIn;
        standIn = false;
        retryNanos = FIRST_RETRY_NANOS;
        framesSinceOpen = 0;
        // each try takes the sound away for a moment: what is not awake after half a minute is
        // broken
        isAgain = againNanos < LAST_RETRY_NANOS;
        againAt = clock.nanoTime() + againNanos;
        againNanos = Math.min(2 * againNanos, LAST_RETRY_NANOS);
        if (isNews) {
            replaced = true;
            log.warn("{}: {}; the system's device is used instead", this.name, reason.getMessage());
            replaced(reason);
        }
        return true;
    }

    private void fallBack(AudioException reason) {
        if (!standIn) {
            log.warn("{}: {}", name, reason.getMessage());
            failed(reason);
        }
        if (device == null) {
            device = standIn();
        }
        standIn = true;
        retryAt = clock.nanoTime() + retryNanos;
        retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
    }

    private void release() {
        close();
        replaced = false;
    }

    private void close() {
        if (device != null) {
            try {
                close(device);
            } catch (RuntimeException e) {
                log.warn("{}: the device does not close", name, e);
            }
        }
        device = null;
        standIn = false;
        retryNanos = FIRST_RETRY_NANOS;
    }

    /// A session that broke its contract must not take the others down.
    final void broken(AudioSession session, RuntimeException e) {
        log.error("{}: a session failed and is left out from now on", name, e);
        remove(session);
    }
}
