package org.earshot.softphone.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what would be heard. The playout thread only copies the frame into a ring; a thread of its own takes it to the disk every 100 ms and
/// makes the header right each half second.
final class WavSink implements AudioSink {
    private static final Logger log = LoggerFactory.getLogger(WavSink.class);
    private static final int RING_FRAMES = 256; // 2.5 s for a disk that is slow
    private static final long WRITE_NANOS = 100_000_000;
    private static final int ROUNDS_TO_HEADER = 5;
    private static final long CLOSE_MILLIS =
            900; // so that the file is right within a second of the call's end

    private final Pacer pacer;
    private final WavFile file;
    private final short[] ring = new short[RING_FRAMES * AudioFrame.SAMPLES];
    private final AtomicLong written = new AtomicLong(); // frames, by the playout thread
    private final AtomicLong saved = new AtomicLong(); // frames, by the writer
    private final Thread writer;
    private volatile boolean closing;
    private volatile String failure = "";
    private long dropped;

    WavSink(WavFile file, FrameClock clock) {
        this.file = file;
        pacer = new Pacer(clock);
        writer = Thread.ofPlatform().name("audio-file").daemon().start(this::save);
    }

    @Override
    public void write(short[] frame) throws AudioException {
        if (!failure.isEmpty()) {
            throw new AudioException(failure);
        }
        long number = written.get();
        if (number - saved.get() < RING_FRAMES) {
            int at = (int) (number % RING_FRAMES) * AudioFrame.SAMPLES;
            System.arraycopy(frame, 0, ring, at, AudioFrame.SAMPLES);
            written.set(number + 1);
        } else {
            dropped++;
        }
        pacer.await();
    }

    @Override
    public long underruns() {
        return dropped;
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(2 * ring.length).order(ByteOrder.LITTLE_ENDIAN);
        try (file) {
            for (int round = 1; !closing; round++) {
                LockSupport.parkNanos(this, WRITE_NANOS);
                drain(bytes);
                if (round % ROUNDS_TO_HEADER == 0) {
                    file.updateHeader();
                }
            }
            drain(bytes);
        } catch (IOException e) {
            failure =
                    "The recording can't be written (%s): is the disk full?"
                            .formatted(e.getMessage());
            log.warn(failure);
        }
    }

    private void drain(ByteBuffer bytes) throws IOException {
        long from = saved.get();
        long to = written.get();
        bytes.clear();
        for (long number = from; number < to; number++) {
            int at = (int) (number % RING_FRAMES) * AudioFrame.SAMPLES;
            for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                bytes.putShort(ring[at + i]);
            }
        }
        bytes.flip();
        file.write(bytes);
        saved.set(to);
    }
}
