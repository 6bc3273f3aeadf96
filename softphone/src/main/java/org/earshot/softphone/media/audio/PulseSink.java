package org.earshot.softphone.media.audio;

import static org.earshot.softphone.media.audio.LibPulse.call;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// A loudspeaker by libpulse.
final class PulseSink implements AudioSink {
    private static final String GONE =
            "The loudspeaker takes no sound any more: is it still plugged in?";

    private final LibPulse pulse;
    private final PulseDevices devices;
    private final boolean isMoved;
    private final PulseStream stream;
    private final MemorySegment pcm;
    private final LineBuffer buffer = new LineBuffer();
    private long underflowAt = -1;

    PulseSink(LibPulse pulse, PulseDevices devices, Optional<String> name) throws AudioException {
        this.pulse = pulse;
        this.devices = devices;
        isMoved = name.isEmpty();
        stream =
                new PulseStream(
                        pulse,
                        devices.server(),
                        new PulseStream.Wanted(true, name, buffer.frames()));
        pcm = stream.allocate(PulseStream.FRAME_BYTES);
        // filled but for one frame, so that it doesn't run dry at once
        stream.lock();
        try {
            while (room() > PulseStream.FRAME_BYTES) {
                give(Math.min(PulseStream.FRAME_BYTES, room() - PulseStream.FRAME_BYTES));
            }
        } finally {
            stream.unlock();
        }
    }

    private long room() {
        return call(pulse.writable, stream.handle());
    }

    private void give(long bytes) {
        call(pulse.write, stream.handle(), pcm.address(), bytes, 0, 0, 0);
    }

    @Override
    public void write(short[] frame) throws AudioException {
        stream.lock();
        try {
            if (isMoved && !devices.hasLoudspeaker()) { // PipeWire moves it to nowhere
                throw new AudioException(GONE);
            }
            MemorySegment.copy(frame, 0, pcm, ValueLayout.JAVA_SHORT, 0, AudioFrame.SAMPLES);
            give(PulseStream.FRAME_BYTES);
            long deadline = PulseStream.deadline();
            stream.hear();
            while (room() < PulseStream.FRAME_BYTES) {
                stream.await(deadline, GONE);
            }
            countUnderflows();
        } finally {
            stream.unlock();
        }
    }

    private void countUnderflows() {
        long at = call(pulse.underflowAt, stream.handle());
        long now = System.nanoTime();
        boolean other;
        if (at == underflowAt) {
            other = buffer.mayShrink(now);
        } else {
            underflowAt = at;
            other = buffer.ranDry(now);
        }
        if (other) {
            stream.resize(buffer.frames());
        }
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
    public long underruns() {
        return buffer.total();
    }

    @Override
    public void close() {
        stream.drain();
        stream.close();
    }
}
