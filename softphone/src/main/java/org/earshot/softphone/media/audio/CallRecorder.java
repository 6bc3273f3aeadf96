package org.earshot.softphone.media.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Writes a call to a WAV file: left what our side says, right what the other side says. The audio threads only queue their frames; a
/// [WavWriter] takes them to the disk.
public final class CallRecorder implements AutoCloseable {
    private static final int CHANNELS = 2;
    private static final int MOST_AHEAD = 100;
    private static final int KEPT = 20;

    private final FrameQueue spoken = new FrameQueue(WavWriter.QUEUED_FRAMES);
    private final FrameQueue heard = new FrameQueue(WavWriter.QUEUED_FRAMES);
    private final short[] left = new short[AudioFrame.SAMPLES];
    private final short[] right = new short[AudioFrame.SAMPLES];
    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(2 * CHANNELS * AudioFrame.SAMPLES)
                    .order(ByteOrder.LITTLE_ENDIAN);
    private final WavWriter writer;

    private CallRecorder(WavFile file, Consumer<String> failed) {
        writer =
                new WavWriter(
                        "call-recorder",
                        file,
                        this::drainTo,
                        e ->
                                failed.accept(
                                        "the recording can't be written (%s): is the disk full?"
                                                .formatted(e.getMessage())));
    }

    /// Begins.
    ///
    /// @param path of a new file, which only its owner can read
    /// @param failed hears, in words for the user, when it can't go on; on the writing thread
    /// @throws java.nio.file.FileAlreadyExistsException if there is such a file: nothing is overwritten
    /// @throws IOException if it can't be made
    public static CallRecorder start(Path path, Consumer<String> failed) throws IOException {
        return new CallRecorder(WavFile.createPrivate(path, CHANNELS), failed);
    }

    /// 10 ms of our side. Capture thread.
    public void spoken(short[] frame) {
        var _ = spoken.put(frame); // a disk that is slow for seconds leaves a gap
    }

    /// 10 ms of the other side. Playout thread.
    public void heard(short[] frame) {
        var _ = heard.put(frame);
    }

    /// Writes what there is, and ends, soon. Any thread; does no harm twice.
    @Override
    public void close() {
        writer.close();
    }

    /// Waits until all is on the disk, after [#close].
    void await() throws InterruptedException {
        writer.await(0);
    }

    /// In step with our side, which always flows: the other side's clock may be another one.
    private void drainTo(WavFile file) throws IOException {
        if (heard.size() - spoken.size() > MOST_AHEAD) {
            heard.keep(spoken.size() + KEPT);
        }
        while (spoken.take(left)) {
            boolean both = heard.take(right);
            bytes.clear();
            for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                bytes.putShort(left[i]).putShort(both ? right[i] : 0);
            }
            file.write(bytes.flip());
        }
    }
}
