package org.earshot.softphone.media.audio;

/// Drops each frame, at the right pace.
final class NullSink implements AudioSink {
    private final Pacer pacer;

    NullSink(FrameClock clock) {
        pacer = new Pacer(clock);
    }

    @Override
    public void write(short[] frame) {
        pacer.await();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
