package org.earshot.softphone.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what would be heard. The playout thread only queues the frame; a [WavWriter] takes it to the disk.
final class WavSink implements AudioSink {
    private static final Logger log = LoggerFactory.getLogger(WavSink.class);
    private static final long CLOSE_MILLIS =
            900; // so that the file is right within a second of the call's end

    private final Pacer pacer;
    private final FrameQueue queue = new FrameQueue(WavWriter.QUEUED_FRAMES);
    private final short[] frame = new short[AudioFrame.SAMPLES];
    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(2 * WavWriter.QUEUED_FRAMES * AudioFrame.SAMPLES)
                    .order(ByteOrder.LITTLE_ENDIAN);
    private final WavWriter writer;
    private volatile String failure = "";
    private long dropped;

    WavSink(WavFile file, FrameClock clock) {
        pacer = new Pacer(clock);
        writer = new WavWriter("audio-file", file, this::drainTo, this::failed);
    }

    @Override
    public void write(short[] frame) throws AudioException {
        if (!failure.isEmpty()) {
            throw new AudioException(failure);
        }
        if (!queue.put(frame)) {
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
        writer.close();
        try {
            writer.await(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(IOException e) {
        failure =
                "The recording can't be written (%s): is the disk full?".formatted(e.getMessage());
        log.warn(failure);
    }

    private void drainTo(WavFile file) throws IOException {
        bytes.clear();
        for (int count = queue.size(); count > 0 && queue.take(frame); count--) {
            for (short sample : frame) {
                bytes.putShort(sample);
            }
        }
        file.write(bytes.flip());
    }
}
