package org.earshot.softphone.media.audio;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/// A loudspeaker by Java Sound.
final class LineSink implements AudioSink {
    private static final String GONE =
            "The loudspeaker takes no sound any more: is it still plugged in?";

    private final DeviceLine<SourceDataLine> device;
    private final byte[] bytes;

    LineSink(JavaSound.Opener<SourceDataLine> opener, FrameClock clock) throws AudioException {
        device = new DeviceLine<>(opener, clock, LineSink::start);
        bytes = new byte[device.frameBytes()];
    }

    private static void start(
            SourceDataLine line, AudioFormat format, int bufferFrames, int frameBytes)
            throws LineUnavailableException {
        line.open(format, bufferFrames * frameBytes);
        // filled but for one frame, so that it doesn't run dry at once
        byte[] silence = new byte[frameBytes];
        for (int i = 1; i < bufferFrames && line.available() >= frameBytes; i++) {
            line.write(silence, 0, frameBytes);
        }
        line.start();
    }

    @Override
    public void write(short[] frame) throws AudioException {
        if (device.line().available() >= device.line().getBufferSize()) {
            device.ranDry();
        }
        spread(frame);
        device.awaitFrame(GONE);
        if (device.line().write(bytes, 0, bytes.length) < bytes.length) {
            throw new AudioException("The loudspeaker was taken away");
        }
        // so that the next frame is asked for when it can be taken, not before
        device.awaitFrame(GONE);
    }

    private void spread(short[] frame) {
        int channels = device.channels();
        for (int i = 0; i < frame.length; i++) {
            for (int channel = 0; channel < channels; channel++) {
                int at = 2 * (i * channels + channel);
                bytes[at] = (byte) frame[i];
                bytes[at + 1] = (byte) (frame[i] >> 8);
            }
        }
    }

    @Override
    public long delayNanos() {
        return device.nanos(device.line().getBufferSize() - device.line().available());
    }

    @Override
    public long underruns() {
        return device.total();
    }

    @Override
    public void close() {
        device.close();
    }
}
