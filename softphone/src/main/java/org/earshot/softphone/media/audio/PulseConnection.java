package org.earshot.softphone.media.audio;

import static org.earshot.softphone.media.audio.LibPulse.call;

import java.lang.foreign.Arena;
import java.util.Optional;

/// A connection to the sound server with a main loop of its own, which its user drives: nothing happens between two calls of
/// [#iterate], so there is no other thread to race with. One thread at a time, but for [#wakeUp].
final class PulseConnection implements AutoCloseable {
    private static final int READY = 4;
    private static final int FAILED = 5;
    private static final int NO_AUTOSPAWN = 1;
    private static final long CONNECT_NANOS = 2_000_000_000;
    private static final long STEP_MICROS = 100_000;

    private final LibPulse pulse;
    private final long loop;
    private final long context;

    /// Connects.
    ///
    /// @param server its address, such as `unix:/run/user/1000/pulse/native`; empty: the one of this user
    /// @throws AudioException when no server answers within two seconds
    PulseConnection(LibPulse pulse, Optional<String> server) throws AudioException {
        this.pulse = pulse;
        loop = call(pulse.mainloopNew);
        if (loop == 0) {
            throw new AudioException("The sound system can't be used: no memory, or no more files");
        }
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom("Earshot").address();
            context = call(pulse.contextNew, call(pulse.mainloopApi, loop), name);
            long address = server.map(text -> arena.allocateFrom(text).address()).orElse(0L);
            call(pulse.contextConnect, context, address, NO_AUTOSPAWN, 0);
        }
        long deadline = System.nanoTime() + CONNECT_NANOS;
        while (isOpen() && !isReady() && System.nanoTime() - deadline < 0) {
            iterate(STEP_MICROS);
        }
        if (!isReady()) {
            String reason = problem();
            close();
            throw new AudioException(
                    "The sound server (PulseAudio or PipeWire) does not answer: " + reason);
        }
    }

    private boolean isReady() {
        return call(pulse.contextState, context) == READY;
    }

    private boolean isOpen() {
        return call(pulse.contextState, context) < FAILED;
    }

    /// @throws AudioException when the server has gone
    void check() throws AudioException {
        if (!isReady()) {
            throw new AudioException("The sound server (PulseAudio or PipeWire) has gone");
        }
    }

    long context() {
        return context;
    }

    /// Waits until something comes from the server, `micros` at most, and deals with it.
    void iterate(long micros) {
        call(pulse.mainloopPrepare, loop, micros);
        call(pulse.mainloopPoll, loop);
        call(pulse.mainloopDispatch, loop);
    }

    /// Lets [#iterate] return. Any thread, until [#close].
    void wakeUp() {
        call(pulse.mainloopWakeup, loop);
    }

    /// What went wrong last, in the server's words.
    String problem() {
        return LibPulse.text(call(pulse.errorText, call(pulse.contextError, context)));
    }

    /// Once only.
    @Override
    public void close() {
        call(pulse.contextDisconnect, context);
        call(pulse.contextUnref, context);
        call(pulse.mainloopFree, loop);
    }
}
