package org.earshot.softphone.media.audio;

import static org.earshot.softphone.media.audio.LibPulse.call;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A microphone by libpulse.
final class PulseSource implements AudioSource {
    private static final String GONE =
            "The microphone gives no sound any more: is it still plugged in?";

    /// More than this waits only after the process was stopped: old sound is dropped, as it would stay late for ever.
    private static final int TOO_MUCH = 6 * PulseStream.FRAME_BYTES;

    private final LibPulse pulse;
    private final PulseStream stream;
    private final PulseDevices devices;
    private final MemorySegment found;
    private final int index;
    private final boolean microphoneOnly;
    private long data;
    private long left; // bytes of what was peeked that are not read yet
    private boolean peeked;
    private long overruns;

    /// @param microphoneOnly whether it is over where the machine has no microphone left: the server would move the stream to what a
    ///     loudspeaker plays, and the others would hear themselves
    PulseSource(
            LibPulse pulse, PulseDevices devices, PulseStream.Wanted wanted, boolean microphoneOnly)
            throws AudioException {
        this.pulse = pulse;
        this.devices = devices;
        stream = new PulseStream(pulse, devices.server(), wanted);
        found = stream.allocate(16);
        index = stream.index();
        this.microphoneOnly = microphoneOnly;
    }

    @Override
    public void read(short[] frame) throws AudioException {
        stream.lock();
        try {
            if (microphoneOnly && !devices.hasMicrophone()) {
                throw new AudioException(GONE);
            }
            skip();
            int filled = 0;
            long deadline = PulseStream.deadline();
            while (filled < frame.length) {
                if (left == 0 && !fetch()) {
                    stream.await(deadline, GONE);
                    continue;
                }
                int count = (int) Math.min(left / 2, frame.length - filled);
                if (data == 0) { // a hole: the server had nothing there
                    Arrays.fill(frame, filled, filled + count, (short) 0);
                } else {
                    MemorySegment.copy(
                            LibPulse.MEMORY,
                            ValueLayout.JAVA_SHORT_UNALIGNED,
                            data,
                            frame,
                            filled,
                            count);
                    data += 2L * count;
                }
                filled += count;
                left -= 2L * count;
            }
        } finally {
            stream.unlock();
        }
    }

    private void skip() {
        if (call(pulse.readable, stream.handle()) <= TOO_MUCH) {
            return;
        }
        overruns++;
        left = 0;
        while (call(pulse.readable, stream.handle()) > PulseStream.FRAME_BYTES) {
            if (!fetch()) {
                return;
            }
            left = 0;
        }
    }

    private boolean fetch() {
        if (peeked) {
            call(pulse.drop, stream.handle());
            peeked = false;
        }
        long at = found.address();
        if (call(pulse.peek, stream.handle(), at, at + 8) < 0) {
            return false;
        }
        data = LibPulse.MEMORY.get(ValueLayout.JAVA_LONG, at);
        left = LibPulse.MEMORY.get(ValueLayout.JAVA_LONG, at + 8);
        peeked = left > 0;
        return peeked;
    }

    @Override
    public long delayNanos() {
        try {
            stream.lock();
        } catch (AudioException e) {
            return 0;
        }
        try {
            return stream.delayNanos();
        } finally {
            stream.unlock();
        }
    }

    @Override
    public boolean isMuted() {
        try {
            stream.lock();
        } catch (AudioException e) {
            return false;
        }
        try {
            return devices.isMuted(stream.device(), index);
        } finally {
            stream.unlock();
        }
    }

    @Override
    public long overruns() {
        return overruns;
    }

    @Override
    public void close() {
        stream.close();
    }
}
