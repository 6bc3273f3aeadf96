package org.earshot.softphone.media.audio;

import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/// A loudspeaker by Java Sound.
final class LineSink implements AudioSink {
    /// A loudspeaker that takes nothing for so long is gone; Java Sound itself would wait for ever.
    private static final long GONE_NANOS = 1_000_000_000;

    private static final long POLL_NANOS = 500_000;

    private final JavaSound.Opener<SourceDataLine> opener;
    private final FrameClock clock;
    private final int channels;
    private final byte[] bytes;
    private final LineBuffer buffer = new LineBuffer();
    private SourceDataLine line;

    LineSink(AudioFormat format, JavaSound.Opener<SourceDataLine> opener, FrameClock clock)
            throws AudioException {
        this.opener = opener;
        this.clock = clock;
        channels = format.getChannels();
        bytes = new byte[AudioFrame.SAMPLES * format.getFrameSize()];
        line = open();
    }

    private SourceDataLine open() throws AudioException {
        SourceDataLine opened = opener.line();
        try {
            opened.open(opener.format(), buffer.frames() * bytes.length);
            Arrays.fill(bytes, (byte) 0);
            for (int i = 1; i < buffer.frames() && opened.available() >= bytes.length; i++) {
                opened.write(
                        bytes,
                        0,
                        bytes.length); // filled but for one frame, so that it doesn't run dry at
                // once
            }
            opened.start();
            return opened;
        } catch (LineUnavailableException | RuntimeException e) {
            opened.close();
            throw opener.unusable(e);
        }
    }

    @Override
    public void write(short[] frame) throws AudioException {
        if (line.available() >= line.getBufferSize() && buffer.ranDry(clock.nanoTime())) {
            line.close();
            line = open();
        }
        spread(frame);
        awaitRoom();
        if (line.write(bytes, 0, bytes.length) < bytes.length) {
            throw new AudioException("The loudspeaker was taken away");
        }
        awaitRoom(); // so that the next frame is asked for when it can be taken, not before
    }

    private void awaitRoom() throws AudioException {
        long deadline = clock.nanoTime() + GONE_NANOS;
        while (line.available() < bytes.length) {
            long now = clock.nanoTime();
            if (now - deadline > 0) {
                throw new AudioException(
                        "The loudspeaker takes no sound any more: is it still plugged in?");
            }
            clock.awaitUntil(now + POLL_NANOS);
        }
    }

    private void spread(short[] frame) {
        for (int i = 0; i < frame.length; i++) {
            for (int channel = 0; channel < channels; channel++) {
                int at = 2 * (i * channels + channel);
                bytes[at] = (byte) frame[i];
                bytes[at + 1] = (byte) (frame[i] >> 8);
            }
        }
    }

    @Override
    public long underruns() {
        return buffer.total();
    }

    @Override
    public void close() {
        line.close();
    }
}
