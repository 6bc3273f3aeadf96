package org.earshot.softphone.media.audio;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;

/// A line of Java Sound that is read or written by whole frames, with a buffer that grows where it was too small. Confined to
/// one thread.
final class DeviceLine<L extends DataLine> implements AutoCloseable {
    /// A device that does nothing for so long is gone; Java Sound itself would wait for ever.
    private static final long GONE_NANOS = 1_000_000_000;

    private static final long POLL_NANOS = 500_000;

    /// Opens a line and lets it run.
    interface Start<L> {
        /// @param bufferFrames how large its buffer shall be, in frames
        /// @param frameBytes of one frame
        void start(L line, AudioFormat format, int bufferFrames, int frameBytes)
                throws LineUnavailableException;
    }

    private final JavaSound.Opener<L> opener;
    private final FrameClock clock;
    private final Start<L> start;
    private final int frameBytes;
    private final LineBuffer buffer = new LineBuffer();
    private volatile L line;

    DeviceLine(JavaSound.Opener<L> opener, FrameClock clock, Start<L> start) throws AudioException {
        this.opener = opener;
        this.clock = clock;
        this.start = start;
        frameBytes = AudioFrame.SAMPLES * opener.format().getFrameSize();
        line = open();
    }

    private L open() throws AudioException {
        L opened = opener.line();
        try {
            start.start(opened, opener.format(), buffer.frames(), frameBytes);
            return opened;
        } catch (LineUnavailableException | RuntimeException e) {
            opened.close();
            throw opener.unusable(e);
        }
    }

    /// The line; another one after [#ranDry].
    L line() {
        return line;
    }

    int channels() {
        return opener.format().getChannels();
    }

    /// Bytes of 10 ms, all channels.
    int frameBytes() {
        return frameBytes;
    }

    /// Waits until a frame can be read or written.
    ///
    /// @param gone what to say if that does not come
    /// @return bytes that can be
    int awaitFrame(String gone) throws AudioException {
        long deadline = clock.nanoTime() + GONE_NANOS;
        int available;
        while ((available = line.available()) < frameBytes) {
            long now = clock.nanoTime();
            if (now - deadline > 0) {
                throw new AudioException(gone);
            }
            clock.awaitUntil(now + POLL_NANOS);
        }
        return available;
    }

    /// The buffer was empty, or full: counts, and opens the line anew where it happens too often.
    void ranDry() throws AudioException {
        if (buffer.ranDry(clock.nanoTime())) {
            line.close();
            line = open();
        }
    }

    /// How long so much sound lasts.
    long nanos(int bytes) {
        return 10_000_000L * bytes / frameBytes;
    }

    /// How often that was.
    long total() {
        return buffer.total();
    }

    @Override
    public void close() {
        line.close();
    }
}
