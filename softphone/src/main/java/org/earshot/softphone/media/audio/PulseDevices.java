package org.earshot.softphone.media.audio;

import static org.earshot.softphone.media.audio.LibPulse.call;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.softphone.media.audio.PulseLists.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The devices of a PulseAudio or PipeWire server: a thread of its own hears of every change, and connects anew where the server
/// was started again. Everything here may be called by any thread and doesn't wait.
final class PulseDevices {
    private static final Logger log = LoggerFactory.getLogger(PulseDevices.class);

    /// Sinks, sources, streams that record, the server.
    private static final int MASK = 0x1 | 0x2 | 0x8 | 0x80;

    private static final long WAIT_MICROS = 1_000_000;
    private static final long LIST_NANOS = 2_000_000_000;
    private static final long RECONNECT_NANOS = 2_000_000_000;

    private final LibPulse pulse;
    private final Optional<String> server;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch known = new CountDownLatch(1);
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    // of the snapshot: the threads of sound ask for each frame, and make no object
    private volatile boolean microphone;
    private volatile boolean loudspeaker;

    private PulseDevices(LibPulse pulse, Optional<String> server) {
        this.pulse = pulse;
        this.server = server;
    }

    /// Begins to listen, where a server answers.
    static Optional<PulseDevices> find(LibPulse pulse, Optional<String> server) {
        PulseConnection connection;
        try {
            connection = new PulseConnection(pulse, server);
        } catch (AudioException e) {
            log.debug("no sound server: {}", e.getMessage());
            return Optional.empty();
        }
        PulseDevices devices = new PulseDevices(pulse, server);
        Thread.ofPlatform().daemon().name("audio-devices").start(() -> devices.run(connection));
        devices.awaitFirst();
        return Optional.of(devices);
    }

    private void awaitFirst() {
        try {
            if (!known.await(LIST_NANOS, TimeUnit.NANOSECONDS)) {
                log.warn("the sound server does not say which devices there are");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(PulseConnection first) {
        PulseConnection connection = first;
        while (true) {
            try (PulseConnection open = connection;
                    Arena arena = Arena.ofConfined()) {
                listen(open, new PulseLists(arena));
            } catch (AudioException e) {
                log.warn("{}", e.getMessage());
            }
            publish(Snapshot.EMPTY);
            connection = reconnect();
        }
    }

    private PulseConnection reconnect() {
        while (true) {
            LockSupport.parkNanos(RECONNECT_NANOS);
            try {
                return new PulseConnection(pulse, server);
            } catch (AudioException e) {
                log.debug("still no sound server: {}", e.getMessage());
            }
        }
    }

    private void listen(PulseConnection connection, PulseLists lists) throws AudioException {
        long context = connection.context();
        call(pulse.onChange, context, lists.onChange, 0);
        done(call(pulse.subscribe, context, MASK, 0, 0));
        while (true) {
            lists.begin();
            done(call(pulse.sinks, context, lists.onSink, 0));
            done(call(pulse.sources, context, lists.onSource, 0));
            done(call(pulse.recordings, context, lists.onRecording, 0));
            done(call(pulse.server, context, lists.onServer, 0));
            while (!lists.isComplete()) {
                connection.check();
                connection.iterate(WAIT_MICROS);
            }
            publish(lists.snapshot());
            while (!lists.hasChanged()) {
                connection.check();
                connection.iterate(WAIT_MICROS);
            }
        }
    }

    private void done(long operation) {
        if (operation != 0) {
            call(pulse.operationUnref, operation);
        }
    }

    private void publish(Snapshot now) {
        boolean other = !now.equals(snapshot);
        microphone = now.devices().stream().anyMatch(AudioDevice::canCapture);
        loudspeaker = now.devices().stream().anyMatch(AudioDevice::canPlay);
        snapshot = now;
        known.countDown();
        if (other) {
            listeners.forEach(DeviceWatch::tell);
        }
    }

    /// The server's address; empty for the user's own.
    Optional<String> server() {
        return server;
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Microphones and loudspeakers, the system's own choice first.
    List<AudioDevice> list() {
        Snapshot now = snapshot;
        return now.devices().stream()
                .sorted((a, b) -> Boolean.compare(isDefault(b, now), isDefault(a, now)))
                .toList();
    }

    private static boolean isDefault(AudioDevice device, Snapshot now) {
        return device.name().equals(device.canCapture() ? now.defaultSource() : now.defaultSink());
    }

    /// Whether the system itself has a microphone: without one the server would let us record a loudspeaker.
    boolean hasDefaultMicrophone() {
        Snapshot now = snapshot;
        return !now.defaultSource().isEmpty() && !now.monitors().contains(now.defaultSource());
    }

    /// Whether there is any; where there is none, what the system plays to is nowhere. Makes no object.
    boolean hasLoudspeaker() {
        return loudspeaker;
    }

    /// Whether there is any that is no loudspeaker's. Makes no object.
    boolean hasMicrophone() {
        return microphone;
    }

    /// Whether the user of the system has muted a microphone, or a stream of ours alone.
    ///
    /// @param source its number
    /// @param recording the stream's number
    boolean isMuted(int source, int recording) {
        Snapshot now = snapshot;
        return now.mutedSources().contains(source) || now.mutedRecordings().contains(recording);
    }
}
