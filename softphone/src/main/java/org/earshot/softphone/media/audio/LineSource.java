package org.earshot.softphone.media.audio;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/// A microphone by Java Sound.
final class LineSource implements AudioSource {
    /// A microphone that gives nothing for so long is gone; Java Sound itself would wait for ever.
    private static final long GONE_NANOS = 1_000_000_000;

    private static final long POLL_NANOS = 500_000;

    private final JavaSound.Opener<TargetDataLine> opener;
    private final FrameClock clock;
    private final int channels;
    private final byte[] bytes;
    private final LineBuffer buffer = new LineBuffer();
    private TargetDataLine line;

    LineSource(AudioFormat format, JavaSound.Opener<TargetDataLine> opener, FrameClock clock)
            throws AudioException {
        this.opener = opener;
        this.clock = clock;
        channels = format.getChannels();
        bytes = new byte[AudioFrame.SAMPLES * format.getFrameSize()];
        line = open();
    }

    private TargetDataLine open() throws AudioException {
        TargetDataLine opened = opener.line();
        try {
            opened.open(opener.format(), buffer.frames() * bytes.length);
            opened.start();
            return opened;
        } catch (LineUnavailableException | RuntimeException e) {
            opened.close();
            throw opener.unusable(e);
        }
    }

    @Override
    public void read(short[] frame) throws AudioException {
        long deadline = clock.nanoTime() + GONE_NANOS;
        int available;
        while ((available = line.available()) < bytes.length) {
            long now = clock.nanoTime();
            if (now - deadline > 0) {
                throw new AudioException(
                        "The microphone gives no sound any more: is it still plugged in?");
            }
            clock.awaitUntil(now + POLL_NANOS);
        }
        if (available >= line.getBufferSize() && buffer.ranDry(clock.nanoTime())) {
            line.close();
            line = open(); // full: we were too late, and samples were lost
        }
        if (line.read(bytes, 0, bytes.length) < bytes.length) {
            throw new AudioException("The microphone was taken away");
        }
        mono(frame);
    }

    private void mono(short[] frame) {
        for (int i = 0; i < frame.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                int at = 2 * (i * channels + channel);
                sum += (short) ((bytes[at] & 0xFF) | bytes[at + 1] << 8);
            }
            frame[i] = (short) (sum / channels);
        }
    }

    @Override
    public long overruns() {
        return buffer.total();
    }

    @Override
    public void close() {
        line.close();
    }
}
