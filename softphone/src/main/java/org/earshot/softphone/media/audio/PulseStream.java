package org.earshot.softphone.media.audio;

import static org.earshot.softphone.media.audio.LibPulse.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One stream of sound to or from the sound server, over a connection of its own that the audio thread drives itself: no
/// other thread stands between the device and it.
///
/// The library must not be entered by two threads, and a stream that is closed while it is read ends the whole process: so every
/// call is under one lock, and [#close] wakes the reader, waits for it, and then closes.
final class PulseStream implements AutoCloseable {
    private static final int READY = 2;
    private static final int FAILED = 3;
    private static final int FORMAT_S16LE = 3;

    private static final int INTERPOLATE_TIMING = 0x2;
    private static final int AUTO_TIMING_UPDATE = 0x8;
    private static final int DONT_MOVE = 0x200;
    private static final int ADJUST_LATENCY = 0x2000;

    private static final long STEP_MICROS = 200_000;

    /// A device that does nothing for so long is gone.
    private static final long GONE_NANOS = 1_000_000_000;

    private static final long LONGEST_DRAIN_NANOS = 100_000_000;

    /// Bytes of 10 ms.
    static final int FRAME_BYTES = 2 * AudioFrame.SAMPLES;

    /// What a stream shall be.
    ///
    /// @param name of the device; empty: the system's choice, which may change while it is open
    /// @param bufferFrames how much may wait, in frames of 10 ms
    record Wanted(boolean plays, Optional<String> name, int bufferFrames) {}

    private final LibPulse pulse;
    private final boolean plays;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock closing = new ReentrantLock();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment scratch = arena.allocate(16, 8);
    private final PulseConnection connection;
    private final long stream;
    private volatile boolean closed;

    /// @throws AudioException when there is no such device, or it can't be used
    PulseStream(LibPulse pulse, Optional<String> server, Wanted wanted) throws AudioException {
        this.pulse = pulse;
        plays = wanted.plays();
        try {
            connection = new PulseConnection(pulse, server);
        } catch (AudioException e) {
            arena.close();
            throw e;
        }
        MemorySegment format = arena.allocate(12, 4);
        format.set(ValueLayout.JAVA_INT, 0, FORMAT_S16LE);
        format.set(ValueLayout.JAVA_INT, 4, AudioFrame.SAMPLE_RATE);
        format.set(ValueLayout.JAVA_BYTE, 8, (byte) 1);
        stream =
                call(
                        pulse.streamNew,
                        connection.context(),
                        arena.allocateFrom(plays ? "Call" : "Microphone").address(),
                        format.address(),
                        0);
        if (stream == 0 || !isConnected(wanted)) {
            String reason = connection.problem();
            close();
            throw new AudioException(
                    "The %s '%s' can't be used: %s"
                            .formatted(
                                    plays ? "loudspeaker" : "microphone",
                                    wanted.name().orElse("of the system"),
                                    reason));
        }
    }

    private boolean isConnected(Wanted wanted) throws AudioException {
        try {
            return connect(wanted);
        } catch (AudioException e) {
            close(); // the server died meanwhile
            throw e;
        }
    }

    private boolean connect(Wanted wanted) throws AudioException {
        long device = wanted.name().map(name -> arena.allocateFrom(name).address()).orElse(0L);
        int flags = INTERPOLATE_TIMING | AUTO_TIMING_UPDATE | ADJUST_LATENCY;
        if (device != 0) {
            flags |= DONT_MOVE; // what takes the place of a device that is pulled is our choice
        }
        long buffer = buffer(wanted.bufferFrames()).address();
        long error =
                plays
                        ? call(pulse.connectPlayback, stream, device, buffer, flags, 0, 0)
                        : call(pulse.connectRecord, stream, device, buffer, flags);
        long deadline = System.nanoTime() + GONE_NANOS;
        while (error >= 0 && state() < READY && System.nanoTime() - deadline < 0) {
            connection.check();
            connection.iterate(STEP_MICROS);
        }
        return state() == READY;
    }

    /// `pa_buffer_attr`: maxlength, tlength, prebuf, minreq, fragsize.
    private MemorySegment buffer(int frames) {
        int[] sizes = {
            50 * FRAME_BYTES,
            frames * FRAME_BYTES,
            FRAME_BYTES, // when it ran dry it goes on with the next frame
            FRAME_BYTES / 2,
            FRAME_BYTES / 2
        };
        return arena.allocateFrom(ValueLayout.JAVA_INT, sizes);
    }

    private int state() {
        return (int) call(pulse.streamState, stream);
    }

    /// The handle, for calls under [#lock].
    long handle() {
        return stream;
    }

    /// The number by which the server lists what is recorded or played.
    int index() {
        return (int) call(pulse.streamIndex, stream);
    }

    /// The number by which the server lists the device that it is on now: a stream for which none was named may be moved to another. Under
    /// the lock.
    int device() {
        return (int) call(pulse.streamDevice, stream);
    }

    /// Memory that lives as long as the stream.
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 8);
    }

    /// Begins a use of the stream; [#unlock] ends it.
    ///
    /// @throws AudioException when it was closed; then there is nothing to unlock
    void lock() throws AudioException {
        lock.lock();
        if (closed) {
            lock.unlock();
            throw new AudioException("The sound stream was closed");
        }
    }

    void unlock() {
        lock.unlock();
    }

    /// When waiting from now on shall end.
    static long deadline() {
        return System.nanoTime() + GONE_NANOS;
    }

    /// Waits for a word of the server. Under the lock.
    ///
    /// @param gone what to say when the deadline has passed, or the device was taken away
    void await(long deadline, String gone) throws AudioException {
        if (closed) {
            throw new AudioException("The sound stream was closed");
        }
        if (System.nanoTime() - deadline > 0 || state() >= FAILED) {
            throw new AudioException(gone);
        }
        connection.check();
        connection.iterate(STEP_MICROS);
    }

    /// Hears what the server has said, without waiting. Under the lock.
    void hear() {
        connection.iterate(0);
    }

    /// Waits until what waits was played, a tenth of a second at most. Any thread.
    void drain() {
        lock.lock();
        try {
            long end = closed ? 0 : System.nanoTime() + Math.min(delayNanos(), LONGEST_DRAIN_NANOS);
            long left;
            while (!closed && state() == READY && (left = end - System.nanoTime()) > 0) {
                connection.iterate(1 + left / 1000);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets so much wait from now on; what waits beyond that is played first. Under the lock.
    void resize(int frames) {
        long operation = call(pulse.setBuffer, stream, buffer(frames).address(), 0, 0);
        if (operation != 0) {
            call(pulse.operationUnref, operation);
        }
    }

    /// How much sound waits between us and the device, in nanoseconds; 0 while that isn't known. Under the lock.
    long delayNanos() {
        long at = scratch.address();
        long error = call(pulse.streamLatency, stream, at, at + 8);
        boolean known = error >= 0 && LibPulse.MEMORY.get(ValueLayout.JAVA_INT, at + 8) == 0;
        return known ? 1000 * LibPulse.MEMORY.get(ValueLayout.JAVA_LONG, at) : 0;
    }

    /// Any thread; waits until nobody reads or writes any more. Safe to call twice.
    @Override
    public void close() {
        closing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            connection.wakeUp();
            lock.lock();
            try {
                if (stream != 0) {
                    call(pulse.streamDisconnect, stream);
                    call(pulse.streamUnref, stream);
                }
                connection.close();
                arena.close();
            } finally {
                lock.unlock();
            }
        } finally {
            closing.unlock();
        }
    }
}
