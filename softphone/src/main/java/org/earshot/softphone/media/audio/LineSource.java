package org.earshot.softphone.media.audio;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/// A microphone by Java Sound.
final class LineSource implements AudioSource {
    private static final String GONE =
            "The microphone gives no sound any more: is it still plugged in?";

    private final DeviceLine<TargetDataLine> device;
    private final byte[] bytes;

    LineSource(JavaSound.Opener<TargetDataLine> opener, FrameClock clock) throws AudioException {
        device = new DeviceLine<>(opener, clock, LineSource::start);
        bytes = new byte[device.frameBytes()];
    }

    private static void start(
            TargetDataLine line, AudioFormat format, int bufferFrames, int frameBytes)
            throws LineUnavailableException {
        line.open(format, bufferFrames * frameBytes);
        line.start();
    }

    @Override
    public void read(short[] frame) throws AudioException {
        int available = device.awaitFrame(GONE);
        if (available >= device.line().getBufferSize()) {
            device.ranDry(); // full: we were too late, and samples were lost
        }
        if (device.line().read(bytes, 0, bytes.length) < bytes.length) {
            throw new AudioException("The microphone was taken away");
        }
        mono(frame);
    }

    private void mono(short[] frame) {
        int channels = device.channels();
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
    public long delayNanos() {
        return device.nanos(device.line().available());
    }

    @Override
    public long overruns() {
        return device.total();
    }

    @Override
    public void close() {
        device.close();
    }
}
